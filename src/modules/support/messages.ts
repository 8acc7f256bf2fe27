import { texts } from '../../platform/locale.ts'
import type { Messages } from '../../platform/refusal.ts'
import type { SupportRefusal } from './rules.ts'

export const supportRefusals = texts<Messages<SupportRefusal>>({
  vi: {},
  en: {},
})
