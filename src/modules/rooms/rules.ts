export type RoomRefusal = never
