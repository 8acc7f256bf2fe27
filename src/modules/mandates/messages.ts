import { texts } from '../../platform/locale.ts'
import type { Messages } from '../../platform/refusal.ts'
import type { MandateRefusal } from './rules.ts'

export const mandateRefusals = texts<Messages<MandateRefusal>>({
  vi: {},
  en: {},
})
