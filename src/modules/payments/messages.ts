import { texts } from '../../platform/locale.ts'
import type { Messages } from '../../platform/refusal.ts'
import type { PaymentRefusal } from './rules.ts'

export const paymentRefusals = texts<Messages<PaymentRefusal>>({
  vi: {},
  en: {},
})
