import { z } from 'zod'
import { emailField, idField, requestKeyField } from '../../platform/fields.ts'
import { sealedBytes } from '../../platform/sealing/envelope.ts'
import { councilSize } from '../../platform/sealing/shares.ts'

const hexOf = (bytes: number) => z.string({ error: 'invalid' }).regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`), { error: 'invalid' })
/** Base64 that says those bytes and no others. */
const sealedField = z.string({ error: 'required' }).max(400, { error: 'invalid' }).transform((text, at) => {
  const bytes = Buffer.from(text, 'base64')
  if (bytes.length !== sealedBytes || bytes.toString('base64') !== text) { at.addIssue({ code: 'custom', message: text === '' ? 'required' : 'invalid' }); return z.NEVER }
  return bytes
})

export const NameMember = z.object({ lot_id: idField, member_email: emailField })
export const DropMember = z.object({ lot_id: idField, council_member_id: idField })
export const Declaration = z.object({ lot_id: idField, unrelated: z.literal('yes', { error: 'required' }), secrecy: z.literal('yes', { error: 'required' }) })
/** What the ceremony's browser sends: the public key, and of each share a salt and its commitment. */
const committedField = z.string({ error: 'required' }).max(2_000, { error: 'invalid' }).transform((text, at) => {
  const rows = text.split(' ').map((row) => /^([0-9a-f]{32}):([0-9a-f]{64})$/.exec(row))
  if (rows.length !== councilSize || rows.some((row) => row === null) || new Set(text.split(' ')).size !== councilSize) { at.addIssue({ code: 'custom', message: text === '' ? 'required' : 'invalid' }); return z.NEVER }
  return rows.map((row) => ({ salt: row![1]!, commitment: row![2]! }))
})
export const KeepKey = z.object({ lot_id: idField, public_key: hexOf(32), shares: committedField })
export const HandInBallot = z.object({ lot_id: idField, request_key: requestKeyField, ciphertext: sealedField })
export const HandInShare = z.object({ lot_id: idField, share: z.string({ error: 'required' }).trim().min(1, { error: 'required' }).max(200, { error: 'too_long:200' }) })
export const DrawLots = z.object({ lot_id: idField, request_key: requestKeyField })
