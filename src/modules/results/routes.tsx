import type { FastifyInstance } from 'fastify'

export function resultRoutes(_app: FastifyInstance): void {}
