import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { permit } from '../../core/context.ts'
import { idField } from '../../platform/fields.ts'
import { found } from '../../platform/refusal.ts'
import { formPage, type FormState, idOf } from '../../web/http.tsx'
import { DoorPage } from './pages/door.tsx'
import { placedIn, sessionById } from './queries.ts'
import { checkIn, CheckInOne, checkInOne } from './registration-commands.ts'
import { mostScans, runsSessions } from './rules.ts'
import { placesOf } from './taking.ts'
import { codeHash, codeOf } from './ticket-rules.ts'

const read = (text: unknown): unknown => { try { return JSON.parse(String(text)) } catch { return null } }
const OneScan = z.object({ code: z.string().min(1).max(60), at: z.iso.datetime().transform((at) => new Date(at)), offline: z.boolean() })
/** A thing in it that is no scan is null: what a phone kept is never refused for one of them, or it would send the same for ever and nothing behind it. */
const Scans = z.object({ session_id: idField, scans: z.preprocess(read, z.array(OneScan.nullable().catch(null)).min(1).max(mostScans)) })

/** The door of a session: a page that goes on without a network, and the address to which it sends what it kept. */
export function doorRoutes(app: FastifyInstance, secret: string): void {
  const load = async (request: FastifyRequest) => {
    const { db, actor } = request.ctx
    const session = found(await sessionById(db, idOf(request, 'session_id')))
    permit(actor, runsSessions)
    const [places, placed] = await Promise.all([placesOf(db, session.id), placedIn(db, session.id)])
    return { session, places, hashes: placed.map((id) => codeHash(codeOf(secret, 'ticket', session.id, id))) }
  }
  /** This page alone has a worker behind it and may look through the camera. */
  app.addHook('onSend', async (request: FastifyRequest, reply: FastifyReply) => {
    if (reply.statusCode !== 200 || request.routeOptions.url?.endsWith('/sessions/:session_id/check-in') !== true) return
    const policy = String(reply.getHeader('content-security-policy') ?? '')
    if (policy) void reply.header('content-security-policy', `${policy};worker-src 'self'`)
    void reply.header('permissions-policy', 'camera=(self), microphone=(), geolocation=(), payment=(), usb=()')
  })
  formPage(app, {
    get: '/sessions/:session_id/check-in', post: '/sessions/:session_id/check-in', schema: CheckInOne, load,
    page: (form: FormState, loaded) => <DoorPage {...loaded} form={form} />,
    act: async (ctx, input) => `/${ctx.locale}/sessions/${input.session_id}/check-in?done=${await checkInOne(ctx, input, secret) === 'before' ? 'came_before' : 'came_in'}`,
  })
  app.post('/sessions/:session_id/check-ins', async (request, reply) => {
    const input = Scans.safeParse({ ...(request.body as object), ...(request.params as object) })
    permit(request.ctx.actor, runsSessions)
    found(await sessionById(request.ctx.db, idOf(request, 'session_id')))
    if (!input.success) return reply.code(422).send({ code: 'invalid' })
    return reply.header('cache-control', 'private, no-store').send({ answers: await checkIn(request.ctx, input.data.session_id, input.data.scans, secret) })
  })
}
