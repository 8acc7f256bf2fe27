import type { FastifyInstance } from 'fastify'

export function outcomeRoutes(_app: FastifyInstance): void {}
