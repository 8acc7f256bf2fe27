import { sql } from 'kysely'
import type { Db } from '../../core/database.ts'
import { reportState, type ReportState } from './report-rules.ts'
import type { Conclusion, ReportAnswer, testers, Verdict } from './schema.ts'

const personName = (id: string) => sql<string>`coalesce((select p.name from person p where p.id = ${sql.ref(id)}), '')`
export interface QuantityShown { name: string; required: string; measured: string; unit: string; verdict: Verdict }
export interface PaperShown { room_version_id: number; room_document_id: number; title: string; version: number; withdrawn_at: Date | null }
export interface ReportVersionShown {
  id: number; version: number; object: string; sample: string; method: string; tester: (typeof testers)[number]; tester_name: string; accreditation: string; tested_from: string; tested_to: string; place: string; conclusion: Conclusion; remarks: string; correction: string
  due_on: string; person_name: string; written_at: Date; answer: ReportAnswer | null; answer_note: string; answered_by_name: string; answered_at: Date | null; quantities: QuantityShown[]; papers: PaperShown[]
}
export interface ReportShown { id: number; number: number; organisation_id: number; withdrawn_at: Date | null; withdrawn_by_name: string; withdrawal_reason: string; state: ReportState; versions: ReportVersionShown[] }

/** A report with all its versions, the latest first; none where this reader may not read what it says. */
export async function reportOf(db: Db, deal: number, id: number): Promise<ReportShown | undefined> {
  const report = await db.selectFrom('room_report').select(['id', 'number', 'organisation_id', 'withdrawn_at', 'withdrawal_reason', personName('withdrawn_by').as('withdrawn_by_name')]).where('id', '=', id).where('deal_id', '=', deal).executeTakeFirst()
  const versions = report ? await db.selectFrom('room_report_version').select([
    'id', 'version', 'object', 'sample', 'method', 'tester', 'tester_name', 'accreditation', 'place', 'conclusion', 'remarks', 'correction', 'written_at', 'answer', 'answer_note', 'answered_at',
    sql<string>`tested_from::text`.as('tested_from'), sql<string>`tested_to::text`.as('tested_to'), sql<string>`due_on::text`.as('due_on'), personName('person_id').as('person_name'), personName('answered_by').as('answered_by_name'),
  ]).where('report_id', '=', id).orderBy('version', 'desc').execute() : []
  if (!report || !versions[0]) return undefined
  const ids = versions.map((one) => one.id)
  const [quantities, papers] = await Promise.all([
    db.selectFrom('room_report_quantity').select(['report_version_id', 'name', 'required', 'measured', 'unit', 'verdict']).where('report_version_id', 'in', ids).orderBy('position').execute(),
    db.selectFrom('room_report_document as p').innerJoin('room_version as n', 'n.id', 'p.room_version_id').innerJoin('room_document as d', 'd.id', 'n.room_document_id')
      .select(['p.report_version_id', 'n.id as room_version_id', 'd.id as room_document_id', 'd.title', 'n.version', 'd.withdrawn_at']).where('p.report_version_id', 'in', ids).orderBy('p.id').execute(),
  ])
  return { ...report, state: reportState(report.withdrawn_at !== null, versions[0].answer), versions: versions.map((version) => ({ ...version, quantities: quantities.filter((one) => one.report_version_id === version.id), papers: papers.filter((one) => one.report_version_id === version.id) })) }
}

export interface PaperChoice { room_version_id: number; room_document_id: number; title: string; folder: string; version: number }
/** What a side may name as a paper of its report: the last version of each document in its own folders that is not withdrawn. */
export async function papersOf(db: Db, deal: number, side: number): Promise<PaperChoice[]> {
  const { rows } = await sql<PaperChoice>`
    select n.id as room_version_id, d.id as room_document_id, d.title, f.name as folder, n.version from room_document d join room_folder f on f.id = d.folder_id
    join lateral (select id, version from room_version where room_document_id = d.id order by version desc limit 1) n on true
    where d.deal_id = ${deal} and d.organisation_id = ${side} and d.withdrawn_at is null order by f.position, d.id desc limit 200`.execute(db)
  return rows
}
