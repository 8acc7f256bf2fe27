import { sql } from 'kysely'
import type { Db } from '../../core/database.ts'
import type { Conclusion, ReportAnswer } from '../rooms/schema.ts'

/** A test report in a line: what its last version concludes, and what the other side said to it. `said` is null for who knows only that it is there. */
export interface ReportLine {
  id: number
  number: number
  organisation_id: number
  withdrawn: boolean
  said: { version: number; object: string; tested_to: string; conclusion: Conclusion; answer: ReportAnswer | null; quantities: number; not_passed: number } | null
}
/** The test reports of a file as far as this reader may read them, in their order: nobody gets one whose side has not let them into the data room. */
export async function reportLines(db: Db, deal: number): Promise<ReportLine[]> {
  const { rows } = await sql<ReportLine>`
    select r.id, r.number, r.organisation_id, r.withdrawn_at is not null as withdrawn,
      (select json_build_object('version', v.version, 'object', v.object, 'tested_to', v.tested_to::text, 'conclusion', v.conclusion, 'answer', v.answer,
          'quantities', (select count(*) from room_report_quantity q where q.report_version_id = v.id), 'not_passed', (select count(*) from room_report_quantity q where q.report_version_id = v.id and q.verdict = 'not_passed'))
        from room_report_version v where v.report_id = r.id order by v.version desc limit 1) as said
    from room_report r where r.deal_id = ${deal} order by r.number`.execute(db)
  return rows
}
