import { sql } from 'kysely'
import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { bookContradictions } from './contradictions.ts'
import { anOrganisation, aPerson, ctxOf, testDatabase } from './database.ts'
import { aBroker, paymentsAround } from './payment-things.ts'
import { aListing } from './readers.ts'
import { acceptInterest, expressInterest } from '../src/modules/deals/interest-commands.ts'
import { recordReceipt } from '../src/modules/payments/payment-commands.ts'
import { vnd } from '../src/platform/money.ts'
import { hanoiDay } from '../src/platform/time.ts'

const { db, asOwner } = await testDatabase()
const institute = await anOrganisation(db, 'institute', 'Viện Cơ điện'), enterprise = await anOrganisation(db, 'enterprise', 'Công ty Rau sạch')
await anOrganisation(db, 'intermediary', 'Môi giới Sông Hồng')
const lan = await aPerson(db, { organisation: institute }), hoa = await aPerson(db, { organisation: enterprise })
await aPerson(db, { organisation: institute, role: 'editor' })
const now = new Date(), offer = await aListing(db, 'offer', institute, 'published', 'Máy sấy lạnh rau quả')
const deal = await acceptInterest(ctxOf(db, lan, now), { interest_id: await expressInterest(ctxOf(db, hoa, now), { listing_id: offer, counter_listing_id: null, message: 'Chúng tôi cần sấy 500 kg rau một ngày.', request_key: randomUUID() }) })
const made = await paymentsAround(db, ctxOf(db, lan, now), deal)
await aBroker(db, deal, hoa, now)
await recordReceipt(ctxOf(db, lan, now), { deal_id: deal, milestone_id: made.milestone, amount: vnd(1_000_003), received_on: hanoiDay(now), note: '', request_key: randomUUID() })

const found = async (): Promise<string[]> => (await sql.raw<{ what: string }>(Object.entries(bookContradictions).map(([what, query]) => `select '${what}' as what where exists (${query})`).join(' union all ')).execute(db)).rows.map(({ what }) => what)

test('books written by the commands contradict no sentence', async () => {
  expect((await db.selectFrom('fee_share').select('side').where('deal_id', '=', deal).execute()).map(({ side }) => side).toSorted()).toEqual(['payee', 'payee', 'payer'])
  expect(await found()).toEqual([])
})

/** Each sentence is told by what is done to the tables behind the commands' back. */
test.each<[string, string]>([
  ['a ledger transaction that is not balanced', `update ledger_entry set amount = amount + 1 where id = (select min(id) from ledger_entry where account = 'payer')`],
  ['a ledger transaction without entries', `insert into ledger_transaction (deal_id, milestone_id, kind, on_day, at) values (${deal}, ${made.milestone}, 'due', current_date, now())`],
  ['an entry of another deal or milestone than its transaction', `update ledger_entry set milestone_id = null where id = (select min(id) from ledger_entry)`],
  ['a negative due', `update ledger_entry set amount = amount * 1000 where account = 'payer' and amount < 0`],
  ['a milestone whose books do not come to its amount', `update milestone set amount = amount + 1 where id = ${made.milestone}`],
  ['a milestone called paid that is still owed', `update milestone set settled_on = current_date where id = ${made.milestone}`],
  ['money received twice', `insert into payment_receipt (deal_id, milestone_id, amount, received_on, transaction_id, person_id, at, request_key) select deal_id, milestone_id, amount, received_on, transaction_id, person_id, at, gen_random_uuid() from payment_receipt limit 1`],
  ['a receipt that is not in the books as it says', `update payment_receipt set amount = amount + 1 where id = ${made.receipt}`],
  ['money received without a receipt', `delete from payment_receipt where id = ${made.receipt}`],
  ['a line of a statement that paid more than it brought', `update payment_receipt set statement_line_id = ${made.line}; update statement_line set amount = 1 where id = ${made.line}`],
  ['a fee that is not in the books as it says', `update fee_share set amount = amount - 1 where side = 'payer'`],
  ['fees below nothing, or beyond the money that stayed', `update fee_share set amount = -amount where side = 'payer'`],
  ['a payment asked for of which nothing is owed', `update milestone set state = 'cancelled' where id = ${made.milestone}`],
])('the tables tell of %s', async (what, change) => {
  const tables = ['ledger_entry', 'ledger_transaction', 'milestone', 'payment_receipt', 'statement_line', 'fee_share']
  for (const table of tables) await asOwner(`create table kept_${table} as select * from ${table}; alter table ${table} disable trigger user`)
  try {
    await asOwner(change)
    expect(await found()).toContain(what)
  } finally {
    // In an order in which nothing points at what is gone.
    await asOwner(`delete from fee_share; delete from payment_receipt; delete from ledger_entry where transaction_id not in (select id from kept_ledger_transaction); delete from ledger_transaction where id not in (select id from kept_ledger_transaction)`)
    for (const table of ['milestone', 'statement_line', 'ledger_entry'] as const) await asOwner(`update ${table} t set (${columns[table].join()}) = (select ${columns[table].map((name) => `k.${name}`).join()} from kept_${table} k where k.id = t.id)`)
    for (const table of ['payment_receipt', 'fee_share']) await asOwner(`insert into ${table} overriding system value select * from kept_${table}`)
    for (const table of tables) await asOwner(`drop table kept_${table}; alter table ${table} enable trigger user`)
  }
  expect(await found()).toEqual([])
})
const columns = { milestone: ['amount', 'settled_on', 'state'], statement_line: ['amount'], ledger_entry: ['amount', 'milestone_id'] }
