import { z } from 'zod'
import { type Ctx, personOf, record } from '../../core/context.ts'
import { choiceField, hourField, idField, optionalLineField, optionalUrlField, requestKeyField, textField } from '../../platform/fields.ts'
import { found, notFound, refuse } from '../../platform/refusal.ts'
import { formatInstant, hanoiDay } from '../../platform/time.ts'
import { closeDuty, openDuty } from '../deals/duties.ts'
import { otherSide, talkRefusal } from '../deals/rules.ts'
import { concerning, type DealTurn, inDeal } from '../deals/turns.ts'
import { agreementRefusal, changeRefusal, type MeetingRefusal, minutesAgreementRefusal, minutesRefusal, mostMeetings, slotRefusal } from './meeting-rules.ts'
import { type Meeting, meetingKinds } from './schema.ts'

const slot = { starts_at: hourField, ends_at: hourField, place: optionalLineField(300), link: optionalUrlField }
const sequence = z.coerce.number({ error: 'number' }).int().min(0).max(1_000_000)

export const ProposeMeeting = z.object({ deal_id: idField, request_key: requestKeyField, kind: choiceField(meetingKinds), agenda: textField(4000, 5), ...slot })
/** The other side is asked to meet then and there. Pressed twice it is one meeting. */
export async function proposeMeeting(ctx: Ctx, { deal_id, request_key, ...input }: z.output<typeof ProposeMeeting>): Promise<number> {
  return inDeal(ctx, deal_id, 'talk', async (turn) => {
    const { tx, deal, side, now } = turn
    const known = await tx.selectFrom('room_meeting').select(['id', 'deal_id']).where('request_key', '=', request_key).executeTakeFirst()
    if (known) return known.deal_id === deal.id ? known.id : notFound()
    const refusal = talkRefusal(deal) ?? slotRefusal(input, now)
    if (refusal) refuse(refusal)
    const { n } = await tx.selectFrom('room_meeting').select(({ fn }) => fn.countAll<number>().as('n')).where('deal_id', '=', deal.id).where('state', '<>', 'cancelled').where('starts_at', '>', now).executeTakeFirstOrThrow()
    if (n >= mostMeetings) refuse<MeetingRefusal>({ code: 'too_many_meetings', most: mostMeetings })
    const { id } = await tx.insertInto('room_meeting').values({ deal_id: deal.id, organisation_id: side, person_id: personOf(ctx.actor), proposed_at: now, changed_at: now, request_key, ...input }).returning('id').executeTakeFirstOrThrow()
    await record(tx, ctx, `deal:${deal.id}`, { type: 'room.meeting_proposed', meeting_id: id, organisation_id: side, ...concerning(deal) }, side)
    await askOther(ctx, turn, id, input.starts_at)
    return id
  }, { part: 'meetings' })
}

const about = { deal_id: idField, meeting_id: idField, sequence }
export const MoveMeeting = z.object({ ...about, ...slot })
/** Another time or place stands, and the other side is asked whether it agrees to that; what was agreed before no longer is. */
export async function moveMeeting(ctx: Ctx, { deal_id, meeting_id, sequence: seen, ...input }: z.output<typeof MoveMeeting>): Promise<void> {
  await inDeal(ctx, deal_id, 'talk', async (turn) => {
    const { tx, deal, side, now } = turn
    const meeting = await meetingIn(turn, meeting_id)
    const refusal = talkRefusal(deal) ?? changeRefusal(meeting, seen, now) ?? slotRefusal(input, now)
    if (refusal) refuse(refusal)
    await tx.updateTable('room_meeting').set({ ...input, state: 'proposed', sequence: meeting.sequence + 1, organisation_id: side, person_id: personOf(ctx.actor), proposed_at: now, changed_at: now, agreed_by: null, agreed_at: null }).where('id', '=', meeting.id).execute()
    await record(tx, ctx, `deal:${deal.id}`, { type: 'room.meeting_moved', meeting_id, organisation_id: side, ...concerning(deal) }, side)
    await askOther(ctx, turn, meeting.id, input.starts_at)
  }, { part: 'meetings' })
}

export const AgreeMeeting = z.object(about)
/** Both sides meet then and there. Of one who agrees and one who moves it at once, the second sees what the first did. */
export async function agreeMeeting(ctx: Ctx, { deal_id, meeting_id, sequence: seen }: z.output<typeof AgreeMeeting>): Promise<void> {
  await inDeal(ctx, deal_id, 'talk', async (turn) => {
    const { tx, deal, side, now } = turn
    const meeting = await meetingIn(turn, meeting_id)
    if (meeting.state === 'agreed' && meeting.sequence === seen + 1 && meeting.organisation_id !== side) return
    const refusal = talkRefusal(deal) ?? agreementRefusal(meeting, seen, side, now)
    if (refusal) refuse(refusal)
    await tx.updateTable('room_meeting').set({ state: 'agreed', sequence: meeting.sequence + 1, changed_at: now, agreed_by: personOf(ctx.actor), agreed_at: now }).where('id', '=', meeting.id).execute()
    await record(tx, ctx, `deal:${deal.id}`, { type: 'room.meeting_agreed', meeting_id, organisation_id: side, ...concerning(deal) }, side)
    await closeDuty(tx, ctx, deal, 'meeting_to_answer', meeting.id)
  }, { part: 'meetings' })
}

