import { texts } from '../../platform/locale.ts'
import type { SupportEvent } from '../support/schema.ts'
import type { WordsOf } from './event-messages.ts'

export const supportWords = texts<WordsOf<SupportEvent>>({
  vi: { 'support.facts_said': ({ facts }) => `Khai ${facts.length} thông tin để tìm chương trình hỗ trợ` },
  en: { 'support.facts_said': ({ facts }) => `Said ${facts.length} ${facts.length === 1 ? 'fact' : 'facts'} to find support` },
})
