import { sql } from 'kysely'
import type { Db } from '../../core/database.ts'
import type { TermsClause } from './schema.ts'

interface Between { payer_vi: string; payer_en: string; payee_vi: string; payee_en: string }
export interface Attention {
  /** An upfront payment from its day on, accepted or not: it is due by the signing alone. */
  late: ({ deal_id: number; milestone_id: number; title: string; terms_clause: TermsClause | null; accepted: boolean; owed: number; days: number } & Between)[]
  disputed: ({ deal_id: number; milestone_id: number; title: string; terms_clause: TermsClause | null; owed: number; since: Date } & Between)[]
  unmatched: { on_day: string; payee_vi: string; payee_en: string; left: number; text: string }[]
}
const between = sql`p.name_vi as payer_vi, p.name_en as payer_en, s.name_vi as payee_vi, s.name_en as payee_en`
const parties = sql`join deal d on d.id = m.deal_id join organisation p on p.id = d.demander_organisation_id join organisation s on s.id = d.supplier_organisation_id`
/** What of all payments needs an eye on that day. Of the lines of a statement only those that bear a reference of ours: the rest is the payee's own business. */
export async function needingAttention(db: Db, today: string, most = 200): Promise<Attention> {
  const [late, disputed, unmatched] = await Promise.all([
    sql<Attention['late'][number]>`select m.deal_id, m.id as milestone_id, m.title, m.terms_clause, m.state = 'accepted' as accepted, x.owed, ${today}::date - x.by as days, ${between} from milestone m ${parties}
      cross join lateral (select m.payable_on as by, coalesce((select sum(e.amount) from ledger_entry e where e.milestone_id = m.id and e.account = 'payer'), 0)::bigint as owed where m.state = 'accepted' and m.settled_on is null
        union all select m.due_on, m.amount::bigint where m.state = 'agreed' and m.terms_clause = 'upfront' and not exists (select from milestone_dispute y where y.milestone_id = m.id and y.ended_at is null)) x
      where x.by < ${today}::date and x.owed > 0 and d.stage <> 'lost' order by x.by, m.id limit ${most}`.execute(db),
    sql<Attention['disputed'][number]>`select m.deal_id, m.id as milestone_id, m.title, m.terms_clause, y.amount::bigint as owed, y.raised_at as since, ${between} from milestone_dispute y join milestone m on m.id = y.milestone_id ${parties} where y.ended_at is null and d.stage <> 'lost' order by y.raised_at, m.id limit ${most}`.execute(db),
    sql<Attention['unmatched'][number]>`select l.on_day::text, o.name_vi as payee_vi, o.name_en as payee_en, (l.amount - coalesce(x.spent, 0))::bigint as left, l.text from statement_line l join organisation o on o.id = l.organisation_id
      left join lateral (select sum(r.amount) as spent from payment_receipt r where r.statement_line_id = l.id) x on true
      where l.set_aside is null and l.amount > coalesce(x.spent, 0) and regexp_replace(upper(l.text || ' ' || l.reference), '[^0-9A-Z]', '', 'g') ~ 'SCN[0-9]{8}[0-9A-Z]' order by l.on_day, l.id limit ${most}`.execute(db),
  ])
  return { late: late.rows, disputed: disputed.rows, unmatched: unmatched.rows }
}
