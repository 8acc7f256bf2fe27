import { sql } from 'kysely'
import { byTime } from '../../core/context.ts'
import type { Db } from '../../core/database.ts'
import { hanoiDay } from '../../platform/time.ts'
import { remindsBefore } from '../deals/duty-rules.ts'
import { type NewDuty, openDuty } from '../deals/duties.ts'
import { dealInTurn } from '../deals/queries.ts'
import { authorityEnding, endingTexts, mandateEnding } from './ending-rules.ts'

/** At most so many ends are announced in one morning; the next run takes the rest. */
export const mostEndings = 2000
interface Ending { deal_id: number; kind: typeof authorityEnding | typeof mandateEnding; id: number; organisation_id: number; broker_organisation_id: number | null; until_on: string }

/**
 * A week before an authority to sign or a broker's mandate ends, whose it is finds it among what waits, and
 * the broker too; the day before they are reminded of it as of any duty. Nothing is overdue once the day
 * is over: what ended has ended, and waits no more. Each is announced once, however many workers do this.
 */
export async function announceEndings(db: Db, now: Date): Promise<number> {
  const today = hanoiDay(now), ctx = byTime(db, now, 'announce_endings')
  await sql`update deal_duty set done_at = ${now} where kind in (${authorityEnding}, ${mandateEnding}) and done_at is null and due_on < ${today}::date`.execute(db)
  const announced = sql`exists (select from deal_duty y where y.deal_id = e.deal_id and y.kind = e.kind and y.key = e.id::text)`
  const ending = (of: number | null) => sql<Ending>`
    select e.deal_id, e.kind, e.id, e.organisation_id, e.broker_organisation_id, e.until_on::text from (
      select deal_id, ${authorityEnding} as kind, id, organisation_id, null::int as broker_organisation_id, valid_until as until_on from deal_signer where ended_at is null
      union all select deal_id, ${mandateEnding}, id, organisation_id, broker_organisation_id, until_on from deal_mandate where ended_at is null and accepted_at is not null) e
    join deal d on d.id = e.deal_id and d.stage <> 'lost' and d.after_stage is distinct from 'done'
    where e.until_on between ${today}::date and ${today}::date + ${remindsBefore[0]}::int and (${of}::int is null or e.deal_id = ${of}) and not ${announced} order by e.until_on, e.id limit ${mostEndings}`
  const deals = new Set((await ending(null).execute(db)).rows.map(({ deal_id }) => deal_id))
  let opened = 0
  for (const deal_id of deals) opened += await db.transaction().execute(async (tx) => {
    const deal = await dealInTurn(tx, deal_id)
    const { rows } = await ending(deal_id).execute(tx)
    for (const { kind, id, organisation_id, broker_organisation_id, until_on } of rows) {
      const duty: NewDuty = { part: 'people', kind, key: id, organisation_id, power: 'sign', text: endingTexts[kind], due_on: until_on }
      await openDuty(tx, ctx, deal, duty)
      if (broker_organisation_id !== null) await openDuty(tx, ctx, deal, { ...duty, key: `${id}-broker`, organisation_id: broker_organisation_id, text: endingTexts.broker, path: `/deals/mandates/${id}` })
    }
    return rows.length
  })
  return opened
}
