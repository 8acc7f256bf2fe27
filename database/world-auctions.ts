import type { Db } from '../src/core/database.ts'
import { completeLot } from '../src/modules/auctions/after-commands.ts'
import { approvePostponement, ProposePostponement, proposePostponement } from '../src/modules/auctions/date-commands.ts'
import { answerOfLot, askOfLot } from '../src/modules/auctions/question-commands.ts'
import { lotRow } from '../src/modules/auctions/turns.ts'
import { vnd } from '../src/platform/money.ts'
import type { SigningKey } from '../src/platform/proof/keys.ts'
import type { Storage } from '../src/platform/storage.ts'
import { daysFrom, minutesFrom, shownMoment } from '../src/platform/time.ts'
import { lotDesk, lotKey } from './world-lots.ts'
import { worldWriter } from './world-writer.ts'

/** One lot is a draft, one was postponed by two days and takes registrations, one opens a quarter of an hour after the first start, and one was sold three weeks ago and performed. */
export async function worldAuctions(db: Db, storage: Storage, key: SigningKey, now: Date): Promise<void> {
  const desk = await lotDesk(db, storage, 4)
  if (!desk) return
  const { first, second, bidders, as, draft, publish, register, arm, settle } = desk

  const sold = await publish(0, daysFrom(now, -30), { registration_opens_at: shownMoment(daysFrom(now, -30)), registration_closes_at: shownMoment(daysFrom(now, -23)), opens_at: shownMoment(daysFrom(now, -21)), closes_at: shownMoment(minutesFrom(daysFrom(now, -21), 60)) })
  for (const who of [1, 2, 3]) await register(sold, who, daysFrom(now, -28 + who))
  await arm(sold, daysFrom(now, -22.9))
  await bidding(db, key, sold)
  await settle(sold, minutesFrom(daysFrom(now, -21), 90))
  await completeLot(as(first, daysFrom(now, -2)), { lot_id: sold })

  const live = await publish(1, daysFrom(now, -6), { registration_opens_at: shownMoment(daysFrom(now, -6)), registration_closes_at: shownMoment(minutesFrom(now, -120)), opens_at: shownMoment(minutesFrom(now, 15)), closes_at: shownMoment(minutesFrom(now, 75)) })
  for (const who of [1, 2, 4]) await register(live, who, daysFrom(now, -4 + who / 4))
  await arm(live, minutesFrom(now, -119))

  const open = await publish(2, daysFrom(now, -3), { registration_opens_at: shownMoment(daysFrom(now, -3)), registration_closes_at: shownMoment(daysFrom(now, 7)), opens_at: shownMoment(daysFrom(now, 10)), closes_at: shownMoment(minutesFrom(daysFrom(now, 10), 60)), floor: '900.000.000' })
  await register(open, 1, daysFrom(now, -2))
  const later = ProposePostponement.parse({ lot_id: open, request_key: lotKey('postponement'), registration_closes_at: shownMoment(daysFrom(now, 9)), opens_at: shownMoment(daysFrom(now, 12)), closes_at: shownMoment(minutesFrom(daysFrom(now, 12), 60)), reason: 'Xưởng nơi xem tài sản mất điện hai ngày để thay trạm biến áp, nên lịch xem lùi lại hai ngày.' })
  await approvePostponement(as(first, daysFrom(now, -1.4)), { lot_id: open, postponement_id: await proposePostponement(as(second, daysFrom(now, -1.5)), later) })
  await register(open, 0, daysFrom(now, -1), false, 'Em ruột của kế toán trưởng bên chúng tôi làm việc tại bên có tài sản, không tham gia định giá hay quyết định bán.')
  await draft(3, daysFrom(now, -1), { registration_opens_at: shownMoment(daysFrom(now, 4)), registration_closes_at: shownMoment(daysFrom(now, 20)), opens_at: shownMoment(daysFrom(now, 24)), closes_at: shownMoment(minutesFrom(daysFrom(now, 24), 60)) })
  const asked = await askOfLot(as(bidders[3]!.actor, daysFrom(now, -2)), { lot_id: open, question: 'Bên nhận có được tự bảo trì thiết bị không?', request_key: lotKey('question') })
  await answerOfLot(as(first, daysFrom(now, -1)), { lot_id: open, lot_question_id: asked, answer: 'Được. Hồ sơ kỹ thuật gồm hướng dẫn bảo trì; bên giao đào tạo hai kỹ thuật viên trong 5 ngày chuyển giao.' })
  await askOfLot(as(bidders[2]!.actor, minutesFrom(now, -300)), { lot_id: open, question: 'Thời hạn 10 năm tính từ ngày ký hay ngày bàn giao?', request_key: lotKey('question 2') })
}

/** An hour of bidding, its winner announced, and the minutes signed. */
async function bidding(db: Db, signing: SigningKey, lot_id: number): Promise<void> {
  const { rules, auctioneer_id } = await lotRow(db, lot_id), writer = worldWriter(db, signing), minute = 60_000_000
  const numbers = (await db.selectFrom('auction_bidder').select('number').where('lot_id', '=', lot_id).where('state', '=', 'eligible').orderBy('number').execute()).map(({ number }) => number!)
  for (const [i, steps] of [0, 1, 3, 5, 6, 9, 10].entries()) {
    const key = `world-bid-${i}`
    await writer.send(lot_id, { by: { bidder: numbers[i % numbers.length]! }, command: { type: 'bid', amount: vnd(rules.start + steps * rules.step), key }, received: rules.opens_at + (3 + i * 8) * minute }, key)
  }
  const announced = await writer.send(lot_id, { by: { auctioneer: auctioneer_id! }, command: { type: 'announce' }, received: rules.closes_at + 4 * minute }, 'world-announce')
  if (announced.kind !== 'answered' || announced.event.type !== 'announced') throw new Error('nobody was announced')
  await writer.send(lot_id, { by: { bidder: announced.event.winner }, command: { type: 'sign_minutes' }, received: rules.closes_at + 12 * minute }, 'world-sign')
}
