import { sql } from 'kysely'
import { type Ctx, isStaff, permit, transact } from '../../../core/context.ts'
import type { Db, Tx } from '../../../core/database.ts'
import type { Locale } from '../../../platform/locale.ts'
import { hanoiDay } from '../../../platform/time.ts'
import { taxonomyOf } from '../../taxonomy/queries.ts'
import { countWordsSoon, refreshSearch } from '../indexing.ts'
import type { ListingKind } from '../schema.ts'
import { itemsOn } from '../technology-queries.ts'
import { pointersIn } from '../technology-rules.ts'
import type { KnownMapping } from './mapping.ts'
import { organisationIds, searchName } from './organisations.ts'
import { type Draft, draftOf } from './row.ts'
import type { SourceRow } from './source.ts'
import { BadCell } from './values.ts'
import { type KnownListing, writeAdded, writeChanged } from './write.ts'

/** Rows in one transaction: what a killed import has to read again. */
const batchSize = 200

export interface ImportSettings {
  mapping: KnownMapping
  kind: ListingKind
  /** Where the listings come from; with the kind and the row's key it names a listing for ever. */
  source: string
  /** The language of rows that do not say theirs; null to judge by their letters. */
  language: Locale | null
  /** Whose a row is that names no organisation. */
  organisation: string
  state: 'submitted' | 'published'
  dryRun: boolean
}
export interface ImportCounts { rows: number; added: number; changed: number; unchanged: number; bad: number; shortened: number; /** New, and waiting for a moderator although the others are public: they point at the technology lists. */ held: number }
export interface ImportNews {
  onBad?: (row: { line: number; reason: string; cells: Readonly<Record<string, unknown>> }) => void
  onBatch?: (counts: Readonly<ImportCounts>) => void
}

/**
 * Brings the listings of one source up to its file: new rows are added, changed ones updated, the
 * rest left alone. When this returns every good row is written and every other one was told to
 * `onBad`; the same rows again change nothing, and so do two imports at once. A dry run only counts.
 */
export async function importListings(ctx: Ctx, rows: AsyncIterable<SourceRow>, settings: ImportSettings, { onBad, onBatch }: ImportNews = {}): Promise<ImportCounts> {
  permit(ctx.actor, isStaff('moderator', 'administrator'))
  const taxonomy = await taxonomyOf(ctx.db)
  const rules = { ...settings, taxonomy, now: ctx.now() }
  const counts: ImportCounts = { rows: 0, added: 0, changed: 0, unchanged: 0, bad: 0, shortened: 0, held: 0 }
  const lines = new Map<string, number>()
  let batch: Draft[] = []

  const flush = async (): Promise<void> => {
    const written = settings.dryRun ? await foresee(ctx.db, batch) : await write(ctx, batch, settings.state)
    counts.added += written.added.length
    counts.changed += written.changed.length
    counts.unchanged += batch.length - written.added.length - written.changed.length
    counts.shortened += [...written.added, ...written.changed].filter(({ shortened }) => shortened.length).length
    counts.held += written.held
    batch = []
    onBatch?.(counts)
  }
  for await (const row of rows) {
    counts.rows++
    const draft = read(row)
    if (typeof draft === 'string') {
      counts.bad++
      onBad?.({ line: row.line, reason: draft, cells: row.cells ?? {} })
      continue
    }
    if (batch.push(draft) >= batchSize) await flush()
  }
  await flush()
  return counts

  function read(row: SourceRow): Draft | string {
    if ('bad' in row) return row.bad
    try {
      const draft = draftOf(row.cells, rules)
      const before = lines.get(keyOf(draft))
      if (before !== undefined) return `it has the same ${draft.source_key.startsWith('t-') ? 'title and organisation' : 'key'} as line ${before}; only the first is read`
      lines.set(keyOf(draft), row.line)
      return draft
    } catch (error) {
      if (error instanceof BadCell) return error.message
      throw error
    }
  }
}

const keyOf = ({ kind, source_name, source_key }: Pick<Draft, 'kind' | 'source_name' | 'source_key'>): string => `${kind}\n${source_name}\n${source_key}`

