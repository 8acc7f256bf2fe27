import type { FastifyInstance } from 'fastify'
import type { Config } from './platform/config.ts'

/** The routes of every module, below /vi and /en. */
export function domainRoutes(_app: FastifyInstance, _config: Config): void {
}
