import { texts } from '../../platform/locale.ts'
import type { Messages } from '../../platform/refusal.ts'
import type { BiddingRefusal } from './rules.ts'

export const biddingRefusals = texts<Messages<BiddingRefusal>>({ vi: {}, en: {} })
