import { texts } from '../../platform/locale.ts'
import type { Messages } from '../../platform/refusal.ts'
import type { TermRefusal } from './rules.ts'

export const termRefusals = texts<Messages<TermRefusal>>({
  vi: {},
  en: {},
})
