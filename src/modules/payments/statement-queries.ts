import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '../../core/context.ts'
import type { Db } from '../../core/database.ts'
import { heldBy } from '../deals/rules.ts'
import type { StatementFormat } from '../statements/schema.ts'
import type { Vnd } from '../../platform/money.ts'
import { type OpenRequest, type Proposal, proposals } from './match-rules.ts'
import { mostStatementLinesShown } from './rules.ts'
import type { TermsClause } from './schema.ts'

export interface StatementShown { id: number; name: string; format: StatementFormat; lines: number; known: number; imported_at: Date; person: string; free: number }
/** The statements an organisation brought, the newest first. */
export const statementsOf = async (db: Db, organisation: number): Promise<StatementShown[]> =>
  (await sql<StatementShown>`select s.id, s.name, s.format, s.lines, s.known, s.imported_at, p.name as person,
      (select count(*)::int from statement_line l where l.statement_id = s.id and l.set_aside is null and l.amount > coalesce((select sum(r.amount) from payment_receipt r where r.statement_line_id = l.id), 0)) as free
    from bank_statement s join person p on p.id = s.imported_by where s.organisation_id = ${organisation} order by s.id desc limit 100`.execute(db)).rows

export interface LineShown { id: number; statement_id: number; organisation_id: number; line: number; on_day: string; amount: Vnd; name: string; account: string; text: string; reference: string; set_aside: string | null; spent: number; left: number; paid: { deal_id: number; milestone_id: number; receipt_id: number; title: string; terms_clause: TermsClause | null; amount: Vnd }[] }
const lines = (where: RawBuilder<unknown>, most: number) => sql<LineShown>`
  select l.id, l.statement_id, l.organisation_id, l.line, l.on_day::text, l.amount::bigint as amount, l.name, l.account, l.text, l.reference, l.set_aside,
    coalesce(x.spent, 0)::bigint as spent, (l.amount - coalesce(x.spent, 0))::bigint as left, coalesce(x.paid, '[]') as paid
  from statement_line l left join lateral (select sum(r.amount) as spent, jsonb_agg(jsonb_build_object('deal_id', r.deal_id, 'milestone_id', r.milestone_id, 'receipt_id', r.id, 'title', m.title, 'terms_clause', m.terms_clause, 'amount', r.amount) order by r.id) as paid
    from payment_receipt r join milestone m on m.id = r.milestone_id where r.statement_line_id = l.id) x on true
  where ${where} order by l.on_day desc, l.statement_id desc, l.line, l.id limit ${most}`
export const linesOf = async (db: Db, statement: number): Promise<LineShown[]> => (await lines(sql`l.statement_id = ${statement}`, mostStatementLinesShown).execute(db)).rows
export const lineOf = async (db: Db, id: number): Promise<LineShown | null> => (await lines(sql`l.id = ${id}`, 1).execute(db)).rows[0] ?? null

export interface RequestToPay extends OpenRequest { deal_id: number; milestone_id: number; title: string; terms_clause: TermsClause | null; payer_vi: string; payer_en: string; organisation_id: number }
/** The open requests of these payees, with the names the bank may call the payer by. */
export const requestsToPay = async (db: Db, organisations: readonly number[]): Promise<RequestToPay[]> =>
  (await sql<RequestToPay>`select r.id, r.reference, r.amount::bigint as amount, r.deal_id, r.milestone_id, m.title, m.terms_clause, o.name_vi as payer_vi, o.name_en as payer_en, array_remove(array[o.name_vi, o.name_en], '') as names, d.supplier_organisation_id as organisation_id,
      coalesce((select sum(e.amount) from ledger_entry e where e.milestone_id = r.milestone_id and e.account = 'payer'), 0)::bigint as owed
    from payment_request r join milestone m on m.id = r.milestone_id join deal d on d.id = r.deal_id join organisation o on o.id = d.demander_organisation_id
    where r.ended_at is null and d.stage <> 'lost' and d.supplier_organisation_id = any(${[...organisations]}::int[]) order by r.id`.execute(db)).rows

/** What the lines nobody has settled seem to pay. */
export const proposed = (shown: readonly LineShown[], requests: readonly RequestToPay[]): Proposal[] => proposals(shown.filter(({ left, set_aside }) => left > 0 && set_aside === null), requests)

/** The organisation this person brings statements for: the one they act for, where they edit there. */
export const bringsFor = ({ organisation_id, memberships, ...actor }: Actor): number | null =>
  organisation_id !== null && heldBy({ organisation_id, memberships, ...actor }, 'edit').includes(organisation_id) ? organisation_id : null
