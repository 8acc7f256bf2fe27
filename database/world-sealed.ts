import type { Actor } from '../src/core/context.ts'
import type { Db } from '../src/core/database.ts'
import { answerOfLot, askOfLot } from '../src/modules/auctions/question-commands.ts'
import { handInBallot } from '../src/modules/ballots/ballot-commands.ts'
import { declareFree, keepKey, nameMember } from '../src/modules/ballots/council-commands.ts'
import { HandInBallot, KeepKey } from '../src/modules/ballots/fields.ts'
import { openBallots } from '../src/modules/ballots/opening.ts'
import { checkBallots, handInShare } from '../src/modules/ballots/opening-commands.ts'
import { announceWinner, type Outcome, signMinutes } from '../src/modules/bidding/commands.ts'
import { ballotKey, sealBallot } from '../src/platform/ballots/seal.ts'
import { openLog } from '../src/platform/log.ts'
import type { SigningKey } from '../src/platform/proof/keys.ts'
import { base64, hex, randomSalt } from '../src/platform/sealing/bytes.ts'
import { committedText, dealShare, makeSplitKey } from '../src/platform/sealing/shares.ts'
import type { Storage } from '../src/platform/storage.ts'
import { daysFrom, minutesFrom, shownMoment } from '../src/platform/time.ts'
import { lotDesk, lotKey } from './world-lots.ts'
import { worldWriter } from './world-writer.ts'

/** Of the Exchange's people, none of whom has to do with a seller or a bidder; walks sign in as each of them. */
const council = ['giaodich@san.example', 'giaodich2@san.example', 'phiengiaodich@san.example', 'kiemduyet@san.example', 'quansat@san.example']
const million = 1_000_000

/**
 * Four lots sold by sealed ballots: one was opened a fortnight ago and its winner signs a contract; one closed an hour ago and waits for the third
 * share; one takes ballots, two of which are in; and of one the council has declared and its key is to be made. Nobody keeps the shares of an invented
 * council, so the two whose ballots are still to be opened say them in an answer everybody reads, and that this is so because they are invented.
 */
