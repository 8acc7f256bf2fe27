import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { type Ctx, isMemberOf } from '../../core/context.ts'
import { found } from '../../platform/refusal.ts'
import { hanoiDay } from '../../platform/time.ts'
import { AddClaim, addClaim, AddEvidence, addEvidence, AnswerFailedTest, answerFailedTest, WithdrawClaim, withdrawClaim, WithdrawEvidence, withdrawEvidence } from '../evidence/commands.ts'
import { type ClaimShown, claimsOf } from '../evidence/queries.ts'
import { claimKinds, evidenceResults, proofGrades } from '../evidence/schema.ts'
import { listingFor } from '../listings/queries.ts'
import { act, answers, numbered, refusals, secured } from './answering-routes.ts'
import { Claim, Evidence, shownClaim, shownEvidence } from './operations.ts'

const params = numbered('id', 'claim_id')
const one = numbered('id', 'evidence_id')
const day = z.iso.date().describe('A day in Hanoi.')
const Reason = z.strictObject({ reason: z.string().min(10).max(1000) }).meta({ examples: [{ reason: 'Đã có số liệu đo mới hơn, xem điều công bố khác.' }] })

/** What an offer claims and what proves it: read as its page shows it, written by its own people. Files are added on the page, where they are scanned; moderators compare there. */
export function evidenceOperations(plain: FastifyInstance): void {
  const api = plain.withTypeProvider<ZodTypeProvider>()
  /** Its claims as this reader may have them: to others only what stands or was contradicted, and of evidence only what was compared. */
  const claims = async (ctx: Ctx, id: number): Promise<ClaimShown[]> => {
    const listing = await listingFor(ctx, id)
    const all = listing.kind === 'offer' ? await claimsOf(ctx.db, id, hanoiDay(ctx.now())) : []
    if (isMemberOf(listing.organisation_id)(ctx.actor)) return all
    return all.filter(({ withdrawn_at, standing }) => !withdrawn_at || standing.contradicted)
      .map((claim) => ({ ...claim, withdrawal_reason: '', evidence: claim.evidence.filter(({ state, withdrawn_at }) => state === 'confirmed' && !withdrawn_at).map((of) => ({ ...of, decision_reason: '' })) }))
  }
  const claim = async (ctx: Ctx, id: number, claimId: number) => ({ body: shownClaim(found((await claims(ctx, id)).find((of) => of.id === claimId)), hanoiDay(ctx.now())) })
  const piece = async (ctx: Ctx, id: number, evidenceId: number) => ({ body: shownEvidence(found((await claims(ctx, id)).flatMap(({ evidence }) => evidence).find((of) => of.id === evidenceId)), hanoiDay(ctx.now())) })

  api.get('/v1/listings/:id/claims', { schema: {
    tags: ['Evidence'], operationId: 'listClaims', summary: 'What an offer claims and what proves it', 'x-vi': 'Điều công bố và bằng chứng của một chào bán', description: 'All of it, as it stands today. To its own organisation, with the scope listings, what waits to be compared or was withdrawn as well. A need claims nothing.', params: numbered('id'),
    response: answers(200, z.object({ claims: z.array(Claim) }), 'The claims, those that stand first.'),
  } }, async (request) => ({ claims: (await claims(request.ctx, request.params.id)).map((of) => shownClaim(of, hanoiDay(request.ctx.now()))) }))
  api.post('/v1/listings/:id/claims', { config: { scope: 'listings_write' }, schema: {
    tags: ['Evidence'], operationId: 'addClaim', summary: 'Claim something of an offer', 'x-vi': 'Thêm điều công bố', description: 'A published listing becomes a draft again and is reviewed anew.', security: secured, params: numbered('id'),
    body: z.strictObject({
      kind: z.enum(claimKinds), statement_vi: z.string().max(300).default(''), statement_en: z.string().max(300).default(''), amount: z.number().min(-999_999_999_999).max(999_999_999_999).nullable().default(null).describe('At most six places after the point are kept.'),
      unit: z.string().max(40).default(''), conditions: z.string().max(300).default(''),
    }).meta({ id: 'NewClaim', description: 'A statement in at least one language.', examples: [{ kind: 'cost', statement_vi: 'Tiêu thụ 0,9 kWh cho mỗi kg nước tách ra.', amount: 0.9, unit: 'kWh/kg', conditions: 'Cà rốt thái lát, 45 °C' }] }),
    response: answers(201, Claim, 'The claim, on its owner’s word.', ...refusals),
  } }, (request, reply) => act(request, reply, {
    answers: Claim, status: 201,
    work: async (ctx) => {
      const { id } = request.params
      const { amount, ...given } = request.body
      return claim(ctx, id, await addClaim(ctx, AddClaim.parse({ ...given, id, amount: amount === null ? '' : amount.toFixed(6), request_key: randomUUID() })))
    },
  }))
  api.post('/v1/listings/:id/claims/:claim_id/withdrawal', { config: { scope: 'listings_write' }, schema: {
    tags: ['Evidence'], operationId: 'withdrawClaim', summary: 'Take a claim back', 'x-vi': 'Rút điều công bố', description: 'One that a test contradicted stays on the page with its day.', security: secured, params, body: Reason, response: answers(200, Claim, 'The claim, withdrawn.', ...refusals),
  } }, (request, reply) => act(request, reply, {
    answers: Claim, work: async (ctx) => { const { id, claim_id } = request.params; await withdrawClaim(ctx, WithdrawClaim.parse({ ...request.body, id, claim_id })); return claim(ctx, id, claim_id) },
  }))
  api.post('/v1/listings/:id/claims/:claim_id/evidence', { config: { scope: 'listings_write' }, schema: {
    tags: ['Evidence'], operationId: 'addEvidence', summary: 'Add evidence to a claim', 'x-vi': 'Thêm bằng chứng', description: 'Until a moderator has compared it, it counts as its owner’s word and nobody else reads it. From grade 2 on it needs a reference; a file is added by people on the page.', security: secured, params,
    body: z.strictObject({
      grade: z.literal(proofGrades).describe('What it is offered at: 1 the owner’s word, 2 a document, 3 a third party, 4 proven in the field.'), result: z.enum(evidenceResults), title: z.string().min(3).max(160), made_on: day, issuer: z.string().min(2).max(200).describe('A name that is exactly one organisation’s, or its tax code, stands for it.'),
      reference: z.string().max(300).default('').describe('An address, or the number of the document.'), note: z.string().max(1000).default(''), valid_until: day.nullable().default(null),
    }).meta({ id: 'NewEvidence', examples: [{ grade: 3, result: 'supports', title: 'Phiếu kết quả thử nghiệm 118/2026', made_on: '2026-04-14', issuer: 'Trung tâm Kỹ thuật 1', reference: '118/2026/TN' }] }),
    response: answers(201, Evidence, 'The evidence, waiting to be compared.', ...refusals),
  } }, (request, reply) => act(request, reply, {
    answers: Evidence, status: 201,
    work: async (ctx) => {
      const { id, claim_id } = request.params
      const { valid_until, ...given } = request.body
      return piece(ctx, id, await addEvidence(ctx, AddEvidence.parse({ ...given, id, claim_id, valid_until: valid_until ?? '', request_key: randomUUID() }), null))
    },
  }))
  api.post('/v1/listings/:id/evidence/:evidence_id/withdrawal', { config: { scope: 'listings_write' }, schema: {
    tags: ['Evidence'], operationId: 'withdrawEvidence', summary: 'Take evidence back', 'x-vi': 'Rút bằng chứng', description: 'What was found to contradict the claim is not its owner’s to take back.', security: secured, params: one, body: Reason, response: answers(200, Evidence, 'The evidence, withdrawn.', ...refusals),
  } }, (request, reply) => act(request, reply, {
    answers: Evidence,
    work: async (ctx) => { const { id, evidence_id } = request.params; await piece(ctx, id, evidence_id); await withdrawEvidence(ctx, WithdrawEvidence.parse({ ...request.body, evidence_id })); return piece(ctx, id, evidence_id) },
  }))
  api.post('/v1/listings/:id/evidence/:evidence_id/answer', { config: { scope: 'listings_write' }, schema: {
    tags: ['Evidence'], operationId: 'answerFailedTest', summary: 'Answer a test that contradicts a claim', 'x-vi': 'Trả lời kết quả thử trái với điều công bố', description: 'Once; it stands beside the test and changes no grade.', security: secured, params: one,
    body: z.strictObject({ answer: z.string().min(20).max(1000) }).meta({ examples: [{ answer: 'Lần thử dùng bản máy cũ; bản hiện nay được thử lại vào tháng 6.' }] }), response: answers(200, Evidence, 'The test with its answer.', ...refusals),
  } }, (request, reply) => act(request, reply, {
    answers: Evidence, work: async (ctx) => { const { id, evidence_id } = request.params; await answerFailedTest(ctx, AnswerFailedTest.parse({ ...request.body, id, evidence_id })); return piece(ctx, id, evidence_id) },
  }))
}
