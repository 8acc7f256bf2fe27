import type { FastifyInstance } from 'fastify'

export function roomRoutes(_app: FastifyInstance): void {}
