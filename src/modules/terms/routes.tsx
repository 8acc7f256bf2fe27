import type { FastifyInstance } from 'fastify'

export function termRoutes(_app: FastifyInstance): void {}
