import { texts } from '../../platform/locale.ts'
import type { SupportEvent } from '../support/schema.ts'
import type { WordsOf } from './event-messages.ts'

export const supportWords = texts<WordsOf<SupportEvent>>({
  vi: {},
  en: {},
})
