import { texts } from '../../platform/locale.ts'
import type { RoomEvent } from '../rooms/schema.ts'
import type { WordsOf } from './event-messages.ts'

export const roomWords = texts<WordsOf<RoomEvent>>({
  vi: {},
  en: {},
})
