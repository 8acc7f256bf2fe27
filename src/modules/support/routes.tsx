import type { FastifyInstance } from 'fastify'

export function supportRoutes(_app: FastifyInstance): void {}
