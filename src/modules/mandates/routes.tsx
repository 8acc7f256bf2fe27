import type { FastifyInstance } from 'fastify'

export function mandateRoutes(_app: FastifyInstance): void {}
