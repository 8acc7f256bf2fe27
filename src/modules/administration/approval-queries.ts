import { sql } from 'kysely'
import type { Db } from '../../core/database.ts'
import type { Act, AdministrationTables, ApprovalKind } from './schema.ts'

type Row = Pick<AdministrationTables['approval'], 'kind' | 'subject' | 'reason' | 'proposed_by' | 'proposed_at' | 'expires_at' | 'decision' | 'decided_at'> & {
  id: number
  data: unknown
  decision_reason: string
  decided_by: number | null
  proposer: string
  decider: string | null
  /** The names of what the act concerns, as they are today; null for what is no more. */
  from_name: string | null
  into_name: string | null
  person_name: string | null
}
export type Approval = Omit<Row, 'kind' | 'data'> & { act: Act }

const organisation = (key: string) => sql`(select coalesce(nullif(o.name_vi, ''), o.name_en) from organisation o where o.id = (a.data->>${sql.lit(key)})::int)`
async function read(db: Db, condition: ReturnType<typeof sql<boolean>>): Promise<Approval[]> {
  const { rows } = await sql<Row>`
    select a.id, a.kind, a.subject, a.data, a.reason, a.proposed_by, a.proposed_at, a.expires_at, a.decision, a.decided_by, a.decided_at, a.decision_reason, p.name as proposer, d.name as decider,
      coalesce(${organisation('from')}, ${organisation('organisation_id')}) as from_name, ${organisation('into')} as into_name, (select name from person where id = (a.data->>'person_id')::int) as person_name
    from approval a join person p on p.id = a.proposed_by left join person d on d.id = a.decided_by
    where ${condition} order by coalesce(a.decided_at, a.proposed_at) desc, a.id desc limit 200`.execute(db)
  return rows.map(({ kind, data, ...row }) => ({ ...row, act: { kind, data } as Act }))
}
const ofKinds = (kinds: readonly ApprovalKind[]) => sql<boolean>`a.kind = any(${[...kinds]}::text[])`

/** Proposals that can still be decided. */
export const openApprovals = (db: Db, kinds: readonly ApprovalKind[], now: Date): Promise<Approval[]> => read(db, sql<boolean>`a.decision is null and a.expires_at > ${now} and ${ofKinds(kinds)}`)
/** The latest that were decided, withdrawn, or waited too long. */
export const pastApprovals = (db: Db, kinds: readonly ApprovalKind[], now: Date): Promise<Approval[]> => read(db, sql<boolean>`(a.decision is not null or a.expires_at <= ${now}) and ${ofKinds(kinds)}`)
export const approvalOf = async (db: Db, kinds: readonly ApprovalKind[], id: number): Promise<Approval | undefined> => (await read(db, sql<boolean>`a.id = ${id} and ${ofKinds(kinds)}`))[0]

/** How many administrators can decide: one alone decides nothing. */
export async function activeAdministrators(db: Db): Promise<number> {
  const { rows: [row] } = await sql<{ count: number }>`select count(*)::int as count from staff_role r where r.role = 'administrator' and not exists (select from suspension s where s.person_id = r.person_id and s.lifted_at is null)`.execute(db)
  return row?.count ?? 0
}
