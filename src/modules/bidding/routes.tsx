import type { FastifyInstance } from 'fastify'
import type { Gate } from './gate.ts'

export function biddingRoutes(_app: FastifyInstance, _gate: Gate | null): void {}
