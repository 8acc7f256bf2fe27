import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { relative } from 'node:path'

/**
 * Everything `bin/test` shows, one after the other, each on all the machine's cores. Type check,
 * lint and build count as one test each. What failed is said again at the end, where whoever reads only
 * the end finds it; the last line says `N passed, N failed` and nothing else.
 */
let passed = 0
let failed = 0
const said: string[] = []

function run(title: string, args: string[]): boolean {
  console.log(`\n── ${title}`)
  const { status, error } = spawnSync(process.execPath, args, { stdio: 'inherit' })
  if (error) console.error(error.message)
  return status === 0
}

function check(title: string, args: string[]): void {
  if (run(title, args)) passed++
  else { failed++; said.push(title) }
}

interface Report { numPassedTests: number; numFailedTests: number; testResults: { name: string; status: string; message: string; assertionResults: { fullName: string; status: string; failureMessages: string[] }[] }[] }
function tests(project: string): void {
  const file = `var/test-${project}.json`
  rmSync(file, { force: true })
  const well = run(`tests: ${project}`, ['node_modules/vitest/vitest.mjs', 'run', '--project', project, '--passWithNoTests', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`])
  const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) as Report : null
  // A file that could not even be read holds no test that failed; it fails as one.
  const broken = report?.testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0).length ?? 0
  const bad = (report?.numFailedTests ?? 0) + broken
  passed += report?.numPassedTests ?? 0
  failed += bad === 0 && !well ? 1 : bad
  for (const { name, status, message, assertionResults } of report?.testResults ?? []) {
    const file = relative('.', name)
    if (status === 'failed' && assertionResults.length === 0) said.push(`${file}\n${message}`)
    for (const test of assertionResults) if (test.status === 'failed') said.push(`${file} > ${test.fullName}\n${test.failureMessages.join('\n')}`)
  }
  if (bad === 0 && !well) said.push(`tests: ${project}: ended badly without a test that failed`)
}

mkdirSync('var', { recursive: true })
check('type check', ['node_modules/typescript/bin/tsc'])
check('lint', ['node_modules/oxlint/bin/oxlint', '--type-aware'])
check('build', ['build.ts'])
for (const project of ['house', 'crash', 'journeys']) tests(project)
for (const one of said) console.log(`\n✗ ${one.slice(0, 3_000)}`)
console.log(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 && passed > 0 ? 0 : 1