export async function worldSealed(db: Db, storage: Storage, signing: SigningKey, now: Date): Promise<void> {
  const desk = await lotDesk(db, storage, 4)
  const rows = await db.selectFrom('person').select(['id', 'name', 'email']).where('email', 'in', council).execute()
  const members = council.flatMap((email) => rows.filter((one) => one.email === email)).map(({ id, name, email }) => ({ email, actor: { person_id: id, name, organisation_id: null, memberships: [], staff_roles: [], acted_by: null } satisfies Actor }))
  if (!desk || members.length < council.length) return
  const { first, second, offers, bidders, as, publish, register, arm, settle } = desk, writer = worldWriter(db, signing), log = openLog('silent', 'world')
  const times = (registration_opens_at: Date, registration_closes_at: Date, opens_at: Date, closes_at: Date) => ({ registration_opens_at: shownMoment(registration_opens_at), registration_closes_at: shownMoment(registration_closes_at), opens_at: shownMoment(opens_at), closes_at: shownMoment(closes_at) })
  const sealed = { form: 'sealed', start: '600.000.000', step: '5.000.000', deposit: '60.000.000', extension_minutes: '0', latest_minutes: '0', venue: 'Phiếu niêm phong trên máy người trả giá, nộp trên trang của phiên',
    about: 'Quyền sử dụng độc quyền trong 5 năm trên địa bàn Hà Nội, kèm hồ sơ kỹ thuật và 5 ngày chuyển giao tại xưởng của bên nhận. Ít bên tham gia và không bên nào muốn lộ giá của mình cho bên khác, nên phiên bỏ phiếu kín: mỗi bên một giá, ai cao nhất thì trúng.\n\n- Hiện trạng: đang vận hành, kiểm tra lần gần nhất trong quý này.\n- Chưa gồm thuế giá trị gia tăng.' }
  const called = (n: number, hours: ReturnType<typeof times>) => ({ ...sealed, ...hours, title_vi: `Độc quyền sử dụng: ${offers[n]!.vi}`.slice(0, 200), title_en: `Exclusive licence: ${offers[n]!.en}`.slice(0, 200) })

  /** The council is named, and each member gives their word. */
  const declared = async (lot_id: number, at: Date): Promise<void> => {
    for (const [i, { email, actor }] of members.entries()) {
      await nameMember(as(first, minutesFrom(at, i)), { lot_id, member_email: email })
      await declareFree(as(actor, minutesFrom(at, 60 + i * 7)), { lot_id, unrelated: 'yes', secrecy: 'yes' })
    }
  }
  /** What the page of the ceremony does in the officer's browser. Returns the public key, and the share of each member. */
  const ceremony = async (lot_id: number, at: Date): Promise<{ publicKey: Uint8Array; shares: string[] }> => {
    const { publicKey, shares } = await makeSplitKey(), texts: string[] = [], committed: string[] = []
    for (const [i, share] of shares.entries()) {
      const { text, ...kept } = await dealShare(ballotKey(lot_id), i + 1, share)
      texts.push(text)
      committed.push(committedText(kept))
    }
    await keepKey(as(first, at), KeepKey.parse({ lot_id, public_key: hex(publicKey), shares: committed.join(' ') }))
    return { publicKey, shares: texts }
  }
  const numberOf = async (lot_id: number, who: number): Promise<number> => (await db.selectFrom('auction_bidder').select('number').where('lot_id', '=', lot_id).where('person_id', '=', bidders[who]!.actor.person_id).executeTakeFirstOrThrow()).number!
  /** What the page of the ballot does in the bidder's browser. */
  const ballot = async (lot_id: number, publicKey: Uint8Array, who: number, millions: number, at: Date): Promise<void> => {
    const ciphertext = base64(await sealBallot(publicKey, { lot: lot_id, bidder: await numberOf(lot_id, who), amount: millions * million, salt: randomSalt() }))
    stood(await handInBallot(as(bidders[who]!.actor, at), writer, HandInBallot.parse({ lot_id, request_key: lotKey(`ballot ${lot_id} ${who} ${millions}`), ciphertext })))
  }
  /** A lot whose three bidders are in and whose key is made, waiting for its hour. */
  const ready = async (n: number, over: ReturnType<typeof times>, begun: Date, who: number[], armed: Date) => {
    const lot_id = await publish(n, begun, called(n, over))
    await declared(lot_id, daysFrom(begun, 0.5))
    for (const [i, one] of who.entries()) await register(lot_id, one, daysFrom(begun, 1 + i / 4))
    const made = await ceremony(lot_id, daysFrom(begun, 2))
    await arm(lot_id, armed)
    return { lot_id, ...made }
  }
  const share = (lot_id: number, shares: string[], place: number, at: Date) => handInShare(as(members[place - 1]!.actor, at), { lot_id, share: shares[place - 1]! })
  const told = async (lot_id: number, shares: string[], at: Date): Promise<void> => {
    const lot_question_id = await askOfLot(as(bidders[4]!.actor, at), { lot_id, question: 'Phiên này là minh họa: ai thử mở phiếu thì lấy mảnh khóa ở đâu?', request_key: lotKey(`shares ${lot_id}`) })
    await answerOfLot(as(second, minutesFrom(at, 10)), { lot_id, lot_question_id, answer: `Ở phiên thật mỗi thành viên hội đồng tự giữ kín mảnh của mình và Sàn không có. Phiên này là minh họa, nên các mảnh được ghi ra đây để ai cũng thử được sau giờ kết thúc, mỗi mảnh bằng tài khoản của thành viên đó:\n\n${shares.map((text, i) => `- ${council[i]}: ${text}`).join('\n')}` })
  }

  const begun = daysFrom(now, -27), closes = daysFrom(now, -16)
  const sold = await ready(0, times(begun, daysFrom(begun, 7), daysFrom(closes, -2), closes), begun, [2, 3, 1], daysFrom(begun, 7.1))
  for (const [who, millions, days] of [[2, 640, -1.8], [3, 705, -1.2], [1, 690, -0.6], [2, 685, -0.2]] as const) await ballot(sold.lot_id, sold.publicKey, who, millions, daysFrom(closes, days))
  await writer.pass(sold.lot_id, minutesFrom(closes, 1))
  stood(await checkBallots(as(bidders[1]!.actor, minutesFrom(closes, 6)), writer, { lot_id: sold.lot_id, request_key: lotKey('sealed check') }))
  for (const [i, place] of [2, 5, 1].entries()) await share(sold.lot_id, sold.shares, place, minutesFrom(closes, 8 + i * 6))
  await writer.pass(sold.lot_id, minutesFrom(closes, 20))
  await openBallots(db, writer, sold.lot_id, log)
  stood(await announceWinner(as(first, minutesFrom(closes, 25)), writer, { lot_id: sold.lot_id, request_key: lotKey('sealed announce') }))
  stood(await signMinutes(as(bidders[3]!.actor, minutesFrom(closes, 50)), writer, { lot_id: sold.lot_id, request_key: lotKey('sealed sign') }))
  await settle(sold.lot_id, minutesFrom(closes, 70))

  const over = minutesFrom(now, -60), opening = await ready(1, times(daysFrom(now, -9), daysFrom(now, -3), daysFrom(now, -2), over), daysFrom(now, -9), [1, 4, 2], daysFrom(now, -2.9))
  for (const [who, millions, days] of [[4, 615, -1], [1, 650, -0.5], [2, 630, -0.1]] as const) await ballot(opening.lot_id, opening.publicKey, who, millions, daysFrom(over, days))
  await writer.pass(opening.lot_id, minutesFrom(over, 1))
  for (const [i, place] of [3, 5].entries()) await share(opening.lot_id, opening.shares, place, minutesFrom(over, 12 + i * 9))
  await told(opening.lot_id, opening.shares, minutesFrom(over, 20))

  const key = await ready(3, times(daysFrom(now, -12), daysFrom(now, -4), daysFrom(now, -1), daysFrom(now, 9)), daysFrom(now, -12), [0, 3, 4], daysFrom(now, -3.9)), { lot_id } = key
  for (const [who, millions, hours] of [[3, 620, -20], [0, 640, -9], [3, 635, -3]] as const) await ballot(lot_id, key.publicKey, who, millions, minutesFrom(now, hours * 60))
  await told(lot_id, key.shares, minutesFrom(now, -100))
  await writer.leave(lot_id, minutesFrom(now, 1))

  const early = await publish(2, daysFrom(now, -4), called(2, times(daysFrom(now, -4), daysFrom(now, 8), daysFrom(now, 10), daysFrom(now, 12))))
  await declared(early, daysFrom(now, -3))
  await register(early, 1, daysFrom(now, -2))
}
/** What a lot did not take it keeps as refused; nothing of the city is meant to be. */
function stood(outcome: Outcome): void {
  if (outcome.kind !== 'answered' || outcome.event.type === 'refused') throw new Error(`a lot of the city refused what was meant for it: ${JSON.stringify(outcome)}`)
}
