import { sql } from 'kysely'
import { asSystem, type Db } from '../../core/database.ts'
import type { DomainEvent } from '../../core/schema.ts'
import { viewsOn, type ViewShown } from '../disclosure/queries.ts'

export interface LoggedLine { id: number; at: Date; event: DomainEvent; person: string | null; organisation: string | null; seal: string | null }
/** What the decision file shows besides what its owner said: the documents, who looked, and the log with its seals. Read past the reader's own rights, for a reader who has been let to this page. */
export async function recordOf(db: Db, deal_id: number): Promise<{ documents: { name: string; sha256: string; part: string; added_at: Date }[]; views: ViewShown[]; log: LoggedLine[] }> {
  const whole = asSystem(db)
  const documents = await whole.selectFrom('deal_part_document as u').innerJoin('document as d', 'd.id', 'u.document_id').select(['d.name', 'd.sha256', 'u.part', 'u.added_at']).where('u.deal_id', '=', deal_id).where('u.part', '<>', 'room').orderBy('u.id').limit(200).execute()
  const { rows } = await sql<{ id: number; at: Date; type: string; data: object; person: string | null; organisation: string | null; seal: string | null }>`
    select e.id, e.at, e.type, e.data, p.name as person, coalesce(nullif(o.name_vi, ''), o.name_en) as organisation, encode(s.hash, 'hex') as seal
    from event e left join event_seal s on s.event_id = e.id left join person p on p.id = e.person_id left join organisation o on o.id = e.organisation_id
    where e.subject = any (array['deal:' || ${deal_id}::int, 'result:' || ${deal_id}::int]) order by e.id limit 400`.execute(whole)
  return { documents, views: await viewsOn(whole, `deal:${deal_id}`), log: rows.map(({ type, data, ...row }) => ({ ...row, event: { ...data, type } as DomainEvent })) }
}
