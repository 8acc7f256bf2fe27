import type { FastifyInstance } from 'fastify'
import type { Storage } from '../../platform/storage.ts'
import { decisionRoutes } from './decision-routes.tsx'
import { meetingRoutes } from './meeting-routes.tsx'
import { questionRoutes } from './question-routes.tsx'
import { reportRoutes } from './report-routes.tsx'
import { dataRoomRoutes } from './room-routes.tsx'

export function roomRoutes(app: FastifyInstance, uploads: { storage: Storage; uploadMaxBytes: number }, publicUrl: string): void {
  dataRoomRoutes(app, uploads)
  reportRoutes(app)
  questionRoutes(app)
  meetingRoutes(app, publicUrl)
  decisionRoutes(app)
}
