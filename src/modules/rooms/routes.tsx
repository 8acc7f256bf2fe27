import type { FastifyInstance } from 'fastify'
import type { Storage } from '../../platform/storage.ts'
import { dataRoomRoutes } from './room-routes.tsx'

export function roomRoutes(app: FastifyInstance, uploads: { storage: Storage; uploadMaxBytes: number }): void {
  dataRoomRoutes(app, uploads)
}
