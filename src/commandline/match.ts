import { type Command, InvalidArgumentError } from 'commander'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { dictionaryOf, type FileItem, FileMarket, itemsIn } from '../modules/matching/files.ts'
import { Stopped, tell } from './exchange.ts'
import { addTraining } from './match-training.ts'

const most = 10_000
const count = (value: string): number => {
  const number = Number(value)
  if (!Number.isInteger(number) || number < 1 || number > most) throw new InvalidArgumentError(`a whole number from 1 to ${most} is wanted.`)
  return number
}

/** `match` itself and what is beneath it: `train` and `use`. */
export function addMatch(program: Command, root: string): void {
  const match = program.command('match')
    .description('Match needs of one file with offers of another, as the Exchange does it, without a server.')
    .option('--offers <file>', 'JSON lines: id, and any of title, objective, keywords, description, text, lang')
    .option('--needs <file>', 'the same for needs')
    .option('--out <file>', 'where to write: need id, offer id and score a line, separated by tabs')
    .option('--top <n>', 'so many offers for each need', count, 100)
    .addHelpText('after', `
Examples:
  techex match --offers offers.jsonl --needs needs.jsonl --top 100 --out run.tsv

Texts without lang are read as Vietnamese or English by what they look like. Scores are comparable
within one need only. Whatever --top says, the best three hundred of each language are ranked. The
same files always give the same run.`)
    .action(async ({ offers, needs, out, top }: { offers?: string; needs?: string; out?: string; top: number }) => {
      // Not asked for by commander, which would ask of the commands beneath as well.
      if (!offers || !needs || !out) throw new Stopped('--offers, --needs and --out are wanted: techex match --help shows how.')
      await runMatch({ offers, needs, out, top }, root)
    })
  addTraining(match)
}

/** The file is complete under its name when this returns; until then nothing of that name is changed. */
export async function runMatch({ offers, needs, out, top }: { offers: string; needs: string; out: string; top: number }, root: string): Promise<void> {
  if ([offers, needs].some((file) => resolve(file) === resolve(out))) throw new Stopped(`${out} is read from, and would be written over. Choose another place with --out.`)
  const supply: FileItem[] = []
  for await (const offer of itemsOf(offers)) supply.push(offer)
  tell(`${supply.length} offers read.`)
  const making = `${out}.making-${process.pid}`
  let file: FileHandle | null = null
  let asked = 0, silent = 0
  try {
    // Before the work, not after it: whoever named a place that does not exist hears of it at once.
    file = await open(making, 'w')
    const market = new FileMarket(supply, dictionaryOf(join(root, 'data/lexicon')))
    for await (const need of itemsOf(needs)) {
      const found = market.near(need, top)
      if (found.length === 0) silent++
      await file.write(found.map(({ id, score }) => `${need.id}\t${id}\t${score.toFixed(9)}\n`).join(''))
      if (++asked % 500 === 0) tell(`${asked} needs matched.`)
    }
    await file.close()
    await rename(making, out)
  } catch (error) {
    await file?.close().catch(() => {})
    await rm(making, { force: true }).catch(() => {})
    const { code, syscall } = error as NodeJS.ErrnoException
    throw code && syscall ? new Stopped(`${out} cannot be written (${code}). Choose another place with --out.`) : error
  }
  tell(`${asked} needs matched${silent ? `; for ${silent} of them no offer shares a word` : ''}. ${out} is written.`)
}

/** The items of a file, each id once. */
async function* itemsOf(file: string): AsyncGenerator<FileItem> {
  const known = new Set<string>()
  try {
    for await (const item of itemsIn(file)) {
      if (known.has(item.id)) throw new Stopped(`${file}: ${item.id} stands there twice.`)
      if (/[\t\r\n]/.test(item.id)) throw new Stopped(`${file}: the id ${JSON.stringify(item.id)} has a tab or a line break, which a line of the run cannot hold.`)
      known.add(item.id)
      yield item
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw error instanceof Stopped ? error : new Stopped(code === 'ENOENT' ? `There is no file ${file}.` : code ? `${file} cannot be read (${code}).` : message)
  }
}
