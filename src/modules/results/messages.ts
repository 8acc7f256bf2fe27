import { texts } from '../../platform/locale.ts'
import type { Messages } from '../../platform/refusal.ts'
import type { ResultRefusal } from './rules.ts'

export const resultRefusals = texts<Messages<ResultRefusal>>({
  vi: {},
  en: {},
})
