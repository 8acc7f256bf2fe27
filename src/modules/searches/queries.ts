import { sql } from 'kysely'
import type { Db } from '../../core/database.ts'
import { type Search, SearchAddress, search, searchParams, ticked } from '../listings/search.ts'
import type { SavedSearch } from './schema.ts'

/** A search as it is kept: the same for everything that asks the same, whatever page it was saved on. Empty where it asks for nothing. */
export function addressOf(asked: Search): string {
  const sorted = Object.fromEntries(ticked.map((facet) => [facet, [...new Set(asked[facet])].filter(Boolean).toSorted()]))
  return searchParams(asked, { ...sorted, q: asked.q.normalize('NFC').replace(/\s+/g, ' ').trim(), sort: '' }).toString()
}

/** The search an address says. Names it does not know, and what does not parse, are left out. */
export function readAddress(address: string): Search {
  const params = new URLSearchParams(address)
  return SearchAddress.parse({ ...Object.fromEntries([...params].filter(([name]) => name === 'q' || name === 'kind')), ...Object.fromEntries(ticked.map((name) => [name, params.getAll(name).slice(0, 20)])) })
}

/** A person's searches, the newest first. */
export const searchesOf = (db: Db, personId: number): Promise<SavedSearch[]> =>
  db.selectFrom('saved_search').selectAll().where('person_id', '=', personId).orderBy('id', 'desc').execute()
export const savedSearch = (db: Db, id: number, personId: number): Promise<SavedSearch | undefined> =>
  db.selectFrom('saved_search').selectAll().where('id', '=', id).where('person_id', '=', personId).executeTakeFirst()

/** What one look tells of at most; the search itself shows the rest. */
export const mostFound = 100

/**
 * Listings published after `since` and up to `until` that hold everything the search asks for, the
 * newest first, but for those of the organisations named. Near answers are not told of.
 */
export async function publishedFor(db: Db, asked: Search, { since, until, butOf }: { since: Date; until: Date; butOf: readonly number[] }): Promise<number[]> {
  const published = () => db.selectFrom('listing').select('id').where('state', '=', 'published').where('published_at', '>', since).where('published_at', '<=', until)
    .$if(butOf.length > 0, (query) => query.where('organisation_id', 'not in', [...butOf]))
  // Nothing new at all is the usual case, and costs a look into one index.
  if (!(await published().limit(1).executeTakeFirst())) return []
  const moment = { as_of: until.getTime() }
  const found: number[] = []
  for (let page = 1; found.length < mostFound; page++) {
    const { ids } = await search(db, { ...asked, ...moment, sort: 'newest', page }, until, { few: 0, size: mostFound })
    if (ids.length === 0) break
    const fresh = new Set((await published().where('id', 'in', ids).execute()).map(({ id }) => id))
    found.push(...ids.filter((id) => fresh.has(id)))
    const { oldest } = await db.selectFrom('listing').select(sql<Date>`min(published_at)`.as('oldest')).where('id', 'in', ids).executeTakeFirstOrThrow()
    if (oldest <= since) break
  }
  return found.slice(0, mostFound)
}
