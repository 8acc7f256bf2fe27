import { sql } from 'kysely'
import { asSystem, type Db } from '../../core/database.ts'
import type { DomainEvent } from '../../core/schema.ts'
import { viewCount, viewsOn, type ViewShown } from '../disclosure/queries.ts'

export interface LoggedLine { id: number; at: Date; event: DomainEvent; person: string | null; organisation: string | null; seal: string | null }
/** What a decision file prints of a long deal, the newest; everything of the result itself and every decision of the sides is printed. */
export const decisionLimits = { documents: 500, views: 500, log: 600 }
/** So many of each there are, where more are than were printed. */
export type LeftOut = { [part in keyof typeof decisionLimits]: number | null }
export interface RecordShown { documents: { name: string; sha256: string; part: string; added_at: Date }[]; views: ViewShown[]; log: LoggedLine[]; of: LeftOut }
/** What the decision file shows besides what its owner said: the documents, who looked, and the log with its seals. Read past the reader's own rights, for a reader who has been let to this page. */
export async function recordOf(db: Db, deal_id: number): Promise<RecordShown> {
  const whole = asSystem(db), { documents: mostDocuments, views: mostViews, log: mostLog } = decisionLimits
  const papers = whole.selectFrom('deal_part_document as u').innerJoin('document as d', 'd.id', 'u.document_id').where('u.deal_id', '=', deal_id).where('u.part', '<>', 'room')
  const documents = await papers.select(['d.name', 'd.sha256', 'u.part', 'u.added_at']).orderBy('u.id', 'desc').limit(mostDocuments).execute()
  const { rows } = await sql<{ id: number; at: Date; type: string; data: object; person: string | null; organisation: string | null; seal: string | null }>`
    select e.id, e.at, e.type, e.data, p.name as person, coalesce(nullif(o.name_vi, ''), o.name_en) as organisation, encode(s.hash, 'hex') as seal
    from event e left join event_seal s on s.event_id = e.id left join person p on p.id = e.person_id left join organisation o on o.id = e.organisation_id
    where e.subject = 'result:' || ${deal_id}::int or (e.subject = 'deal:' || ${deal_id}::int and (e.type like 'room.decision%' or e.id > coalesce((select id from event where subject = 'deal:' || ${deal_id}::int order by id desc offset ${mostLog} limit 1), 0)))
    order by e.id`.execute(whole)
  const { rows: [counted] } = await sql<{ log: number }>`select count(*)::int as log from event where subject in ('deal:' || ${deal_id}::int, 'result:' || ${deal_id}::int)`.execute(whole)
  const views = await viewsOn(whole, `deal:${deal_id}`, { limit: mostViews })
  const more = (shown: unknown[], of: number): number | null => (of > shown.length ? of : null)
  const of = {
    documents: more(documents, (await papers.select(({ fn }) => fn.countAll<number>().as('n')).executeTakeFirstOrThrow()).n),
    views: more(views, await viewCount(whole, `deal:${deal_id}`)), log: more(rows, counted!.log),
  }
  return { documents: documents.toReversed(), views, log: rows.map(({ type, data, ...row }) => ({ ...row, event: { ...data, type } as DomainEvent })), of }
}
