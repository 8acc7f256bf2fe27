import { z } from 'zod'
import { sealedBytes } from '../../platform/sealing/envelope.ts'
import { councilSize } from '../../platform/sealing/shares.ts'

/** 32 bytes as a ceremony sends them. */
export const publicKeyField = z.string({ error: 'invalid' }).regex(/^[0-9a-f]{64}$/, { error: 'invalid' })
/** What the ceremony's browser sends of the shares: of each a salt and its commitment. */
export const committedField = z.string({ error: 'required' }).max(2_000, { error: 'invalid' }).transform((text, at) => {
  const rows = text.split(' ').map((row) => /^([0-9a-f]{32}):([0-9a-f]{64})$/.exec(row))
  if (rows.length !== councilSize || rows.some((row) => row === null) || new Set(text.split(' ')).size !== councilSize) { at.addIssue({ code: 'custom', message: text === '' ? 'required' : 'invalid' }); return z.NEVER }
  return rows.map((row) => ({ salt: row![1]!, commitment: row![2]! }))
})
/** What a browser sealed: base64 that says those bytes and no others. */
export const sealedField = z.string({ error: 'required' }).max(400, { error: 'invalid' }).transform((text, at) => {
  const bytes = Buffer.from(text, 'base64')
  if (bytes.length !== sealedBytes || bytes.toString('base64') !== text) { at.addIssue({ code: 'custom', message: text === '' ? 'required' : 'invalid' }); return z.NEVER }
  return bytes
})
/** A share as its member types it. */
export const shareField = z.string({ error: 'required' }).trim().min(1, { error: 'required' }).max(200, { error: 'too_long:200' })
/** A member's word: nothing ties them to who is judged, and they keep their share to themselves. */
export const declaredFields = { unrelated: z.literal('yes', { error: 'required' }), secrecy: z.literal('yes', { error: 'required' }) }
