import type { FastifyRequest } from 'fastify'
import { asSystem } from '../../core/database.ts'
import { idOf } from '../../web/http.tsx'
import { openSolution } from './opening.ts'
import { solutionFile, type SolutionFile } from './queries.ts'
import { runRounds, runsRounds } from './rounds.ts'
import { isDue } from './rules.ts'

/** The call as this reader may see it. Where its last day is over and nobody has opened the envelopes yet, looking opens them, as the clock would; so are turns of a round over whose minutes are. */
export async function solutionLooked(request: FastifyRequest): Promise<SolutionFile> {
  const { ctx } = request, id = idOf(request, 'solution_id')
  const file = await solutionFile(ctx, id)
  const moved = isDue(file.call, ctx.now()) ? await openSolution(asSystem(ctx.db), id, ctx.now()) : runsRounds(file.call) && (await runRounds(asSystem(ctx.db), id, ctx.now()))
  return moved ? solutionFile(ctx, id) : file
}