export const CancelMeeting = z.object({ ...about, cancel_reason: textField(1000, 5) })
/** The meeting does not take place, and the other side reads why. */
export async function cancelMeeting(ctx: Ctx, { deal_id, meeting_id, sequence: seen, cancel_reason }: z.output<typeof CancelMeeting>): Promise<void> {
  await inDeal(ctx, deal_id, 'talk', async (turn) => {
    const { tx, deal, side, now } = turn
    const meeting = await meetingIn(turn, meeting_id)
    if (meeting.state === 'cancelled') return
    const refusal = changeRefusal(meeting, seen, now)
    if (refusal) refuse(refusal)
    await tx.updateTable('room_meeting').set({ state: 'cancelled', sequence: meeting.sequence + 1, changed_at: now, cancelled_by: personOf(ctx.actor), cancelled_at: now, cancel_reason }).where('id', '=', meeting.id).execute()
    await record(tx, ctx, `deal:${deal.id}`, { type: 'room.meeting_cancelled', meeting_id, organisation_id: side, ...concerning(deal) }, side)
    await closeDuty(tx, ctx, deal, 'meeting_to_answer', meeting.id)
  }, { part: 'meetings' })
}

const minutesVersion = z.coerce.number({ error: 'number' }).int().min(0).max(30_000)
export const WriteMinutes = z.object({ deal_id: idField, meeting_id: idField, minutes_version: minutesVersion, minutes: textField(20_000, 10) })
/** What was said is written down, by either side, and the other is asked to agree to it. Of two who write at once the second is told. */
export async function writeMinutes(ctx: Ctx, { deal_id, meeting_id, minutes_version, minutes }: z.output<typeof WriteMinutes>): Promise<void> {
  await inDeal(ctx, deal_id, 'edit', async (turn) => {
    const { tx, deal, side, now } = turn
    const meeting = await meetingIn(turn, meeting_id)
    if (meeting.minutes === minutes && meeting.minutes_version === minutes_version + 1 && meeting.minutes_organisation_id === side) return
    const refusal = talkRefusal(deal) ?? minutesRefusal(meeting, minutes_version, now)
    if (refusal) refuse(refusal)
    await tx.updateTable('room_meeting').set({ minutes, minutes_version: minutes_version + 1, minutes_organisation_id: side, minutes_by: personOf(ctx.actor), minutes_at: now }).where('id', '=', meeting.id).execute()
    await record(tx, ctx, `deal:${deal.id}`, { type: 'room.minutes_written', meeting_id, organisation_id: side, ...concerning(deal) }, side)
    await closeDuty(tx, ctx, deal, 'minutes_to_agree', meeting.id)
    await openDuty(tx, ctx, deal, {
      part: 'meetings', kind: 'minutes_to_agree', key: meeting.id, organisation_id: otherSide(deal, side), power: 'edit', path: `/deals/${deal.id}/meetings/${meeting.id}`,
      text: { vi: `Đọc và đồng ý biên bản cuộc họp ngày ${formatInstant(meeting.starts_at, 'vi')}`, en: `Read and agree to the minutes of the meeting of ${formatInstant(meeting.starts_at, 'en')}` },
    })
  })
}

export const AgreeMinutes = z.object({ deal_id: idField, meeting_id: idField, minutes_version: minutesVersion })
/** Both sides stand by these minutes, and nobody changes them any more. */
export async function agreeMinutes(ctx: Ctx, { deal_id, meeting_id, minutes_version }: z.output<typeof AgreeMinutes>): Promise<void> {
  await inDeal(ctx, deal_id, 'edit', async (turn) => {
    const { tx, deal, side, now } = turn
    const meeting = await meetingIn(turn, meeting_id)
    const refusal = minutesAgreementRefusal(meeting, minutes_version, side)
    if (refusal) refuse(refusal)
    await tx.updateTable('room_meeting').set({ minutes_agreed_by: personOf(ctx.actor), minutes_agreed_at: now }).where('id', '=', meeting.id).execute()
    await record(tx, ctx, `deal:${deal.id}`, { type: 'room.minutes_agreed', meeting_id, organisation_id: side, ...concerning(deal) }, side)
    await closeDuty(tx, ctx, deal, 'minutes_to_agree', meeting.id)
  })
}

const meetingIn = async ({ tx, deal }: DealTurn, id: number): Promise<Meeting> => found(await tx.selectFrom('room_meeting').selectAll().where('id', '=', id).where('deal_id', '=', deal.id).executeTakeFirst())
/** The proposal waits for the other side, at the latest until the day it is for; a side that proposes is asked nothing. */
async function askOther(ctx: Ctx, { tx, deal, side }: DealTurn, id: number, starts_at: Date): Promise<void> {
  await closeDuty(tx, ctx, deal, 'meeting_to_answer', id)
  await openDuty(tx, ctx, deal, {
    part: 'meetings', kind: 'meeting_to_answer', key: id, organisation_id: otherSide(deal, side), power: 'talk', due_on: hanoiDay(starts_at), path: `/deals/${deal.id}/meetings/${id}`,
    text: { vi: `Trả lời đề nghị họp lúc ${formatInstant(starts_at, 'vi')}`, en: `Answer the proposal to meet on ${formatInstant(starts_at, 'en')}` },
  })
}
