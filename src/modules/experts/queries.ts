import { sql } from 'kysely'
import { readsMarket, type Actor, type Ctx } from '../../core/context.ts'
import type { Db } from '../../core/database.ts'
import { found, notFound } from '../../platform/refusal.ts'
import { words } from '../../platform/text.ts'
import { newAmong } from './rules.ts'
import type { Availability, ConflictNature, Expert, ImportProblem, Publication, Work } from './schema.ts'

export type ExpertRow = Omit<Expert, 'search'>
/** Days as they are written, whatever zone this process lives in. */
export const expertColumns = [
  'expert.id', 'expert.person_id', 'expert.headline_vi', 'expert.headline_en', 'expert.bio_vi', 'expert.bio_en', 'expert.research_fields', 'expert.languages', 'expert.availability',
  sql<string | null>`expert.available_from::text`.as('available_from'), 'expert.organisation_id', 'expert.orcid', 'expert.consented_at', 'expert.published_at', 'expert.demonstration', 'expert.version', 'expert.created_at', 'expert.updated_at',
] as const

export interface ExpertSearch { q: string; field: string; language: string; availability: Availability | null; page: number }
export interface ExpertListed extends ExpertRow { name: string; organisation: { id: number; name_vi: string; name_en: string } | null; publications: number }
export const directoryPage = 24

/** The experts who are public and fit, those who take work first, then by name. */
export async function expertList(db: Db, { q, field, language, availability, page }: ExpertSearch): Promise<{ rows: ExpertListed[]; total: number; pages: number }> {
  let fitting = db.selectFrom('expert').innerJoin('person as p', 'p.id', 'expert.person_id').where('expert.published_at', 'is not', null)
  for (const word of words(q).slice(0, 8)) fitting = fitting.where(sql<boolean>`expert.search like ${`% ${word}%`}`)
  // A field stands for the narrower ones below it, whose codes begin with its own.
  if (field) fitting = fitting.where(sql<boolean>`exists (select from unnest(expert.research_fields) f where f like ${`${field.replace(/[%_\\]/g, '')}%`})`)
  if (language) fitting = fitting.where(sql<boolean>`expert.languages @> array[${language}]`)
  if (availability) fitting = fitting.where('expert.availability', '=', availability)
  const [rows, { total }] = await Promise.all([
    listed(fitting).orderBy(sql`array_position(array['available', 'limited', 'unavailable'], expert.availability)`).orderBy('p.name').orderBy('expert.id').limit(directoryPage).offset((page - 1) * directoryPage).execute(),
    fitting.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
  ])
  return { rows: rows.map(shaped), total, pages: Math.max(1, Math.ceil(total / directoryPage)) }
}

const withNames = (db: Db) => db.selectFrom('expert').innerJoin('person as p', 'p.id', 'expert.person_id')
const listed = (from: ReturnType<typeof withNames>) => from
  // Shown while they are a member there, and not a day longer.
  .leftJoin('organisation as o', (on) => on.onRef('o.id', '=', 'expert.organisation_id').on(sql<boolean>`exists (select from membership m where m.organisation_id = expert.organisation_id and m.person_id = expert.person_id)`))
  .select([...expertColumns, 'p.name', 'o.name_vi as organisation_vi', 'o.name_en as organisation_en', sql<number>`(select count(*)::int from expert_publication ep where ep.expert_id = expert.id)`.as('publications')])
type Listed = ExpertRow & { name: string; organisation_vi: string | null; organisation_en: string | null; publications: number }
const shaped = ({ organisation_vi, organisation_en, ...row }: Listed): ExpertListed =>
  ({ ...row, organisation: row.organisation_id === null || organisation_vi === null ? null : { id: row.organisation_id, name_vi: organisation_vi, name_en: organisation_en ?? '' } })

export interface Conflict { id: number; organisation: { id: number; name_vi: string; name_en: string } | null; party: string; nature: ConflictNature; since: string | null; until: string | null; note: string; declared_at: Date; withdrawn_at: Date | null }
export interface ExpertView { expert: ExpertListed; publications: Publication[]; declared: number; conflicts: Conflict[] | null; own: boolean }

