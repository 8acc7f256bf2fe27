import { sql } from 'kysely'
import type { Db, Tx } from '../../core/database.ts'
import type { TechnologyGate } from './rules.ts'
import type { Classification, ListingRow, TechnologyClass, TechnologyItem } from './schema.ts'
import { type Pointer, pointersIn, type Said, technologyRefusal } from './technology-rules.ts'

const columns = sql`i.code, i.list, i.name_vi, i.name_en, i.document, i.article, i.source, i.mark, i.words, i.codes, i.valid_from::text, i.valid_to::text`
const inOrder = sql`array_position(array['prohibited', 'restricted', 'encouraged'], i.list), i.code`

/** The lists as they are in force on that day, what weighs most first. */
export const itemsOn = async (db: Db | Tx, day: string): Promise<TechnologyItem[]> =>
  (await sql<TechnologyItem>`select ${columns} from technology_item i where daterange(i.valid_from, i.valid_to, '[]') @> ${day}::date order by ${inOrder}`.execute(db)).rows
/** Every item there ever was. */
export const allItems = async (db: Db): Promise<TechnologyItem[]> =>
  (await sql<TechnologyItem>`select ${columns} from technology_item i order by i.valid_to is not null, ${inOrder}`.execute(db)).rows

/** Where a listing points at these items of the lists. Read from its texts of both kinds, in every language. */
export async function pointersOf(db: Db | Tx, listing: Pick<ListingRow, 'id' | 'research_fields' | 'patent_classes'>, items: readonly TechnologyItem[]): Promise<Pointer[]> {
  const { rows } = await sql<Said>`
    select s.field, t.language, s.text from listing_text t, lateral (values ('title', t.title), ('summary', t.summary), ('description', t.description), ('problem', t.problem), ('advantages', t.advantages), ('requirements', t.requirements), ('keywords', t.keywords)) s(field, text)
      where t.listing_id = ${listing.id} and s.text <> ''
    union all select name, language, text from listing_detail_text where listing_id = ${listing.id}`.execute(db)
  return pointersIn(items, rows, [...listing.research_fields, ...listing.patent_classes])
}

/** What moderators said of a listing, the newest first, as far as this reader may know. */
export const classificationsOf = async (db: Db | Tx, id: number, limit = 20): Promise<(Classification & { name: string | null })[]> =>
  db.selectFrom('listing_classification as c').leftJoin('person as p', 'p.id', 'c.decided_by').selectAll('c').select('p.name').where('c.listing_id', '=', id).orderBy('c.id', 'desc').limit(limit).execute()

export type Gated = Pick<ListingRow, 'id' | 'version' | 'research_fields' | 'patent_classes'>
/** What of the technology lists of that day speaks against this listing being public as it stands, null where nothing does; and what a moderator said last of what it is. */
export async function technologyGate(db: Db | Tx, listing: Gated, day: string): Promise<{ refusal: TechnologyGate | null; said: Classification | null }> {
  const pointing = (await pointersOf(db, listing, await itemsOn(db, day))).map(({ code }) => code)
  const said = (await classificationsOf(db, listing.id, 1))[0] ?? null
  return { refusal: technologyRefusal(said, listing.version, pointing), said }
}

/** The items of these codes, what weighs most first, in force or not. */
export const itemsNamed = async (db: Db | Tx, codes: readonly string[]): Promise<TechnologyItem[]> =>
  codes.length === 0 ? [] : (await sql<TechnologyItem>`select ${columns} from technology_item i where i.code = any (${[...codes]}) order by ${inOrder}`.execute(db)).rows

/** What is said now of a listing's present version, and of which items of the lists; null where nobody said it. */
export async function presentClass(db: Db, { id, version }: Pick<ListingRow, 'id' | 'version'>): Promise<{ class: TechnologyClass; decided_at: Date; items: TechnologyItem[] } | null> {
  const { rows: [row] } = await sql<{ class: TechnologyClass; decided_at: Date; items: string[]; version: number }>`select class, decided_at, items, version from listing_classification where listing_id = ${id} order by id desc limit 1`.execute(db)
  if (!row || row.version !== version) return null
  return { class: row.class, decided_at: row.decided_at, items: await itemsNamed(db, row.items) }
}
