import { texts } from '../../platform/locale.ts'
import type { Messages } from '../../platform/refusal.ts'
import type { AuctionRefusal } from './rules.ts'

export const auctionRefusals = texts<Messages<AuctionRefusal>>({ vi: {}, en: {} })
