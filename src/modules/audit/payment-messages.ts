import { texts } from '../../platform/locale.ts'
import type { PaymentEvent } from '../payments/schema.ts'
import type { WordsOf } from './event-messages.ts'

export const paymentWords = texts<WordsOf<PaymentEvent>>({
  vi: {},
  en: {},
})
