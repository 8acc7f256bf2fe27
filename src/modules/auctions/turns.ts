import type { Ctx } from '../../core/context.ts'
import type { Db, Tx } from '../../core/database.ts'
import type { LotRules } from '../../platform/auction/lot.ts'
import type { Locale } from '../../platform/locale.ts'
import { found, refuse } from '../../platform/refusal.ts'
import { hanoiDay } from '../../platform/time.ts'
import { holidaySet, rulesOn } from '../rulebook/queries.ts'
import type { Announced, Dated, LotPlan, PlanRefusal } from './lot-rules.ts'
import type { AuctionLot, AuctionLotState, Particulars } from './schema.ts'

/** A lot with what its columns of JSON hold. */
export type Lot = Omit<AuctionLot, 'rules' | 'title' | 'particulars'> & { rules: LotRules; title: Record<Locale, string>; particulars: Particulars }
const noParticulars: Particulars = { about: '', viewing: '', owner_decision: '', deposit_bank: '', deposit_bin: '', deposit_account: '', deposit_holder: '', floor_shown: false, extension_stated: false, negotiation: false }
const read = (row: AuctionLot): Lot => ({ ...row, particulars: { ...noParticulars, ...(row.particulars as Partial<Particulars>) } }) as Lot
/** The lot as this reader may know it exists; a draft is its seller's and the staff's. */
export const lotRow = async (db: Db, id: number): Promise<Lot> => read(found(await db.selectFrom('auction_lot').selectAll().where('id', '=', id).executeTakeFirst()))
/** Takes the lot's row: what happens to a lot outside its log happens one after the other. */
export const lotInTurn = async (tx: Tx, id: number): Promise<Lot> => read(found(await tx.selectFrom('auction_lot').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirst()))

/** A voluntary lot that was not sold, and whose rules let those who were to bid negotiate. */
export const mayNegotiate = ({ state, regime, particulars }: Pick<Lot, 'state' | 'regime' | 'particulars'>): boolean => state === 'failed' && regime === 'voluntary' && particulars.negotiation

/** `regulation`: whether the dossier has one, for whoever asks whether the lot may be published. */
export const planOf = (lot: Lot, regulation = false): LotPlan => ({
  title: lot.title, organiser: lot.organiser, organiser_licence: lot.organiser_licence, auctioneer_name: lot.auctioneer_name, auctioneer_id: lot.auctioneer_id, owner_decision: lot.particulars.owner_decision, regulation, extension_stated: lot.particulars.extension_stated, negotiation: lot.particulars.negotiation,
  registration_opens_at: lot.registration_opens_at!, registration_closes_at: lot.registration_closes_at!, rules: lot.rules,
})
/**
 * What a lot whose day is `on`, when it opens, is judged by, on whatever day it is judged. The deposit, the time for posting, the notices, when
 * dossiers close and how long bidding lasts are all of one auction, prepared for its day: the text in force on that day holds
 * for them, so that a lot drafted in December for January follows January’s. Money that goes back follows the day it came
 * to wait (`refundDay`).
 */
export const datedFor = async (db: Db, now: Date, on: Date): Promise<Dated> => ({ now, holidays: await holidaySet(db), rules: await rulesOn(db, hanoiDay(on)) })
export const announcedOf = async (db: Db, lotId: number): Promise<Announced[]> =>
  db.selectFrom('auction_notice').select(['kind', (eb) => eb.cast<string>('on_day', 'text').as('on_day')]).where('lot_id', '=', lotId).orderBy('id').execute()
export const unlessRefused = (refusal: PlanRefusal | null): void => { if (refusal) refuse(refusal) }

/** A lot that takes registrations no longer is not postponed any more, whatever waits. */
export async function moveLot(tx: Tx, ctx: Ctx, lot: Pick<Lot, 'id'>, state: AuctionLotState, columns: { outcome?: string; ended_at?: Date; armed_at?: Date } = {}): Promise<void> {
  await tx.updateTable('auction_lot').set({ state, state_since: ctx.now(), ...columns }).where('id', '=', lot.id).execute()
  if (state !== 'registration') await tx.updateTable('auction_postponement').set({ state: 'lapsed', decided_at: ctx.now() }).where('lot_id', '=', lot.id).where('state', '=', 'proposed').execute()
}
export const lotSubject = (id: number): string => `lot:${id}`
/** Of one bidder: its own and the officers', never in the lot's own history. */
export const bidderSubject = (id: number): string => `lot_bidder:${id}`