/** Whether somebody may read what an expert keeps from everybody: the expert and the Exchange's people. */
export const readsAllOf = (actor: Actor, personId: number): boolean => actor.person_id === personId || readsMarket(actor)

/** One expert as this reader may see them; a profile that is not public exists for its person and the Exchange's people only. */
export async function expertFor({ db, actor }: Ctx, id: number): Promise<ExpertView> {
  const expert = shaped(found(await listed(withNames(db)).where('expert.id', '=', id).executeTakeFirst()))
  const inside = readsAllOf(actor, expert.person_id)
  if (!expert.published_at && !inside) return notFound()
  const [publications, { rows: [count] }, conflicts] = await Promise.all([
    publicationsOf(db, id), sql<{ declared: number }>`select declared_conflicts(${id}) as declared`.execute(db), inside ? conflictsOf(db, id) : null,
  ])
  return { expert, publications, declared: conflicts ? conflicts.filter((one) => !one.withdrawn_at).length : count?.declared ?? 0, conflicts, own: actor.person_id === expert.person_id }
}

const publicationsOf = (db: Db, expertId: number): Promise<Publication[]> => db.selectFrom('expert_publication').selectAll().where('expert_id', '=', expertId).orderBy(sql`year desc nulls last`).orderBy('title').orderBy('id').execute()

async function conflictsOf(db: Db, expertId: number): Promise<Conflict[]> {
  const rows = await db.selectFrom('conflict_of_interest as c').leftJoin('organisation as o', 'o.id', 'c.organisation_id')
    .select(['c.id', 'c.organisation_id', 'o.name_vi', 'o.name_en', 'c.party', 'c.nature', sql<string | null>`c.since::text`.as('since'), sql<string | null>`c.until::text`.as('until'), 'c.note', 'c.declared_at', 'c.withdrawn_at'])
    .where('c.expert_id', '=', expertId).orderBy('c.withdrawn_at', (by) => by.desc().nullsFirst()).orderBy('c.id', 'desc').execute()
  return rows.map(({ organisation_id, name_vi, name_en, ...row }) => ({ ...row, organisation: organisation_id === null || name_vi === null ? null : { id: organisation_id, name_vi, name_en: name_en ?? '' } }))
}

export interface ImportPreview { key: string; source: 'orcid' | 'bibtex'; file_name: string; fresh: Work[]; repeated: number; problems: ImportProblem[]; read_at: Date }
export interface OwnExpert { expert: ExpertListed; publications: Publication[]; conflicts: Conflict[]; waiting: ImportPreview | null }

/** One's own profile with all that belongs to it; null where there is none yet. */
export async function ownExpert(db: Db, personId: number): Promise<OwnExpert | null> {
  const row = await listed(withNames(db)).where('expert.person_id', '=', personId).executeTakeFirst()
  if (!row) return null
  const [publications, conflicts, read] = await Promise.all([publicationsOf(db, row.id), conflictsOf(db, row.id), db.selectFrom('publication_import').selectAll().where('expert_id', '=', row.id).executeTakeFirst()])
  const waiting = read && { key: read.key, source: read.source, file_name: read.file_name, ...newAmong(read.entries as Work[], publications), problems: read.problems as ImportProblem[], read_at: read.read_at }
  return { expert: shaped(row), publications, conflicts, waiting: waiting ?? null }
}

/** Organisations by these words, to name one in a conflict of interest. */
export async function organisationsLike(db: Db, q: string): Promise<{ id: number; name_vi: string; name_en: string }[]> {
  let some = db.selectFrom('organisation').select(['id', 'name_vi', 'name_en'])
  for (const word of words(q).slice(0, 6)) some = some.where('search_name', 'like', `%${word}%`)
  return some.orderBy('name_vi').orderBy('id').limit(20).execute()
}
