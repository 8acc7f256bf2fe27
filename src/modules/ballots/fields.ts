import { z } from 'zod'
import { emailField, idField, requestKeyField } from '../../platform/fields.ts'
import { chosenNumber } from '../bidding/bid-fields.ts'
import { committedField, declaredFields, publicKeyField, sealedField, shareField } from '../keys/fields.ts'

export const NameMember = z.object({ lot_id: idField, member_email: emailField })
export const DropMember = z.object({ lot_id: idField, council_member_id: idField })
export const Declaration = z.object({ lot_id: idField, ...declaredFields })
export const KeepKey = z.object({ lot_id: idField, public_key: publicKeyField, shares: committedField })
export const HandInBallot = z.object({ lot_id: idField, request_key: requestKeyField, ciphertext: sealedField })
export const HandInShare = z.object({ lot_id: idField, share: shareField })
export const CheckBallots = z.object({ lot_id: idField, request_key: requestKeyField })
export const HallCheck = z.object({ lot_id: idField, request_key: requestKeyField, witness_number: chosenNumber })
export const DrawLots = z.object({ lot_id: idField, request_key: requestKeyField })
