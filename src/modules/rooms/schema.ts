// oxlint-disable-next-line no-empty-interface
export interface RoomTables {}

export type RoomEvent = never
