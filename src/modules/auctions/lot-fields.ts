import { z } from 'zod'
import type { LotRules } from '../../platform/auction/lot.ts'
import { choiceField, idField, lineField, optionalIdField, optionalLineField, optionalTextField, optionalVndField, requestKeyField, textField, vndField } from '../../platform/fields.ts'
import type { Vnd } from '../../platform/money.ts'
import { isAccountNumber, isBin } from '../../platform/vietqr.ts'
import { callsApart, instantOf, minute } from './lot-rules.ts'
import type { Particulars } from './schema.ts'

/** A minute in Hanoi, as a browser sends it. */
export const momentField = z.string({ error: 'required' }).trim().regex(/^(19|20|21)\d\d-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d(:\d\d)?$/, { error: 'day' }).transform((typed) => new Date(`${typed.slice(0, 16)}:00+07:00`)).refine((at) => !Number.isNaN(at.getTime()), { error: 'day' })
const count = (least: number, most: number) => z.coerce.number({ error: 'number' }).int({ error: 'number' }).min(least, { error: 'number' }).max(most, { error: 'number' })
const optionalCount = (least: number, most: number) => z.preprocess((typed) => (typed === '' || typed === undefined ? null : typed), count(least, most).nullable())
const positive = vndField.refine((amount) => amount > 0, { error: 'amount' })
const ticked = z.preprocess((typed) => (Array.isArray(typed) ? typed.includes('yes') : typed === 'yes'), z.boolean())

export const lotContent = {
  regime: choiceField(['statutory', 'voluntary']), form: choiceField(['ascending', 'descending', 'sealed']), title_vi: lineField(200, 10), title_en: lineField(200, 10), about: textField(6000, 20), viewing: optionalTextField(1000), venue: optionalLineField(200),
  organiser: optionalLineField(200), organiser_licence: optionalLineField(100), auctioneer_id: optionalIdField, auctioneer_name: optionalLineField(120), owner_decision: optionalLineField(200),
  start: positive, step: positive, floor: optionalVndField, floor_shown: ticked, most_steps: count(1, 10_000), deposit: positive,
  deposit_bank: lineField(100, 2), deposit_bin: z.string({ error: 'required' }).trim().refine(isBin, { error: 'bank_bin' }), deposit_account: z.string({ error: 'required' }).trim().toUpperCase().refine(isAccountNumber, { error: 'invalid' }), deposit_holder: lineField(100, 2),
  registration_opens_at: momentField, registration_closes_at: momentField, opens_at: momentField, closes_at: momentField,
  tick_minutes: optionalCount(1, 1440), extension_minutes: count(0, 60), latest_minutes: count(0, 1440), extension_stated: ticked, calls_minutes: optionalCount(1, 1440), reopen_minutes: count(1, 120),
  single_bidder: choiceField(['sell', 'fail']), tie: choiceField(['draw', 'earlier']), negotiation: ticked,
}
export const DraftLot = z.object({ listing_id: idField, replaces: optionalIdField, request_key: requestKeyField, ...lotContent })
export const ChangeLot = z.object({ lot_id: idField, version: z.coerce.number({ error: 'invalid' }).int(), ...lotContent })
export type LotContent = Omit<z.output<typeof ChangeLot>, 'lot_id' | 'version'>

export function rulesFrom(input: LotContent, salt: string): LotRules {
  const opens_at = instantOf(input.opens_at), closes_at = instantOf(input.closes_at), minutes = input.extension_minutes
  return {
    form: input.form, regime: input.regime, start: input.start, step: input.step, floor: input.floor as Vnd | null, opens_at, closes_at,
    tick: input.form === 'descending' && input.tick_minutes !== null ? input.tick_minutes * minute : null,
    extension: minutes ? { window: minutes * minute, by: minutes * minute, latest: closes_at + input.latest_minutes * minute } : null,
    reopen: input.reopen_minutes * minute, most_steps: input.most_steps, single_bidder: input.single_bidder, tie: input.tie, deposit: input.deposit,
    course: 2, calls: input.calls_minutes === null ? null : { from: opens_at + input.calls_minutes * minute, apart: callsApart },
    ...(input.floor !== null && !input.floor_shown ? { salt } : {}),
  }
}
export const particularsFrom = ({ about, viewing, owner_decision, deposit_bank, deposit_bin, deposit_account, deposit_holder, floor_shown, extension_stated, negotiation }: LotContent): Particulars =>
  ({ about, viewing, owner_decision, deposit_bank, deposit_bin, deposit_account, deposit_holder, floor_shown, extension_stated, negotiation })
