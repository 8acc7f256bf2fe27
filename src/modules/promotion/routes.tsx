import type { FastifyInstance, FastifyRequest } from 'fastify'
import sharp from 'sharp'
import type { Db } from '../../core/database.ts'
import { locales } from '../../platform/locale.ts'
import { bounded, Crowded, oneAtATime } from '../../platform/one-at-a-time.ts'
import { notFound } from '../../platform/refusal.ts'
import { type Storage, StorageAway } from '../../platform/storage.ts'
import { idOf } from '../../web/http.tsx'
import { answerPublicly, versionOf } from '../../web/public-answer.ts'
import { documentOf } from '../documents/queries.ts'
import { cardsOf, listingFor } from '../listings/queries.ts'
import { type ListingKind, listingKinds } from '../listings/schema.ts'
import { taxonomyOf } from '../taxonomy/queries.ts'
import { asStranger, factsOf, type ListingFacts } from './pages/facts.ts'
import { drawSharePicture } from './pages/picture.ts'
import { EmbeddedCard, SharePage } from './pages/share.tsx'
import { drawSheet } from './pages/sheet.ts'

/** Rises when a sheet or picture of the same facts looks different. */
const look = 1
/** Drawing takes a processor for a tenth of a second or two, so one is drawn after the other, and those drawn last are kept. */
const inTurn = oneAtATime(20)
const drawn = bounded<Buffer>(24 * 1024 * 1024, ({ length }) => length)

async function once(version: string, draw: () => Promise<Buffer>): Promise<Buffer> {
  return drawn.get(version) ?? inTurn(async () => {
    const before = drawn.get(version) // somebody who stood before us in line may have asked for the same
    if (before) return before
    const made = await draw()
    drawn.set(version, made)
    return made
  })
}

/** What can be taken away from a listing's page: its sheet, its picture for other sites, and the page that leads to them. */
export function shareRoutes(app: FastifyInstance, { publicUrl, storage }: { publicUrl: string; storage: Storage }): void {
  for (const kind of listingKinds) {
    app.get(`/${kind}s/:id/sheet.pdf`, async (request, reply) => {
      const { ctx, facts } = await factsFor(request, kind, publicUrl)
      const version = versionOf('sheet', look, facts)
      return answerPublicly(request, reply, { type: 'application/pdf', version, name: `${kind}-${idOf(request)}-${ctx.locale}.pdf`, make: () => once(version, async () => drawSheet(facts, await pictureOf(ctx.db, storage, facts), ctx.now())) })
    })
    app.get(`/${kind}s/:id/share.png`, async (request, reply) => {
      const { facts: { day: _, ...facts } } = await factsFor(request, kind, publicUrl)
      const version = versionOf('picture', look, facts)
      return answerPublicly(request, reply, { type: 'image/png', version, name: `${kind}-${idOf(request)}.png`, make: () => once(version, () => drawSharePicture(facts)) })
    })
    app.get(`/${kind}s/:id/share`, async (request, reply) => {
      const { facts } = await factsFor(request, kind, publicUrl)
      return reply.page(<SharePage facts={facts} path={`/${kind}s/${idOf(request)}`} />)
    })
  }
}

/**
 * The card for other sites' frames, outside the languages, where no session is looked for. Of all
 * pages of the Exchange only this one may stand in a foreign frame: nothing can be pressed in it.
 */
export function embedRoutes(app: FastifyInstance): void {
  for (const locale of locales) for (const kind of listingKinds) {
    app.get(`/embed/${locale}/${kind}s/:id`, async (request, reply) => {
      request.ctx = asStranger({ ...request.ctx, locale })
      const { db } = request.ctx
      const { id } = await listingFor(request.ctx, idOf(request), kind)
      const [[card], taxonomy] = await Promise.all([cardsOf(db, [id], locale), taxonomyOf(db)])
      if (!card) return notFound()
      reply.raw.removeHeader('x-frame-options')
      void reply.header('content-security-policy', "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *").header('cross-origin-resource-policy', 'cross-origin')
      return reply.page(<EmbeddedCard card={card} taxonomy={taxonomy} demonstration={card.demonstration} />)
    })
  }
}

async function factsFor(request: FastifyRequest, kind: ListingKind, publicUrl: string) {
  const ctx = asStranger(request.ctx)
  const [listing, taxonomy] = await Promise.all([listingFor(ctx, idOf(request), kind), taxonomyOf(ctx.db)])
  return { ctx, facts: factsOf(listing, taxonomy, ctx.locale, publicUrl, ctx.now()) }
}

const largestPicture = 32 * 1024 * 1024
/** The listing's first picture as the sheet prints it; sharp leaves out everything a camera wrote beside it. Null where there is none to show. */
async function pictureOf(db: Db, storage: Storage, { picture }: ListingFacts): Promise<Buffer | null> {
  const document = picture && (await documentOf(db, picture.document_id))
  if (!document || document.bytes > largestPicture) return null
  try {
    const file = await storage.open(document.sha256)
    if (!file) return null
    const bytes = Buffer.concat(await file.toArray() as Buffer[])
    return await sharp(bytes, { limitInputPixels: 60_000_000 }).rotate().resize(1100, 550, { fit: 'inside', withoutEnlargement: true }).flatten({ background: '#ffffff' }).jpeg({ quality: 82 }).timeout({ seconds: 5 }).toBuffer()
  } catch (error) {
    // Without the storage a sheet would be kept that lacks its picture; a picture no program can read is left out.
    if (error instanceof StorageAway) throw new Crowded('the file storage is away', { cause: error })
    return null
  }
}
