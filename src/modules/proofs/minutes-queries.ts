import { type Actor, isStaff } from '../../core/context.ts'
import { asSystem, type Db } from '../../core/database.ts'
import { replay } from '../../platform/auction/apply.ts'
import type { Logged, LotState } from '../../platform/auction/lot.ts'
import { isSignedBy } from '../../platform/proof/checkpoint.ts'
import { publicKeyOf } from '../../platform/proof/keys.ts'
import { openersOf } from '../ballots/queries.ts'
import { organisationNames } from '../organisations/queries.ts'
import { lotFacts } from './bundle.ts'
import { eventsAfter, genesisOf } from './log-queries.ts'
import { courseOf, type Minutes, minutesTemplates } from './minutes-rules.ts'

/** Whose copies of the minutes bear names beside the numbers: those who draw them up, and those who look over them, where they are on no side (see `sideOf`). */
export const readsNames = (actor: Actor): boolean => isStaff('auction_officer', 'inspector', 'prosecutor')(actor)
/** From the announcing on there is something to put down. */
export const hasMinutes = (phase: LotState['phase'] | null): boolean => phase !== null && ['announced', 'offered', 'signed', 'failed', 'cancelled'].includes(phase)

/** A lot as its signed log tells it; null while nothing of it is signed. */
export async function provenLog(db: Db, lot_id: number): Promise<{ state: LotState; log: Logged[]; checkpoint: { size: number; root: Buffer; chain: Buffer; note: string }; rules_hash: string } | null> {
  const begun = await genesisOf(asSystem(db), lot_id)
  const checkpoint = await db.selectFrom('auction_checkpoint').select(['size', 'root', 'chain', 'note']).where('lot_id', '=', lot_id).orderBy('size', 'desc').limit(1).executeTakeFirst()
  if (!begun || !checkpoint) return null
  const log = (await eventsAfter(db, lot_id, 0, checkpoint.size - 1)).map(({ body }) => JSON.parse(body) as Logged)
  return { state: replay(begun.rules, begun.genesis.bidders.map(({ number }) => number), begun.genesis.armed_at, log), log, checkpoint, rules_hash: begun.genesis.rules_hash }
}

/** The minutes of a lot; null before there is a result to put down. */
export async function minutesOf(db: Db, lot_id: number, withNames: boolean): Promise<Minutes | null> {
  const lot = await lotFacts(db, lot_id), proven = await provenLog(db, lot_id)
  if (!proven || !hasMinutes(proven.state.phase)) return null
  const { state, log, checkpoint, rules_hash } = proven, { rules } = state
  const bidders = withNames ? await asSystem(db).selectFrom('auction_bidder').select(['number', 'organisation_id']).where('lot_id', '=', lot_id).where('number', 'is not', null).execute() : []
  const names = await organisationNames(db, [lot.organisation_id, ...bidders.map(({ organisation_id }) => organisation_id)])
  const entered = withNames ? [...new Set(log.flatMap((event) => ('entered_by' in event && event.entered_by != null ? [event.entered_by] : event.type === 'absence_noted' ? [event.officer] : [])))] : []
  const staff = new Map(entered.length ? (await asSystem(db).selectFrom('person').select(['id', 'name']).where('id', 'in', entered).execute()).map(({ id, name }) => [id, name]) : [])
  const nameOf = (id: number): string => names.get(id)?.vi ?? ''
  const keys = await db.selectFrom('auction_key').selectAll().execute()
  const annexes = await db.selectFrom('auction_annex').select(['number', 'body', 'made_at']).where('lot_id', '=', lot_id).orderBy('number').execute()
  const files = await db.selectFrom('auction_file').select(['kind', 'title', 'bytes', 'sha256']).where('lot_id', '=', lot_id).where('removed_at', 'is', null).orderBy('id').execute()
  const replaced = await db.selectFrom('auction_replacement').select(['from_name', 'to_name', 'decided_at']).where('lot_id', '=', lot_id).where('state', '=', 'approved').orderBy('id').execute()
  const failed = log.findLast((event) => event.type === 'failed')
  const { id, title, regime, form, organiser, organiser_licence, auctioneer_name, venue } = lot
  const origin = checkpoint.note.slice(0, checkpoint.note.indexOf('\n'))
  return {
    format: 'techex-minutes/1', template: minutesTemplates[regime], lot: { id, title: title as { vi: string; en: string }, regime, form, organiser, organiser_licence, auctioneer_name, venue, seller: nameOf(lot.organisation_id) },
    rules: { rules_hash, start: rules.start, step: rules.step, deposit: rules.deposit, opens_at: rules.opens_at, closes_at: rules.closes_at },
    attendance: state.bidders.map((number) => { const bidder = bidders.find((one) => one.number === number); return { number, name: bidder ? nameOf(bidder.organisation_id) : null } }),
    ...(form === 'sealed' ? { opened_by: await openersOf(db, lot_id, withNames) } : {}),
    ...courseOf(log, staff), ended_at: log.findLast(({ type }) => type !== 'refused')?.at ?? state.at, result: { phase: state.phase, winner: state.winner, price: state.price, failed: failed?.type === 'failed' && state.phase === 'failed' ? failed.reason : null },
    proof: { size: checkpoint.size, root: checkpoint.root.toString('base64'), chain: checkpoint.chain.toString('hex'), key: keys.find(({ public_key }) => isSignedBy(checkpoint.note, origin, publicKeyOf(public_key)))?.name ?? '' },
    annexes: annexes.map(({ made_at, ...annex }) => ({ ...annex, made_at: made_at.toISOString() })), ...(files.length ? { files } : {}),
    ...(replaced.length ? { replaced: replaced.map(({ from_name, to_name, decided_at }) => ({ from: from_name, to: to_name, at: decided_at!.toISOString() })) } : {}),
  }
}
