import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'

/**
 * Everything `bin/test` shows, one after the other, each on all the machine's cores. Type check,
 * lint and build count as one test each. The last line says `N passed, N failed` and nothing else.
 */
let passed = 0
let failed = 0

function run(title: string, args: string[]): boolean {
  console.log(`\n── ${title}`)
  const { status, error } = spawnSync(process.execPath, args, { stdio: 'inherit' })
  if (error) console.error(error.message)
  return status === 0
}

function check(title: string, args: string[]): void {
  if (run(title, args)) passed++
  else { failed++; console.error(`${title}: failed`) }
}

interface Report { numPassedTests: number; numFailedTests: number; testResults: { status: string; assertionResults: unknown[] }[] }
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
}

mkdirSync('var', { recursive: true })
check('type check', ['node_modules/typescript/bin/tsc'])
check('lint', ['node_modules/oxlint/bin/oxlint', '--type-aware'])
check('build', ['build.ts'])
for (const project of ['house', 'crash', 'journeys']) tests(project)
console.log(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 && passed > 0 ? 0 : 1
