import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { notFound } from '../../platform/refusal.ts'
import { formatInstant } from '../../platform/time.ts'
import { type FormState, queryOf } from '../../web/http.tsx'
import { partForms, partOf } from '../deals/part-routes.tsx'
import { fileKinds, sendTable } from '../sourcing/file-routes.ts'
import { SaveAssumptions } from './assumption-fields.ts'
import { assumptionLines, type Source, WorthPage, type WorthFile, worthTable } from './pages/worth.tsx'
import { assumptionsOf, latestVersion, versionOf, versionsOf } from './queries.ts'
import { audiences } from './schema.ts'
import { sheetTexts } from './sheet-messages.ts'
import { saveAssumptions } from './worth-commands.ts'
import { worthTexts } from './worth-messages.ts'
import { sensitivityOf, worthOf } from './worth-rules.ts'

const number = z.coerce.number().int().min(1).max(10_000).nullable().catch(null)
const WorthAddress = z.object({ by: z.enum(['own', 'supplier', 'demander']).nullable().catch(null), number, against: number })

/** What the address asks to see reckoned, from what this reader may know. */
async function worthIn(request: FastifyRequest): Promise<WorthFile> {
  const file = await partOf(request, 'terms')
  const { db } = request.ctx
  const { id } = file.deal
  const asked = WorthAddress.parse({ by: null, number: null, against: null, ...queryOf(request) })
  const [versions, assumptions] = [await versionsOf(db, id), await assumptionsOf(db, id)]
  const version = asked.number ? await versionOf(db, id, asked.number) : await latestVersion(db, id)
  const other = asked.against && asked.against !== version?.number ? await versionOf(db, id, asked.against) : null
  const own = file.acts.talk ?? file.acts.edit
  const shared = (organisation: number) => assumptions.find((one) => one.organisation_id === organisation && one.audience === 'shared')
  const known = { own: assumptions.find((one) => one.audience === 'private' && (own === null || one.organisation_id === own)), supplier: shared(file.supplier.id), demander: shared(file.demander.id) }
  const sources = (['own', 'supplier', 'demander'] as const satisfies readonly Source[]).filter((one) => known[one])
  const source = asked.by && known[asked.by] ? asked.by : (sources[0] ?? null)
  const used = source ? (known[source] ?? null) : null
  const worth = version && used ? worthOf(version.content, used.values) : null
  const side = (own ?? (source === 'own' ? used?.organisation_id : null)) === file.demander.id ? 'demander' as const : 'supplier' as const
  return {
    file, versions, version, assumptions, source, sources, used, worth, sensitivity: version && used && worth ? { side, found: sensitivityOf(version.content, used.values, side) } : null,
    against: other && used ? { version: other, worth: worthOf(other.content, used.values) } : null,
  }
}

export function worthRoutes(app: FastifyInstance): void {
  const show = async (request: FastifyRequest, forms: Record<string, FormState>) => <WorthPage shown={await worthIn(request)} forms={forms} />
  app.get('/deals/:deal_id/terms/worth', async (request, reply) => reply.page(await show(request, {})))
  const form = partForms(app, 'terms', async (request, forms) => {
    // Fields carry the name of their form, as two of them stand on the page; the page gives it to them again.
    const named = Object.entries(forms).map(([name, state]) => [name, { ...state, values: Object.fromEntries(Object.entries(state.values).map(([field, value]) => [field.replace(`${name}_`, ''), value])) }])
    return show(request, Object.fromEntries(named) as Record<string, FormState>)
  })
  for (const audience of audiences) {
    // What carries another name, or none, is no field of this form.
    const schema = z.preprocess((typed) => { const { deal_id, ...sent } = typed as Record<string, unknown>; return { ...Object.fromEntries(Object.entries(sent).flatMap(([name, value]) => (name.startsWith(`${audience}_`) ? [[name.slice(audience.length + 1), value]] : []))), deal_id, audience } }, SaveAssumptions)
    form({ path: `assumptions/${audience}`, name: audience, schema, done: 'terms_assumed', act: saveAssumptions, to: ({ deal_id }) => `/deals/${deal_id}/terms/worth` })
  }
  for (const kind of fileKinds) {
    app.get(`/deals/:deal_id/terms/worth.${kind}`, async (request, reply) => {
      const { locale, now } = request.ctx
      const { file, version, worth, used, source } = await worthIn(request)
      if (!version || !worth || !used || !source) return notFound()
      const t = worthTexts[locale]
      return sendTable(request, reply, kind, `worth-${file.deal.id}-${version.number}`, worthTable(worth, locale), t.table, {
        title: t.about, said: [[t.version, sheetTexts[locale].version(version.number)], [t.by, t.sources[source]], [t.counted, formatInstant(now(), locale)], ...assumptionLines(used.values, locale), ['', t.rounding], ['', t.formula]],
      })
    })
  }
}
