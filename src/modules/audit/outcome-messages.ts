import { texts } from '../../platform/locale.ts'
import type { OutcomeEvent } from '../outcomes/schema.ts'
import type { WordsOf } from './event-messages.ts'

export const outcomeWords = texts<WordsOf<OutcomeEvent>>({
  vi: { 'outcome.stated': ({ months, correction }) => `${correction ? 'Nói lại' : 'Cho biết'} công nghệ được dùng thế nào sau ${months} tháng` },
  en: { 'outcome.stated': ({ months, correction }) => `${correction ? 'Said anew' : 'Said'} how the technology is used after ${months} months` },
})
