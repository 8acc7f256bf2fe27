import type { FastifyInstance } from 'fastify'

export function auctionRoutes(_app: FastifyInstance): void {}
