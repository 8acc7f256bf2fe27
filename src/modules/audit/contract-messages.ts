import { texts } from '../../platform/locale.ts'
import type { ContractEvent } from '../contracts/schema.ts'
import type { WordsOf } from './event-messages.ts'

export const contractWords = texts<WordsOf<ContractEvent>>({
  vi: {},
  en: {},
})
