import { type Command, Option } from 'commander'
import { readFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { guessMapping, describeMapping, fitMapping, type KnownMapping, parseMapping, writeMapping } from '../modules/listings/import/mapping.ts'
import { type ImportCounts, importListings } from '../modules/listings/import/import.ts'
import { openSource } from '../modules/listings/import/read.ts'
import { Unreadable } from '../modules/listings/import/source.ts'
import { type ListingKind, listingKinds } from '../modules/listings/schema.ts'
import { type Locale, locales } from '../platform/locale.ts'
import { progress } from '../platform/processes.ts'
import { fold, plain } from '../platform/text.ts'
import { openErrorFile } from './error-file.ts'
import { say, tell, withExchange } from './exchange.ts'

interface Options { dryRun?: true; source?: string; kind?: ListingKind; mapping?: string; saveMapping?: string; language?: Locale; publish?: true; submit?: true; organisation?: string }

export function addImport(program: Command): void {
  program.command('import').argument('<file>', 'CSV, XLSX (its first sheet) or JSON Lines')
    .description('Read offers or needs from a file. The same file twice changes nothing; changed rows are updated.')
    .option('--dry-run', 'show what would happen and write nothing')
    .option('--source <name>', 'where the listings come from; shown beside each of them (default: the name of the file)')
    .addOption(new Option('--kind <kind>', 'what the rows are, where they do not say (default: need if the name of the file says so, else offer)').choices(listingKinds))
    .option('--mapping <file>', 'which column says what, in JSON (default: judged by the names of the columns)')
    .option('--save-mapping <file>', 'write the mapping used, to keep and edit')
    .addOption(new Option('--language <language>', 'the language of rows that do not say theirs (default: judged by their letters)').choices(locales))
    .option('--organisation <name>', 'whose the rows are that name no organisation')
    .addOption(new Option('--submit', 'new listings wait for a moderator (the default)').conflicts('publish'))
    .addOption(new Option('--publish', 'new listings are public at once; for staff, and sources already checked'))
    .addHelpText('after', `
Examples:
  techex import technologies.xlsx --dry-run
  techex import technologies.xlsx --organisation "Viện Cơ khí" --save-mapping vien-co-khi.json
  techex import needs-2026.csv --kind need --source "Sở Công Thương 2026" --mapping so-cong-thuong.json
  techex import awards.jsonl --source SBIR --publish

Every row that cannot be read is told with its line and reason, here and in FILE.errors.csv.
Ends with 0 when every row was read, 1 when some were not, 2 when nothing could be.
docs/importing.md describes the fields and the mapping.`)
    .action(async (file: string, options: Options) => { process.exitCode = await runImport(file, options) })
}

export async function runImport(file: string, options: Options): Promise<number> {
  const source = await openSource(file)
  const given = options.mapping === undefined ? guessMapping(source.columns) : parseMapping(read(options.mapping), options.mapping)
  const mapping = fitMapping(given, source.columns, { mayBeRare: source.format === 'JSON Lines' })
  if (options.organisation !== undefined) mapping.constants = { ...mapping.constants, organisation: plain(options.organisation) }
  const kind = options.kind ?? mapping.kind ?? (/\bneeds?\b|\bnhu cau\b/.test(fold(basename(file))) ? 'need' : 'offer')
  const name = plain(options.source ?? mapping.source ?? basename(file).replace(/\.errors\.csv$/i, '').replace(/\.\w+$/, '')).slice(0, 100)
  if (name === '') throw new Unreadable('A source needs a name: --source "Where they come from"')
  show(file, source.format, kind, name, mapping, source.columns)
  if (options.saveMapping !== undefined) write(options.saveMapping, writeMapping(mapping, kind, name))

  const errors = openErrorFile(`${file}.errors.csv`, source.columns)
  const bar = progress()
  const began = Date.now()
  let told = 0
  const onBatch = (counts: Readonly<ImportCounts>): void => {
    const rows = `${counts.rows.toLocaleString('en')} rows`
    if (process.stdout.isTTY) bar.show(source.done(), source.size, counts.bad ? `${rows}, ${counts.bad} bad` : rows)
    else if (Math.floor(counts.rows / 1_000) > told) { told = Math.floor(counts.rows / 1_000); say(`${rows} read: ${sums(counts)}`) }
  }
  try {
    const counts = await withExchange((ctx) => importListings(ctx, source.rows(), {
      mapping, kind, source: name, language: options.language ?? mapping.language ?? null, organisation: '',
      state: options.publish ? 'published' : 'submitted', dryRun: options.dryRun === true,
    }, { onBatch, onBad: ({ line, reason, cells }) => { tell(`line ${line}: ${plain(reason)}`); errors.add(line, reason, cells) } })).finally(bar.end)
    return report(counts, options, Date.now() - began, errors.close(), file)
  } catch (error) {
    errors.close()
    throw error
  }
}

function show(file: string, format: string, kind: ListingKind, name: string, mapping: KnownMapping, columns: readonly string[]): void {
  say(`${file}: ${format}, read as ${kind}s from the source "${name}"`)
  for (const line of describeMapping(mapping, columns)) say(`  ${plain(line)}`)
}

function report(counts: ImportCounts, { dryRun, publish }: Options, took: number, errorFile: string | null, file: string): number {
  if (counts.rows === 0) throw new Unreadable(`${file} names its columns and has no rows after them.`)
  say(`${dryRun ? 'Would be: ' : ''}${sums(counts)} · ${(took / 1000).toFixed(1)} s`)
  if (counts.shortened) say(`${counts.shortened} with a title, summary or keywords too long for their place: cut there, and whole at the head of the description.`)
  if (dryRun) say('Nothing was written.')
  else if (counts.added) say(publish ? `The new ones are public${counts.held ? `, but for ${counts.held} that point at the technology lists and wait for a moderator` : ''}.` : 'The new ones wait for a moderator.')
  if (errorFile) say(`Rows that could not be read: ${errorFile}. Correct them there and import that file with the same options.`)
  return counts.bad === 0 ? 0 : counts.bad === counts.rows ? 2 : 1
}

const sums = ({ added, changed, unchanged, bad }: Readonly<ImportCounts>): string =>
  Object.entries({ added, changed, unchanged, bad }).map(([name, count]) => `${count.toLocaleString('en')} ${name}`).join(', ')

function read(path: string): string {
  try { return readFileSync(path, 'utf8') } catch (error) { throw new Unreadable(`The mapping ${path} cannot be read (${(error as NodeJS.ErrnoException).code}). --save-mapping ${path} writes one to begin with.`) }
}
function write(path: string, text: string): void {
  try { writeFileSync(path, text) } catch (error) { throw new Unreadable(`The mapping cannot be written to ${path} (${(error as NodeJS.ErrnoException).code}). Choose another place.`) }
  say(`The mapping is kept in ${path}.`)
}