interface Judged { added: Draft[]; changed: { draft: Draft; known: KnownListing }[] }

/** Which rows are new and which say something else than last time. */
async function judge(db: Db, batch: readonly Draft[]): Promise<Judged> {
  if (batch.length === 0) return { added: [], changed: [] }
  const column = (of: (draft: Draft) => string) => sql`${batch.map(of)}::text[]`
  const { rows } = await sql<KnownListing & Pick<Draft, 'kind' | 'source_name' | 'source_key'> & { source_sha256: string }>`
    select l.id, l.kind, l.source_name, l.source_key, l.source_sha256 from listing l
    join unnest(${column((d) => d.kind)}, ${column((d) => d.source_name)}, ${column((d) => d.source_key)}) as wanted (kind, source_name, source_key)
      on l.kind = wanted.kind and l.source_name = wanted.source_name and l.source_key = wanted.source_key`.execute(db)
  const known = new Map(rows.map((row) => [keyOf(row), row]))
  return {
    added: batch.filter((draft) => !known.has(keyOf(draft))),
    changed: batch.flatMap((draft) => {
      const listing = known.get(keyOf(draft))
      return listing && listing.source_sha256 !== draft.source_sha256 ? [{ draft, known: listing }] : []
    }),
  }
}

interface Written { added: Draft[]; changed: Draft[]; held: number }

async function foresee(db: Db, batch: readonly Draft[]): Promise<Written> {
  const { added, changed } = await judge(db, batch)
  return { added, changed: changed.map(({ draft }) => draft), held: 0 }
}

async function write(ctx: Ctx, batch: readonly Draft[], state: ImportSettings['state']): Promise<Written> {
  if (batch.length === 0) return { added: [], changed: [], held: 0 }
  return transact(ctx, async (tx) => {
    await takeTurn(tx, batch)
    const { added, changed } = await judge(tx, batch)
    if (added.length + changed.length === 0) return { added, changed: [], held: 0 }
    const organisations = await organisationsOf(tx, ctx, [...added, ...changed.map(({ draft }) => draft)])
    const organisationOf = ({ source_name, organisation }: Draft): number => organisations.get(source_name)!.get(searchName(organisation))!

    // Nothing an import brings is public that points at the technology lists: a moderator says what it is.
    const items = await itemsOn(tx, hanoiDay(ctx.now()))
    const points = ({ texts, columns }: Draft): boolean => pointersIn(items, texts.flatMap(({ language, ...fields }) => Object.entries(fields).map(([field, text]) => ({ field, language, text }))), [...columns.research_fields, ...columns.patent_classes]).length > 0
    const owned = Map.groupBy(added.map((draft) => ({ draft, organisation_id: organisationOf(draft) })), ({ draft }) => (state === 'published' && points(draft) ? 'held' : 'free'))
    const ids = [...await writeAdded(tx, ctx, owned.get('free') ?? [], state), ...await writeAdded(tx, ctx, owned.get('held') ?? [], 'submitted')]
    const really: typeof changed = []
    for (const each of changed) {
      if (await writeChanged(tx, ctx, each.known, each.draft, organisationOf(each.draft), points(each.draft))) really.push(each)
    }
    await refreshSearch(tx, [...ids, ...really.map(({ known }) => known.id)])
    await countWordsSoon(tx, ctx.now())
    return { added, changed: really.map(({ draft }) => draft), held: owned.get('held')?.length ?? 0 }
  })
}

/** One import of a source writes at a time; another waits here and then finds its rows already known. */
async function takeTurn(tx: Tx, batch: readonly Draft[]): Promise<void> {
  for (const source of [...new Set(batch.map(({ source_name }) => source_name))].toSorted()) {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`import ${source}`}, 0))`.execute(tx)
  }
}

async function organisationsOf(tx: Tx, ctx: Ctx, drafts: readonly Draft[]): Promise<Map<string, Map<string, number>>> {
  const bySource = new Map<string, Map<string, number>>()
  for (const [source, named] of Map.groupBy(drafts, ({ source_name }) => source_name)) {
    bySource.set(source, await organisationIds(tx, ctx, source, named.map(({ organisation }) => organisation)))
  }
  return bySource
}
