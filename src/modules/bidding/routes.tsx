import type { FastifyInstance } from 'fastify'

export function biddingRoutes(_app: FastifyInstance): void {}
