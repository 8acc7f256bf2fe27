import { texts } from '../../platform/locale.ts'
import type { Messages } from '../../platform/refusal.ts'
import type { RoomRefusal } from './rules.ts'

export const roomRefusals = texts<Messages<RoomRefusal>>({
  vi: {},
  en: {},
})
