import { sql } from 'kysely'
import { type Ctx, isSignedIn, permit, personOf, transact } from '../../core/context.ts'
import { asSystem } from '../../core/database.ts'
import { found, notFound } from '../../platform/refusal.ts'
import { formatInstant } from '../../platform/time.ts'
import type { Document } from '../documents/schema.ts'
import { mayHave, roomSides } from './queries.ts'
import { markOf } from './rules.ts'
import type { Folder, Marking } from './schema.ts'

const hourOf = (at: Date): Date => new Date(at.getTime() - (at.getTime() % 3_600_000))
/** For which side they look: the one acted for where it is one of theirs, or else the first; null for the Exchange's people. */
const sideLooked = (ctx: Ctx, sides: readonly number[]): number | null => sides.find((side) => side === ctx.actor.organisation_id) ?? sides[0] ?? null
const looker = (ctx: Ctx, now: Date) => ({ person_id: personOf(ctx.actor), acted_by: ctx.actor.acted_by?.person_id ?? null, at: now, hour: hourOf(now), request_id: ctx.request_id })

/** That somebody looks at a document's page is written down before they get it: once an hour. What a side reads of its own is no look. */
export async function recordLook(ctx: Ctx, deal_id: number, document: { id: number; organisation_id: number }): Promise<void> {
  permit(ctx.actor, isSignedIn)
  const sides = await roomSides(ctx.db, deal_id)
  if (sides.includes(document.organisation_id)) return
  await ctx.db.insertInto('room_view').values({ deal_id, room_document_id: document.id, version_id: null, kind: 'page', owner_organisation_id: document.organisation_id, organisation_id: sideLooked(ctx, sides), ...looker(ctx, ctx.now()) }).onConflict((on) => on.doNothing()).execute()
}

/** A file as it is handed out: what lies there, how it takes a mark, and what the mark says. */
export interface Handed { document: Document; marking: Marking; mark: { across: string; foot: string }; title: string; version: number }
/**
 * Writes down that this person is handed this version now, and says what to hand them: called before the
 * first byte is sent. While it is written the file is held as it is, so that whoever is taken off a list,
 * and whatever is withdrawn, gets and is got nothing afterwards. For whoever may not have it, it is not there.
 */
export async function handOut(ctx: Ctx, deal_id: number, version_id: number): Promise<Handed> {
  permit(ctx.actor, isSignedIn)
  const at = ctx.now()
  const { version, side } = await transact(ctx, async (tx) => {
    await sql`select hold_deal_room(${deal_id}::int)`.execute(tx)
    const version = found(await tx.selectFrom('room_version as v').innerJoin('room_document as d', 'd.id', 'v.room_document_id')
      .select(['v.id', 'v.version', 'v.marking', 'v.document_id', 'v.room_document_id', 'd.folder_id', 'd.title']).where('v.id', '=', version_id).where('v.deal_id', '=', deal_id).executeTakeFirst())
    const folder: Folder = found(await tx.selectFrom('room_folder').selectAll().where('id', '=', version.folder_id).executeTakeFirst())
    const { withdrawn_at } = await tx.selectFrom('room_document').select('withdrawn_at').where('id', '=', version.room_document_id).executeTakeFirstOrThrow()
    const sides = await roomSides(tx, deal_id)
    const own = sides.includes(folder.organisation_id)
    if (withdrawn_at || !(await mayHave(tx, folder)) || (!own && folder.marked_only && version.marking === 'none')) return notFound()
    const side = sideLooked(ctx, sides)
    await tx.insertInto('room_view').values({ deal_id, room_document_id: version.room_document_id, version_id, kind: 'file', owner_organisation_id: folder.organisation_id, organisation_id: side, ...looker(ctx, at) }).execute()
    return { version, side }
  })
  const whole = asSystem(ctx.db) // that this reader may have it was decided above
  const [document, organisation] = await Promise.all([
    whole.selectFrom('document').selectAll().where('id', '=', version.document_id).executeTakeFirstOrThrow(),
    side === null ? null : whole.selectFrom('organisation').select(['name_vi', 'name_en']).where('id', '=', side).executeTakeFirst(),
  ])
  const mark = markOf({ person: ctx.actor.name, acted_by: ctx.actor.acted_by?.name ?? null, organisation: organisation ? organisation.name_vi || organisation.name_en : '', at: formatInstant(at, 'vi'), deal_id, version: version.version })
  return { document, marking: version.marking, mark, title: version.title, version: version.version }
}
