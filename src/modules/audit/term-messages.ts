import { texts } from '../../platform/locale.ts'
import type { TermEvent } from '../terms/schema.ts'
import type { WordsOf } from './event-messages.ts'

export const termWords = texts<WordsOf<TermEvent>>({
  vi: {},
  en: {},
})
