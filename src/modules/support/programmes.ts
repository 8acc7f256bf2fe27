import { z } from 'zod'
import listed from '../../../data/support-programmes.json' with { type: 'json' }
import { isDay } from '../../platform/time.ts'
import { ruleMarks } from '../rulebook/schema.ts'
import { type Condition, derivations, type Fact, factKinds, type Programme, type Test } from './schema.ts'

/** data/support-programmes.json as it is read: every test names a fact that is asked, every condition says how well it is known. */
const text = z.string().min(1)
const test: z.ZodType<Test> = z.lazy(() => z.union([
  z.strictObject({ fact: text, is: text }), z.strictObject({ fact: text, least: z.number().int().nonnegative() }), z.strictObject({ any: z.array(test).min(2) }), z.strictObject({ all: z.array(test).min(2) }),
]))
const condition = z.object({ fact: text.optional(), is: text.optional(), least: z.number().int().optional(), any: z.array(test).optional(), all: z.array(test).optional(), vi: text, en: text, mark: z.enum(ruleMarks) })
  .transform(({ vi, en, mark, ...rest }, issues): Condition => {
    const read = Object.keys(rest).length ? test.safeParse(rest) : { success: true as const, data: null }
    if (read.success) return { vi, en, mark, test: read.data }
    issues.addIssue({ code: 'custom', message: 'a test names a fact and what it must be, or several tests' })
    return z.NEVER
  })
  .refine(({ test: has, mark }) => (has === null) === (mark === 'NF' || mark === 'K'), { error: 'what is judged is verified, and what is verified is judged' })
const programme = z.object({
  code: z.string().regex(/^[a-z-]{1,40}$/), for: z.enum(['supplier', 'demander', 'either']), vi: text, en: text, gives_vi: text, gives_en: text, document: text, source: z.url(), mark: z.enum(['S', 'S2']),
  from: z.string().refine(isDay).optional().transform((day) => day ?? null), conditions: z.array(condition).min(1), papers: z.array(z.object({ vi: text, en: text, mark: z.enum(['S', 'S2']) })),
})
const fact = z.object({ code: z.string().regex(/^[a-z_]{1,40}$/), kind: z.enum(factKinds), of: z.enum(['side', 'deal']), derived: z.enum(derivations).optional(), vi: text, en: text })
export const ProgrammeList = z.object({ read_on: z.string().refine(isDay), facts: z.array(fact), programmes: z.array(programme) })

const read = ProgrammeList.parse(listed)
export const facts: readonly Fact[] = read.facts
export const programmes: readonly Programme[] = read.programmes
/** The day on which somebody last read the sources. */
export const readOn: string = read.read_on
export const programmeOf = (code: string): Programme | undefined => programmes.find((one) => one.code === code)
export const factOf = (code: string): Fact | undefined => facts.find((one) => one.code === code)
