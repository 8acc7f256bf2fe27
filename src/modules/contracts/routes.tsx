import type { FastifyInstance } from 'fastify'

export function contractRoutes(_app: FastifyInstance): void {}
