import { z } from 'zod'
import { pauseReasons } from '../../platform/auction/lot.ts'
import { choiceField, idField, lineField, optionalVndField, requestKeyField } from '../../platform/fields.ts'

/** One price of one bidder: a button's, or a typed one. */
export const BidForm = z.object({ lot_id: idField, request_key: requestKeyField, amount: optionalVndField, typed: optionalVndField, sure: z.enum(['yes'], { error: 'invalid' }).optional().catch(undefined) })
  .refine(({ amount, typed }) => amount !== null || typed !== null, { error: 'required', path: ['typed'] })
export type BidInput = z.output<typeof BidForm>

/** A bidder chosen by number from those of the lot. */
export const chosenNumber = z.unknown().refine((value) => value !== '' && value !== undefined, { error: 'choose' }).pipe(idField)
const pressed = { lot_id: idField, request_key: requestKeyField }
export const PhoneBid = z.object({ ...pressed, number: chosenNumber, typed: optionalVndField, sure: z.enum(['yes'], { error: 'invalid' }).optional().catch(undefined) }).refine(({ typed }) => typed !== null, { error: 'required', path: ['typed'] })
/** What a bidder says besides a price. */
export const Withdrawal = z.object(pressed)
export const Signature = z.object(pressed)
export const ResultRefusal = z.object(pressed)
export const Succession = z.object({ ...pressed, takes: z.enum(['yes', 'no'], { error: 'choose' }) })
export const Call = z.object(pressed)
export const Announcement = z.object(pressed)
export const Resumption = z.object(pressed)
export const Pause = z.object({ ...pressed, pause_reason: choiceField(pauseReasons), pause_word: lineField(300) })
export const Disqualification = z.object({ ...pressed, out_number: chosenNumber, out_reason: lineField(500) })
/** Whoever was seen in the hall. */
export const Presence = z.object({ lot_id: idField, request_key: requestKeyField, present_number: chosenNumber })
/** What a winner says who does not come to the screen: told to whoever conducts the lot. */
export const RecordedRefusal = z.object({ ...pressed, refuses: choiceField(['result', 'minutes']) })
export const RecordedSuccession = z.object({ ...pressed, takes: z.enum(['yes', 'no'], { error: 'choose' }) })
export const Cancellation = z.object({ ...pressed, authority: lineField(200), cancel_reason: lineField(500) })
