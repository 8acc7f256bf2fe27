import { texts } from '../../platform/locale.ts'
import type { Messages } from '../../platform/refusal.ts'
import type { OutcomeRefusal } from './rules.ts'

export const outcomeRefusals = texts<Messages<OutcomeRefusal>>({
  vi: {},
  en: {},
})
