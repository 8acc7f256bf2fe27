import { randomUUID } from 'node:crypto'
import type { Actor, Ctx } from '../src/core/context.ts'
import type { Db } from '../src/core/database.ts'
import { askInviter, SaveAnswer, saveAnswer } from '../src/modules/sourcing/answer-commands.ts'
import { chooseSuppliers, DraftCall, draftCall, sendCall } from '../src/modules/sourcing/call-commands.ts'
import { questionsOf } from '../src/modules/sourcing/call-queries.ts'
import { reckonNeeds } from '../src/modules/sourcing/standing.ts'
import { openCall } from '../src/modules/sourcing/tending.ts'
import { daysFrom, hanoiDay } from '../src/platform/time.ts'
import { ctxOf } from './database.ts'
import { aListing } from './readers.ts'

/**
 * Needs that are helped along: a suggestion and a helper on `need`, an invitation its people sent to the
 * institute, and three of the institute's own: a draft, one that takes answers, one whose answers lie open.
 * `sealed` stands in an answer nobody but its supplier may read.
 */
export async function someSourcing(db: Db, owner: Ctx, { institute, offer, need, sealed = 'Một nơi ở Đan Phượng.' }: { institute: number; offer: number; need: number; sealed?: string | undefined }) {
  const now = new Date(), past = daysFrom(now, -40)
  const { organisation_id } = await db.selectFrom('listing').select('organisation_id').where('id', '=', need).executeTakeFirstOrThrow()
  const person = await db.selectFrom('membership as m').innerJoin('person as p', 'p.id', 'm.person_id').select(['p.id', 'p.name']).where('m.organisation_id', '=', organisation_id).where('m.role', '=', 'owner').orderBy('p.id').executeTakeFirstOrThrow()
  const other: Actor = { person_id: person.id, name: person.name, organisation_id, memberships: [{ organisation_id, role: 'owner' }], staff_roles: [], acted_by: null }
  const own = await aListing(db, 'need', institute, 'published', 'Cần cảm biến độ ẩm cho buồng sấy')
  const made = async (actor: Actor, of: number, supplier: number, at: Date): Promise<number> => {
    const call = await draftCall(ctxOf(db, actor, at), DraftCall.parse({ id: of, request_key: randomUUID(), text: 'Mời đơn vị trả lời vài câu hỏi.', deadline: hanoiDay(daysFrom(at, 30)), question_1: 'Đã lắp ở đâu?', kind_1: 'text', question_2: 'Giá trọn gói', kind_2: 'price' }))
    await chooseSuppliers(ctxOf(db, actor, at), { call_id: call, offers: [], organisations: [supplier] })
    return call
  }
  const partOf = async (call: number): Promise<number> => (await db.selectFrom('call_supplier').select('id').where('call_id', '=', call).executeTakeFirstOrThrow()).id
  const answering = async (actor: Actor, call: number, at: Date, text: string): Promise<number> => {
    const [where, price] = await questionsOf(db, call)
    const supplier_id = await partOf(call)
    await saveAnswer(ctxOf(db, actor, at), SaveAnswer.parse({ supplier_id, version: 0, note: '', offer_id: '', press: 'send', [`answer_${where?.id}`]: text, [`answer_${price?.id}`]: '120000000' }))
    return supplier_id
  }
  const received = await made(other, need, institute, now)
  await sendCall(ctxOf(db, other, now), { call_id: received })
  const part = await answering(owner.actor, received, now, sealed)
  const draft = await made(owner.actor, own, organisation_id, now)
  const open = await made(owner.actor, own, organisation_id, now), over = await made(owner.actor, own, organisation_id, past)
  await sendCall(ctxOf(db, owner.actor, now), { call_id: open })
  await sendCall(ctxOf(db, owner.actor, past), { call_id: over })
  await askInviter(ctxOf(db, other, now), { supplier_id: await partOf(open), question: 'Buồng sấy có mấy khay?', request_key: randomUUID() })
  const { id: enquiry } = await db.selectFrom('call_enquiry').select('id').where('call_id', '=', open).executeTakeFirstOrThrow()
  const judged = await answering(other, over, past, 'Ba nơi ở Gia Lâm.')
  await openCall(db, over, now)
  const { id: suggestion } = await db.insertInto('need_suggestion').values({ need_id: need, offer_id: offer, reason: 'Đã chạy ở hai hợp tác xã cùng cỡ.', person_id: person.id, organisation_id: null, suggested_at: now }).returning('id').executeTakeFirstOrThrow()
  await db.insertInto('need_helper').values({ listing_id: need, person_id: person.id, organisation_id: null, taken_at: now }).execute()
  await reckonNeeds(db, now)
  return { own, draft, open, over, judged, received, part, enquiry, suggestion }
}
