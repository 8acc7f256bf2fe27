import { sql } from 'kysely'
import type { Db } from '../../core/database.ts'
import { type Place, placesPerFile } from './rules.ts'

export type PlaceKind = 'listings' | 'organisations'

/**
 * The sitemap files that have something in them. A file holds a range of ids, so that a page keeps
 * its file for ever and a file changes only with its pages.
 */
export async function sitemapFiles(db: Db): Promise<{ kind: PlaceKind; file: number; changed: Date }[]> {
  const { rows } = await sql<{ kind: PlaceKind; file: number; changed: Date }>`
    select 'listings' as kind, l.id / ${placesPerFile}::int as file, max(l.updated_at) as changed from listing l where l.state = 'published' group by 2
    union all
    select 'organisations', o.id / ${placesPerFile}::int, max(o.updated_at) from organisation o where exists (select from listing l where l.organisation_id = o.id and l.state = 'published') group by 2
    order by 1, 2`.execute(db)
  return rows
}

/** What one file of the sitemap names. */
export async function placesIn(db: Db, kind: PlaceKind, file: number): Promise<Place[]> {
  const [from, to] = [file * placesPerFile, (file + 1) * placesPerFile]
  const { rows } = await (kind === 'listings'
    ? sql<Place>`select '/' || l.kind || 's/' || l.id as path, l.updated_at as changed from listing l where l.state = 'published' and l.id >= ${from} and l.id < ${to} order by l.id`
    : sql<Place>`select '/organisations/' || o.id as path, o.updated_at as changed from organisation o
        where o.id >= ${from} and o.id < ${to} and exists (select from listing l where l.organisation_id = o.id and l.state = 'published') order by o.id`).execute(db)
  return rows
}
