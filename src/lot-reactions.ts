import { sql } from 'kysely'
import { byTime } from './core/context.ts'
import type { Tx } from './core/database.ts'
import type { Reactions } from './core/reactions.ts'
import { failWords, pauseWords } from './modules/audit/bidding-messages.ts'
import { annulledAnnex, rulingInWords } from './modules/auctions/annulment-messages.ts'
import { annulmentsOf } from './modules/auctions/annulment-queries.ts'
import { dateTexts } from './modules/auctions/date-messages.ts'
import { endUnsold, linkDeal, settleLot } from './modules/auctions/ending.ts'
import { dateOf } from './modules/auctions/lot-rules.ts'
import { lotTexts, registrationTexts } from './modules/auctions/page-messages.ts'
import type { BidderState } from './modules/auctions/schema.ts'
import { sideIn } from './modules/auctions/side-queries.ts'
import { type Lot, lotRow, mayNegotiate } from './modules/auctions/turns.ts'
import { forgetBallots } from './modules/ballots/opening.ts'
import { keyOf, seatsOf, sharesWaited } from './modules/ballots/queries.ts'
import { closeDuty } from './modules/deals/duties.ts'
import { lotDuty, lotDutyKey, openDealOfLot } from './modules/deals/lot-commands.ts'
import { type Notice, notify, notifyOrganisation, type Sender } from './modules/notifications/notice-commands.ts'
import type { NoticeKind, PlaceholderOf } from './modules/notifications/texts.ts'
import type { Value } from './modules/notifications/schema.ts'
import { annexOfTheExchange } from './modules/proofs/commands.ts'
import { perhapsLater } from './modules/rulebook/messages.ts'
import { holidaySet } from './modules/rulebook/queries.ts'
import { unannouncedIn } from './modules/rulebook/rules.ts'
import { councilSize } from './platform/sealing/shares.ts'
import type { Locale } from './platform/locale.ts'
import { formatVnd } from './platform/money.ts'
import { formatInstant, formatIsoDay, hanoiDay } from './platform/time.ts'

type LotKind = Extract<NoticeKind, `lot_${string}`>
type Values<K extends LotKind> = Omit<Record<PlaceholderOf<K>, Value>, 'what'>
interface Happened<D> { id: number; at: Date; data: D }

const both = (words: (locale: Locale) => string): Record<Locale, string> => ({ vi: words('vi'), en: words('en') })
const money = (amount: number): Value => both((locale) => formatVnd(amount, locale))
const moment = (at: Date): Value => both((locale) => formatInstant(at, locale))

