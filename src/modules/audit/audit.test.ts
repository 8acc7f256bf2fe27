import { expect, test } from 'vitest'
import { anOrganisation, aPerson, ctxOf, minutesAfterNoon, testDatabase } from '../../../tests/database.ts'
import { record, transact } from '../../core/context.ts'
import type { DomainEvent } from '../../core/schema.ts'
import { vnd } from '../../platform/money.ts'
import { eventWords } from './messages.ts'
import { wordEvent } from './pages/timeline.tsx'
import { timelineOf } from './queries.ts'

const { db } = await testDatabase()
const organisation = await anOrganisation(db, 'institute', 'Viện Cơ điện')
const lan = await aPerson(db, { organisation, name: 'Lan' })
const parties = { supplier_organisation_id: organisation, demander_organisation_id: organisation }
const write = (minutes: number, subject: string, event: DomainEvent, onBehalf: number | null = organisation) => {
  const ctx = ctxOf(db, lan, minutesAfterNoon(minutes))
  return transact(ctx, (tx) => record(tx, ctx, subject, event, onBehalf))
}

test('a timeline tells what happened to its subjects, the latest first, and names people only where it may', async () => {
  await write(1, 'deal:7', { type: 'deal.opened', deal_id: 7, interest_id: 1, ...parties })
  await write(2, 'deal:8', { type: 'deal.opened', deal_id: 8, interest_id: 2, ...parties })
  await write(3, 'interest:1', { type: 'interest.declined', interest_id: 1, listing_id: 1, organisation_id: 1, listing_organisation_id: 2, code: 'too_dear', reason: '' }, null)
  await write(4, 'deal:7', { type: 'deal.lost', deal_id: 7, code: 'price', reason: 'Lệch 200 triệu', ...parties })
  const named = await timelineOf(db, ['deal:7', 'interest:1'], 10, true)
  expect(named.map(({ event, at, person_name, organisation: o }) => [event.type, at, person_name, o?.name_vi ?? null])).toEqual([
    ['deal.lost', minutesAfterNoon(4), 'Lan', 'Viện Cơ điện'], ['interest.declined', minutesAfterNoon(3), 'Lan', null], ['deal.opened', minutesAfterNoon(1), 'Lan', 'Viện Cơ điện'],
  ])
  expect(wordEvent(named[0]!.event, named[0]!.code, 'vi')).toBe('Giao dịch không thành (Không thống nhất được giá): “Lệch 200 triệu”')
  expect(wordEvent(named[1]!.event, named[1]!.code, 'en')).toBe('Declined the interest (Too expensive)')
  expect((await timelineOf(db, ['deal:7', 'interest:1'])).map(({ person_name }) => person_name)).toEqual([null, null, null])
  expect(await timelineOf(db, ['deal:7'], 1)).toHaveLength(1)
  expect(await timelineOf(db, [])).toEqual([])
})

test.each<[DomainEvent, string, string]>([
  [{ type: 'deal.won', deal_id: 1, value: vnd(1_250_000_000), ...parties }, 'Xác nhận giao dịch hoàn tất, giá trị 1.250.000.000 đồng', 'Confirmed the deal closed at VND 1,250,000,000'],
  [{ type: 'deal.stage_changed', deal_id: 1, from: 'terms', to: 'pilot', reason: 'máy mới', ...parties }, 'Chuyển từ “Thương thảo điều khoản” sang “Chạy thử”: “máy mới”', 'Moved from “Terms” to “Pilot”: “máy mới”'],
  [{ type: 'deal.closing_claimed', deal_id: 1, value: vnd(5_000), reason: 'ký ngoài Sàn', organisation_id: 1, ...parties }, 'Báo giao dịch hoàn tất với giá trị 5.000 đồng, chờ bên kia xác nhận: “ký ngoài Sàn”', 'Reported the deal closed at VND 5,000, waiting for the other side: “ký ngoài Sàn”'],
  [{ type: 'deal.closing_claimed', deal_id: 1, value: vnd(5_000), organisation_id: 1, ...parties }, 'Báo giao dịch hoàn tất với giá trị 5.000 đồng, chờ bên kia xác nhận', 'Reported the deal closed at VND 5,000, waiting for the other side'], // older than the question
  [{ type: 'listing.returned', listing_id: 1, reason: 'Thiếu giá' }, 'Trả lại để sửa: “Thiếu giá”', 'Sent back for changes: “Thiếu giá”'],
  [{ type: 'person.role_granted', person_id: 1, role: 'deal_officer' }, 'Được trao vai trò cán bộ giao dịch', 'Was given the role deal officer'],
])('%j reads as a sentence in both languages', (event, vi, en) => expect([wordEvent(event, null, 'vi'), wordEvent(event, null, 'en')]).toEqual([vi, en]))

test('both languages know the same events, and one from a newer version is named by its type', () => {
  expect(Object.keys(eventWords.en)).toEqual(Object.keys(eventWords.vi))
  expect(wordEvent({ type: 'deal.signed' } as never, null, 'vi')).toBe('deal.signed')
})
