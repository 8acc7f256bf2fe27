import { texts } from '../../platform/locale.ts'
import type { OutcomeEvent } from '../outcomes/schema.ts'
import type { WordsOf } from './event-messages.ts'

export const outcomeWords = texts<WordsOf<OutcomeEvent>>({
  vi: {},
  en: {},
})