/** What follows from what happened to a lot, and who is told of it. */
export function lotReactions(sender: Sender) {
  const notice = <K extends LotKind>(kind: K, { id, at }: Happened<unknown>, lot: Lot, path: string, values: Values<K>) => ({ kind, event_id: id, at, path: `/auctions/${lot.id}${path}`, values: { what: lot.title, ...values } }) as unknown as Notice<K>
  /** To every organisation whose registration stands so, and to the seller where it is its matter, too. */
  const tellBidders = async <K extends LotKind>(tx: Tx, lot: Lot, told: Notice<K>, { but = [], seller = false, states = ['eligible'] }: { but?: readonly number[]; seller?: boolean; states?: readonly BidderState[] } = {}) => {
    const bidders = await tx.selectFrom('auction_bidder').select('organisation_id').distinct().where('lot_id', '=', lot.id).where('state', 'in', states).orderBy('organisation_id').execute()
    const organisations = new Set([...bidders.map(({ organisation_id }) => organisation_id), ...(seller ? [lot.organisation_id] : [])])
    for (const organisation_id of organisations) if (!but.includes(organisation_id)) await notifyOrganisation(tx, sender, organisation_id, told, { orOfficers: false })
  }
  const bidderOf = (tx: Tx, bidder_id: number) => tx.selectFrom('auction_bidder as b').leftJoin('auction_deposit as d', 'd.bidder_id', 'b.id').select(['b.organisation_id', 'b.reason', 'd.amount', 'd.reference', 'd.forfeit_ground', 'd.state_since', (eb) => eb.cast<string | null>('d.refund_due_on', 'text').as('refund_due_on')]).where('b.id', '=', bidder_id).executeTakeFirstOrThrow()
  /** To one bidder's organisation: `values` says what stands in its notice. */
  const toBidder = <K extends LotKind>(kind: K, values: (lot: Lot, bidder: Awaited<ReturnType<typeof bidderOf>>, data: { number: number }, tx: Tx) => Values<K> | Promise<Values<K>>) => async (tx: Tx, happened: Happened<{ lot_id: number; bidder_id: number; number?: number }>) => {
    const lot = await lotRow(tx, happened.data.lot_id), bidder = await bidderOf(tx, happened.data.bidder_id)
    await notifyOrganisation(tx, sender, bidder.organisation_id, notice(kind, happened, lot, '/registration', await values(lot, bidder, { number: happened.data.number ?? 0 }, tx)), { orOfficers: false })
  }
  /** A day counted in working days, and that it may come to be later where a holiday on the way is not entered yet. */
  const backBy = async (tx: Tx, since: Date | null, due: string | null): Promise<Value> => {
    if (since === null || due === null) return ''
    const over = unannouncedIn(hanoiDay(since), due, await holidaySet(tx))
    return both((locale) => `${formatIsoDay(due, locale)}${over.length ? ` (${perhapsLater(over, locale)})` : ''}`)
  }
  /** The day by which what was paid goes back; the same for all whose lot ended at once. */
  const refundBy = async (tx: Tx, lot_id: number): Promise<Value> => {
    const due = await tx.selectFrom('auction_deposit').select((eb) => [eb.cast<string | null>(eb.fn.max('refund_due_on'), 'text').as('on'), eb.fn.max('state_since').as('since')]).where('lot_id', '=', lot_id).where('state', '=', 'refund_due').executeTakeFirst()
    return backBy(tx, due?.since ?? null, due?.on ?? null)
  }
  const unsold = async (tx: Tx, happened: Happened<{ lot_id: number }>, why: Value) => {
    const lot = await lotRow(tx, happened.data.lot_id), values = { why, until: await refundBy(tx, lot.id) }
    const may = mayNegotiate(lot) ? (await tx.selectFrom('auction_bidder').select('organisation_id').distinct().where('lot_id', '=', lot.id).where('state', '=', 'eligible').execute()).map(({ organisation_id }) => organisation_id) : []
    await tellBidders(tx, lot, notice('lot_unsold', happened, lot, '', values), { seller: true, states: ['registered', 'eligible'], but: may })
    if (may.length) await tellBidders(tx, lot, notice('lot_unsold_negotiable', happened, lot, '/registration', values))
  }
  /** Who may decide on what that officer proposed: nobody of the seller's or of a bidder's. */
  const otherOfficers = async (tx: Tx, lot: Lot, proposer: number | null) => (await tx.selectFrom('staff_role as r').innerJoin('auction_lot as l', (on) => on.on('l.id', '=', lot.id)).select('r.person_id').where('r.role', '=', 'auction_officer').where('r.person_id', 'is distinct from', proposer).where(sideIn(sql.ref('r.person_id')), 'is', null).orderBy('r.person_id').limit(200).execute()).map(({ person_id }) => ({ person_id, reason: 'auction_officer' as const }))
  /** Seller and winner of a lot that was sold. */
  const sidesOf = async (tx: Tx, lot: Lot): Promise<number[]> => [lot.organisation_id, (await tx.selectFrom('auction_bidder').select('organisation_id').where('lot_id', '=', lot.id).where('number', '=', lot.winner).executeTakeFirstOrThrow()).organisation_id]
  const dropLotDuties = async (tx: Tx, at: Date, lot: Lot, sides: readonly number[]) => { if (lot.deal_id !== null) for (const side of sides) await closeDuty(tx, byTime(tx, at, 'auctions'), { id: lot.deal_id }, lotDuty, lotDutyKey(lot.id, side)) }
  const inDeal = (lot: Lot) => (lot.deal_id === null ? {} : { path: `/deals/${lot.deal_id}` })
  const ended = (outcome: string): Value => both((locale) => lotTexts[locale].failed[outcome] ?? outcome)

  return {
    'lot.proposed': [async (tx, happened) => {
      const lot = await lotRow(tx, happened.data.lot_id)
      await notify(tx, sender, notice('lot_to_decide', happened, lot, '/office', {}), await otherOfficers(tx, lot, happened.person_id))
    }],
    'lot.postponement_proposed': [async (tx, happened) => {
      const lot = await lotRow(tx, happened.data.lot_id)
      await notify(tx, sender, notice('lot_postponement_to_decide', happened, lot, '/office', { why: happened.data.reason, until: moment(lot.registration_closes_at!) }), await otherOfficers(tx, lot, happened.person_id))
    }],
    'lot.published': [async (tx, happened) => {
      const lot = await lotRow(tx, happened.data.lot_id)
      await notifyOrganisation(tx, sender, lot.organisation_id, notice('lot_published', happened, lot, '', { until: moment(lot.registration_closes_at!) }), { orOfficers: false })
    }],
    // One who registered reads that this stays, before anything that is told to everybody; whoever sits on the council or conducts the lot has another day to come.
    'lot.postponed': [async (tx, happened) => {
      const lot = await lotRow(tx, happened.data.lot_id), { moved, reason: why } = happened.data
      const changes = both((locale) => moved.map(({ date, from, to }) => dateTexts[locale].moved(dateTexts[locale].names[date], formatInstant(new Date(from), locale), formatInstant(new Date(to), locale))).join('; '))
      const told = (path: string) => notice('lot_postponed', happened, lot, path, { changes, why })
      await tellBidders(tx, lot, notice('lot_postponed_joined', happened, lot, '/registration', { changes, why, until: moment(lot.registration_closes_at!) }), { states: ['registered', 'eligible'] })
      await notifyOrganisation(tx, sender, lot.organisation_id, told(''), { orOfficers: false })
      await notify(tx, sender, told('/council'), (await seatsOf(tx, lot.id)).map(({ person_id }) => ({ person_id, reason: 'council' as const })))
      if (lot.auctioneer_id !== null && lot.auctioneer_id !== happened.person_id) await notify(tx, sender, told('/office'), [{ person_id: lot.auctioneer_id, reason: 'auction_officer' }])
      const asked = await tx.selectFrom('auction_question').select('person_id').distinct().where('lot_id', '=', lot.id).execute()
      await notify(tx, sender, told(''), asked.map(({ person_id }) => ({ person_id, reason: 'asked' as const })))
    }],
    'lot.replacement_proposed': [async (tx, happened) => {
      const lot = await lotRow(tx, happened.data.lot_id), { to_name: to } = await tx.selectFrom('auction_replacement').select('to_name').where('id', '=', happened.data.replacement_id).executeTakeFirstOrThrow()
      await notify(tx, sender, notice('lot_replacement_to_decide', happened, lot, '/office', { to }), await otherOfficers(tx, lot, happened.person_id))
    }],
    'lot.auctioneer_replaced': [async (tx, happened) => {
      const lot = await lotRow(tx, happened.data.lot_id), { to_name: to, reason: why, from_name, replacement_id } = happened.data
      const told = (path: string) => notice('lot_auctioneer_replaced', happened, lot, path, { to, why, from: from_name || both((locale) => (locale === 'vi' ? 'người điều hành trước' : 'whoever conducted before')) })
      await tellBidders(tx, lot, told(''), { states: ['registered', 'eligible'], seller: true })
      await notify(tx, sender, told('/council'), (await seatsOf(tx, lot.id)).map(({ person_id }) => ({ person_id, reason: 'council' as const })))
      const { from_id, to_id } = await tx.selectFrom('auction_replacement').select(['from_id', 'to_id']).where('id', '=', replacement_id).executeTakeFirstOrThrow()
      await notify(tx, sender, told('/office'), [from_id, to_id].flatMap((person_id) => (person_id === null || person_id === happened.person_id ? [] : [{ person_id, reason: 'auction_officer' as const }])))
    }],
    'lot.council_named': [async (tx, happened) => {
      const lot = await lotRow(tx, happened.data.lot_id)
      await notify(tx, sender, notice('lot_council_named', happened, lot, '/council', {}), [{ person_id: happened.data.member_id, reason: 'council' }])
    }],
    // The last of the five has declared: everything is there to make the key.
    'lot.council_declared': [async (tx, happened) => {
      const lot = await lotRow(tx, happened.data.lot_id), seats = await seatsOf(tx, lot.id)
      if (seats.length < councilSize || seats.some(({ declared_at }) => declared_at === null) || await keyOf(tx, lot.id)) return
      // Whoever hears of several at once tells of the last alone.
      if (await tx.selectFrom('event').select('id').where('subject', '=', `lot_council:${lot.id}`).where('type', '=', 'lot.council_declared').where('id', '>', happened.id).limit(1).executeTakeFirst()) return
      const told = notice('lot_ceremony', happened, lot, '/council', { until: lot.registration_closes_at ? moment(lot.registration_closes_at) : '' })
      await notify(tx, sender, told, seats.map(({ person_id }) => ({ person_id, reason: 'council' as const })))
    }],
    'lot.closed': [async (tx, happened) => {
      const lot = await lotRow(tx, happened.data.lot_id)
      if (lot.form !== 'sealed' || lot.phase !== 'opening') return
      await tellBidders(tx, lot, notice('lot_check_wanted', happened, lot, '/opening', {}))
      await notify(tx, sender, notice('lot_share_wanted', happened, lot, '/opening', {}), (await sharesWaited(tx, lot.id)).map((person_id) => ({ person_id, reason: 'council' as const })))
    }],
    'lot.bidder_registered': [toBidder('lot_deposit_asked', (lot, { amount, reference }) => ({ amount: money(amount ?? 0), code: reference ?? '', until: moment(lot.registration_closes_at!) }))],
    'lot.bidder_admitted': [toBidder('lot_admitted', (lot, _, { number }) => ({ number: String(number), until: moment(dateOf(lot.rules.opens_at)) }))],
    'lot.bidder_refused': [toBidder('lot_not_admitted', (_, { reason }) => ({ why: both((locale) => registrationTexts[locale].out[reason] ?? reason) }))],
    'lot.deposit_received': [async (tx, happened) => { if (happened.data.late) await toBidder('lot_deposit_late', async (_, { amount, refund_due_on, state_since }, __, inTx) => ({ amount: money(amount ?? 0), until: await backBy(inTx, state_since, refund_due_on) }))(tx, happened) }],
    'lot.deposit_refunded': [toBidder('lot_deposit_returned', (_, { amount }) => ({ amount: money(amount ?? 0) }))],
    // What the two have between them is told to both; the seller reads it where it deals with the winner.
    'lot.earnest_decided': [async (tx, happened) => {
      const { lot_id, bidder_id, amount, way, reason: why } = happened.data, lot = await lotRow(tx, lot_id), bidder = await bidderOf(tx, bidder_id)
      const told = notice(way === 'to_seller' ? 'lot_earnest_to_seller' : 'lot_earnest_returned', happened, lot, '/registration', { amount: money(amount), why })
      await notifyOrganisation(tx, sender, bidder.organisation_id, told, { orOfficers: false })
      await notifyOrganisation(tx, sender, lot.organisation_id, { ...told, path: `/auctions/${lot.id}`, ...inDeal(lot) }, { orOfficers: false })
    }],
    'lot.deposit_forfeited': [toBidder('lot_deposit_kept', (_, { amount, forfeit_ground }) => ({ amount: money(amount ?? 0), why: forfeit_ground ? both((locale) => registrationTexts[locale].grounds[forfeit_ground]) : '' }))],
    'lot.noticed': [async (tx, happened) => {
      if (happened.data.kind !== 'change') return
      const lot = await lotRow(tx, happened.data.lot_id)
      const why = happened.data.place
      // Where bidding is prepared nobody withdraws any more: what is noted then announces a postponement they were told of.
      await tellBidders(tx, lot, lot.state === 'registration' ? notice('lot_changed', happened, lot, '', { why }) : notice('lot_notice_posted', happened, lot, '', { why }), { seller: true, states: ['registered', 'eligible'] })
    }],
    'lot.question_answered': [async (tx, happened) => {
      const question = await tx.selectFrom('auction_question').select('person_id').where('id', '=', happened.data.question_id).executeTakeFirstOrThrow()
      await notify(tx, sender, notice('lot_question_answered', happened, await lotRow(tx, happened.data.lot_id), '', {}), [{ person_id: question.person_id, reason: 'asked' }])
    }],
    'lot.armed': [async (tx, happened) => {
      const lot = await lotRow(tx, happened.data.lot_id)
      await tellBidders(tx, lot, notice('lot_armed', happened, lot, '/room', { until: moment(dateOf(lot.rules.opens_at)) }), { seller: true })
    }],
    'lot.not_armed': [(tx, happened) => unsold(tx, happened, ended(happened.data.reason))],
    'lot.called_off': [(tx, happened) => unsold(tx, happened, happened.data.reason)],
    'lot.paused': [async (tx, happened) => {
      const lot = await lotRow(tx, happened.data.lot_id)
      await tellBidders(tx, lot, notice('lot_paused', happened, lot, '/room', { why: both((locale) => pauseWords[locale][happened.data.reason]) }), { seller: true })
    }],
    'lot.resumed': [async (tx, happened) => {
      const lot = await lotRow(tx, happened.data.lot_id)
      await tellBidders(tx, lot, notice('lot_resumed', happened, lot, '/room', {}), { seller: true })
    }],
    'lot.announced': [async (tx, happened) => {
      const lot = await lotRow(tx, happened.data.lot_id)
      await tellBidders(tx, lot, notice('lot_announced', happened, lot, '/room', { number: String(happened.data.winner), amount: money(happened.data.price) }), { seller: true })
    }],
    // The log of a lot has come to its end: what follows outside it.
    'lot.signed': [async (tx, happened) => {
      await forgetBallots(tx, happened.data.lot_id)
      const ctx = byTime(tx, happened.at, 'auctions'), sold = await settleLot(tx, ctx, happened.data.lot_id)
      if (!sold) return
      const deal_id = await openDealOfLot(tx, ctx, sold), sides = [sold.seller_id, sold.buyer_id]
      await linkDeal(tx, sold.lot_id, deal_id)
      const lot = await lotRow(tx, sold.lot_id), amount = money(sold.price)
      for (const side of sides) await notifyOrganisation(tx, sender, side, { ...notice('lot_sold', happened, lot, '', { amount }), path: `/deals/${deal_id}` }, { orOfficers: false })
      await tellBidders(tx, lot, notice('lot_not_won', happened, lot, '', { amount, until: await refundBy(tx, lot.id) }), { but: sides })
    }],
    'lot.annulment_proposed': [async (tx, happened) => {
      const lot = await lotRow(tx, happened.data.lot_id), ruled = (await annulmentsOf(tx, lot.id)).find(({ id }) => id === happened.data.annulment_id)!
      await notify(tx, sender, notice('lot_annulment_to_decide', happened, lot, '/office', { ruling: both((locale) => rulingInWords(ruled, locale)) }), await otherOfficers(tx, lot, happened.person_id))
    }],
    // As where it was given up: the file stays, and what the two owed by the lot waits no longer. Whoever bid was told of the result.
    'lot.annulled': [async (tx, happened) => {
      const lot = await lotRow(tx, happened.data.lot_id), { data } = happened, sides = await sidesOf(tx, lot)
      const values = { why: data.reason, ruling: both((locale) => rulingInWords(data, locale)) }
      await annexOfTheExchange(tx, happened, lot.id, annulledAnnex(data))
      await dropLotDuties(tx, happened.at, lot, sides)
      for (const side of sides) await notifyOrganisation(tx, sender, side, { ...notice('lot_annulled_sides', happened, lot, '', values), ...inDeal(lot) }, { orOfficers: false })
      await tellBidders(tx, lot, notice('lot_annulled', happened, lot, '', values), { but: sides })
    }],
    'lot.defaulted': [async (tx, happened) => {
      const lot = await lotRow(tx, happened.data.lot_id), sides = await sidesOf(tx, lot), told = { ...notice('lot_defaulted', happened, lot, '', { why: happened.data.reason }), ...inDeal(lot) }
      // The file stays: the two may still come to terms in it, or close it with the reason. What they owed by the lot waits no longer.
      await dropLotDuties(tx, happened.at, lot, sides)
      for (const side of sides) await notifyOrganisation(tx, sender, side, told, { orOfficers: false })
    }],
    'lot.failed': [async (tx, happened) => {
      await forgetBallots(tx, happened.data.lot_id)
      await endUnsold(tx, byTime(tx, happened.at, 'auctions'), happened.data.lot_id, 'fail', happened.data.reason)
      await unsold(tx, happened, both((locale) => failWords[locale][happened.data.reason]))
    }],
    'lot.cancelled': [async (tx, happened) => {
      await forgetBallots(tx, happened.data.lot_id)
      const outcome = `${happened.data.authority}: ${happened.data.reason}`
      await endUnsold(tx, byTime(tx, happened.at, 'auctions'), happened.data.lot_id, 'cancel', outcome)
      await unsold(tx, happened, outcome)
    }],
  } satisfies Reactions
}
