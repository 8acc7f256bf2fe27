import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'

/** What we agreed about the house, read from every import, types included. */
const root = resolve(import.meta.dirname, '..')
const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file)).map((file) => join('src', file))
const importsOf = (file: string): string[] =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/^(?:import|export)\b[^'"]*?from '(\.[^']+)'|^import '(\.[^']+)'|import\('(\.[^']+)'\)/gm)]
    .map(([, from, bare, dynamic]) => relative(root, resolve(root, dirname(file), from ?? bare ?? dynamic ?? '')))
const graph = new Map(files.map((file) => [file, importsOf(file).filter((path) => path.startsWith('src/'))]))

/** From the ground up; a file imports its own floor or lower ones. */
const floors: [string, RegExp][] = [
  ['platform', /^src\/platform\//],
  ['schema', /\/schema\.ts$/],
  ['core', /^src\/core\//],
  ['rules and messages', /^src\/modules\/[^/]+\/([a-z-]+-)?(rules|permissions|messages|fields)\.ts$/],
  ['web', /^src\/web\//],
  ['commands', /^src\/modules\/[^/]+\/(import\/|[a-z-]*commands\.ts$|upload\.ts$)/],
  ['pages', /^src\/modules\/[^/]+\/pages\//],
  ['routes', /^src\/modules\/[^/]+\/routes\.tsx$|\/[a-z-]*routes\.tsx?$/],
  ['queries', /^src\/modules\//],
  ['app', /^src\/(app|routes|letters|((lot|solution)-)?reactions|refusals|jobs)\.tsx?$/],
  ['command line', /^src\/commandline\//],
  ['doors', /^src\/(server|worker|start|cli)\.ts$/],
]
const order = ['platform', 'schema', 'core', 'rules and messages', 'queries', 'commands', 'web', 'pages', 'routes', 'app', 'command line', 'doors']
const floorOf = (file: string): number => order.indexOf(floors.find(([, pattern]) => pattern.test(file))?.[0] ?? 'none')

const rungs = [
  ['people', 'organisations', 'taxonomy', 'rulebook', 'documents', 'notifications', 'audit', 'experts', 'consents', 'disclosure', 'statements', 'keys'], ['listings', 'assessments'], ['matching', 'evidence', 'moderation', 'promotion', 'searches', 'desk', 'councils', 'auctions', 'solutions', 'events', 'startups'],
  ['deals', 'bidding', 'sourcing', 'services', 'tasks', 'initiatives'], ['mandates', 'ballots', 'rooms', 'terms', 'contracts', 'payments', 'results', 'support', 'outcomes'], ['figures', 'home', 'work', 'guide', 'administration', 'personal-data', 'api', 'programmes', 'open-data', 'sessions', 'proofs'],
]
const moduleOf = (file: string): string | undefined => /^src\/modules\/([^/]+)\//.exec(file)?.[1]
const rungOf = (module: string): number => rungs.findIndex((rung) => rung.includes(module))

test('every file stands on a floor, and there are at most twelve', () => {
  expect(files.filter((file) => floorOf(file) < 0)).toEqual([])
  expect(order.length).toBeLessThanOrEqual(12)
})

test('imports go down: no file imports from a floor above its own', () => {
  const wrong = [...graph].flatMap(([file, imports]) => imports.filter((other) => floorOf(other) > floorOf(file)).map((other) => `${file} (${order[floorOf(file)]}) imports ${other} (${order[floorOf(other)]})`))
  expect(wrong).toEqual([])
})

test('a module imports only modules of lower rungs', () => {
  expect(files.flatMap((file) => moduleOf(file) ?? []).filter((module) => rungOf(module) < 0)).toEqual([])
  // On the first rung modules know each other; schemas are words, and words are everybody's.
  const wrong = [...graph].flatMap(([file, imports]) => imports.filter((other) => {
    const [own, theirs] = [moduleOf(file), moduleOf(other)]
    return own && theirs && own !== theirs && !other.endsWith('/schema.ts') && (rungOf(theirs) > rungOf(own) || (rungOf(theirs) === rungOf(own) && rungOf(own) > 0 && rungOf(own) < 5))
  }).map((other) => `${file} imports ${other}`))
  expect(wrong).toEqual([])
})

test('no circles', () => {
  const done = new Set<string>()
  const circles: string[] = []
  const walk = (file: string, path: string[]): void => {
    if (path.includes(file)) { circles.push([...path.slice(path.indexOf(file)), file].join(' → ')); return }
    if (done.has(file)) return
    for (const other of graph.get(file) ?? []) walk(other, [...path, file])
    done.add(file)
  }
  for (const file of files) walk(file, [])
  expect(circles).toEqual([])
})

test('every import names a file that is there, by its path and not through an index', () => {
  expect([...graph].flatMap(([file, imports]) => imports.filter((other) => !files.includes(other) || /\/index\.tsx?$/.test(other)).map((other) => `${file} imports ${other}`))).toEqual([])
})

test('no file is longer than 400 lines', () => {
  const all = [...['src', 'tests', 'database', 'bench'].flatMap((folder) => { try { return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((file) => /\.(ts|tsx)$/.test(file)).map((file) => join(folder, file)) } catch { return [] } }), 'src/web/ui/style.css']
  expect(all.map((file) => [file, readFileSync(join(root, file), 'utf8').split('\n').length] as const).filter(([, lines]) => lines > 401)).toEqual([])
})

test('every command that changes something begins by asking who may', () => {
  const unguarded: string[] = []
  for (const file of files.filter((path) => /modules\/[^/]+\/[a-z-]*commands\.ts$/.test(path) && !/\/(taxonomy|notifications)\//.test(path))) {
    const source = readFileSync(join(root, file), 'utf8')
    for (const [, name, body] of source.matchAll(/^export async function (\w+)\((?:ctx: Ctx)[^{]*\{\n((?: {2}.*\n|\n)+?)\}/gm)) {
      // Either at once, or through the function that takes the row for those who may.
      if (!/\bpermit\(|inDeal\(|InTurn\(|underReview\(|mayAct|sideIn|accounts\.|personOf|found\(/.test(body ?? '')) unguarded.push(`${file}: ${name}`)
    }
  }
  expect(unguarded).toEqual([])
})

test('only the context reads the clock in rules and commands', () => {
  const wrong = files.filter((file) => /modules\/.*(rules|commands)\.ts$/.test(file) && /new Date\(\)|Date\.now\(\)/.test(readFileSync(join(root, file), 'utf8')))
  expect(wrong).toEqual([])
})
