import { texts } from '../../platform/locale.ts'
import type { MandateEvent } from '../mandates/schema.ts'
import type { WordsOf } from './event-messages.ts'

export const mandateWords = texts<WordsOf<MandateEvent>>({
  vi: {},
  en: {},
})
