import { texts } from '../../platform/locale.ts'
import type { Messages } from '../../platform/refusal.ts'
import type { ContractRefusal } from './rules.ts'

export const contractRefusals = texts<Messages<ContractRefusal>>({
  vi: {},
  en: {},
})
