import { texts } from '../../platform/locale.ts'
import type { ResultEvent } from '../results/schema.ts'
import type { WordsOf } from './event-messages.ts'

export const resultWords = texts<WordsOf<ResultEvent>>({
  vi: {},
  en: {},
})
