import type { FastifyInstance } from 'fastify'

export function paymentRoutes(_app: FastifyInstance): void {}
