import { z } from 'zod'
import { type Ctx, isSignedIn, mayEditFor, permit, personOf, record, transact } from '../../core/context.ts'
import { choiceField, idField, optionalIdField, requestKeyField, textField } from '../../platform/fields.ts'
import { locales } from '../../platform/locale.ts'
import { found, notFound, refuse } from '../../platform/refusal.ts'
import { plain } from '../../platform/text.ts'
import { refreshSearch } from '../listings/indexing.ts'
import { longestText, type TextField, textFields } from '../listings/rules.ts'
import { listingInTurn, markChanged } from '../listings/turns.ts'
import { fieldsOfKind, proposalsOf, textsOf } from './queries.ts'
import { type DeskRefusal, helps, mostProposals, takeLine } from './rules.ts'

export const AskHelp = z.object({ id: idField, note: textField(1000, 5), expert_id: optionalIdField })
/**
 * The Exchange's desk, or the expert named, may read this listing and propose wording until the help
 * ends. Refused with `help_open` where help was asked for already.
 */
export async function askHelp(ctx: Ctx, { id, note, expert_id }: z.output<typeof AskHelp>): Promise<number> {
  return transact(ctx, async (tx) => {
    const { organisation_id } = await listingInTurn(ctx, tx, id)
    const expert = expert_id === null ? null : await tx.selectFrom('expert').select('person_id').where('id', '=', expert_id).where('published_at', 'is not', null).executeTakeFirst()
    if (expert === undefined) refuse<DeskRefusal>({ code: 'no_such_mentor' })
    const asked = await tx.insertInto('desk_help').values({ listing_id: id, organisation_id, asked_by: personOf(ctx.actor), asked_at: ctx.now(), note, mentor_id: expert?.person_id ?? null })
      .onConflict((on) => on.column('listing_id').where('ended_at', 'is', null).doNothing()).returning('id').executeTakeFirst()
    if (!asked) return refuse<DeskRefusal>({ code: 'help_open' })
    await record(tx, ctx, `listing:${id}`, { type: 'desk.help_asked', help_id: asked.id, listing_id: id, mentor: expert !== null }, organisation_id)
    return asked.id
  })
}

export const EndHelp = z.object({ help_id: idField })
/** Whoever helped reads the listing no longer. Pressed by those who asked or by the one who helps; a second press changes nothing. */
export async function endHelp(ctx: Ctx, { help_id }: z.output<typeof EndHelp>): Promise<{ listing_id: number; own: boolean }> {
  permit(ctx.actor, isSignedIn)
  return transact(ctx, async (tx) => {
    const help = found(await tx.selectFrom('desk_help').selectAll().where('id', '=', help_id).forUpdate().executeTakeFirst())
    const own = mayEditFor(help.organisation_id)(ctx.actor)
    if (!own && !helps(ctx.actor, help)) notFound()
    if (help.ended_at === null) {
      await tx.updateTable('desk_help').set({ ended_at: ctx.now(), ended_by: personOf(ctx.actor) }).where('id', '=', help_id).execute()
      await record(tx, ctx, `listing:${help.listing_id}`, { type: 'desk.help_ended', help_id, listing_id: help.listing_id }, help.organisation_id)
    }
    return { listing_id: help.listing_id, own }
  })
}

const wording = (field: TextField) => z.string({ error: 'invalid' }).max(100_000, { error: `too_long:${longestText[field]}` }).transform(plain).pipe(z.string().max(longestText[field], { error: `too_long:${longestText[field]}` })).optional()
export const ProposeWording = z.object({
  help_id: idField, request_key: requestKeyField, reason: textField(1000, 5),
  ...(Object.fromEntries(textFields.flatMap((field) => locales.map((language) => [`${field}_${language}`, wording(field)]))) as Record<`${TextField}_${'vi' | 'en'}`, ReturnType<typeof wording>>),
})
/**
 * The owner finds a proposal for every field whose text was changed; the listing stays as it is. The same
 * press twice is one proposal. Refused with `nothing_proposed` where every field reads as it did.
 */
export async function proposeWording(ctx: Ctx, { help_id, request_key, reason, ...typed }: z.output<typeof ProposeWording>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  return transact(ctx, async (tx) => {
    const help = found(await tx.selectFrom('desk_help').selectAll().where('id', '=', help_id).forUpdate().executeTakeFirst())
    if (!helps(ctx.actor, help)) notFound()
    if (help.ended_at !== null) refuse<DeskRefusal>({ code: 'help_over' })
    if (await tx.selectFrom('wording_proposal').select('id').where('request_key', '=', request_key).limit(1).executeTakeFirst()) return
    const { kind } = found(await tx.selectFrom('listing').select('kind').where('id', '=', help.listing_id).executeTakeFirst())
    const texts = await textsOf(tx, help.listing_id)
    const changed = locales.flatMap((language) => fieldsOfKind(kind).flatMap((field) => {
      const before = texts.find((text) => text.language === language)?.[field] ?? '', after = typed[`${field}_${language}`]
      return after === undefined || after === before ? [] : [{ field, language, before, after }]
    }))
    if (changed.length === 0) refuse<DeskRefusal>({ code: 'nothing_proposed' })
    for (const { field, language, after } of changed) if (field === 'title' && !after) throw new z.ZodError([{ code: 'custom', path: [`title_${language}`], message: 'required', input: after }])
    const { n } = await tx.selectFrom('wording_proposal').select(({ fn }) => fn.countAll<number>().as('n')).where('help_id', '=', help_id).executeTakeFirstOrThrow()
    if (n + changed.length > mostProposals) refuse<DeskRefusal>({ code: 'too_many_proposals', most: mostProposals })
    for (const { field, language, before, after } of changed) {
      const { id } = await tx.insertInto('wording_proposal').values({ help_id, listing_id: help.listing_id, field, language, before, after, reason, proposed_by: personOf(ctx.actor), proposed_at: ctx.now(), request_key }).returning('id').executeTakeFirstOrThrow()
      await record(tx, ctx, `listing:${help.listing_id}`, { type: 'desk.wording_proposed', proposal_id: id, listing_id: help.listing_id, field, language }, help.organisation_id)
    }
  })
}

export const DecideLine = z.object({ id: idField, proposal_id: idField, position: z.coerce.number().int().min(0).max(30_000), decision: choiceField(['accept', 'reject']) })
/**
 * One line of a proposal is taken into the listing, or left out of it, for good. Nothing else of the text
 * changes. A published listing that takes a line is reviewed anew, as after every change. Refused with
 * `text_moved_on` where the passage reads differently by now.
 */
export async function decideLine(ctx: Ctx, { id, proposal_id, position, decision }: z.output<typeof DecideLine>): Promise<void> {
  return transact(ctx, async (tx) => {
    const listing = await listingInTurn(ctx, tx, id)
    const proposal = found((await proposalsOf(tx, id, { proposal: proposal_id }))[0])
    if (!proposal.lines.some((line) => line.position === position)) notFound()
    const accepted = decision === 'accept'
    const decided = proposal.decisions.get(position)
    if (decided === accepted) return
    if (decided !== undefined) refuse<DeskRefusal>({ code: 'line_decided' })
    const { field, language } = proposal
    if (accepted) {
      const present = (await textsOf(tx, id)).find((text) => text.language === language)
      const text = takeLine(present?.[field] ?? '', proposal, new Set([...proposal.decisions].flatMap(([at, taken]) => (taken ? at : []))), position)
      // A language has a title or no texts at all.
      if (text === null || (field === 'title' && !text) || (!present && field !== 'title')) return refuse<DeskRefusal>({ code: 'text_moved_on' })
      if (text.length > longestText[field]) refuse<DeskRefusal>({ code: 'too_long_for_field', most: longestText[field] })
      await tx.insertInto('listing_text').values({ listing_id: id, language, title: text, [field]: text }).onConflict((on) => on.columns(['listing_id', 'language']).doUpdateSet({ [field]: text })).execute()
      await markChanged(ctx, tx, listing, [`${field}_${language}`], { quietly: true })
      await refreshSearch(tx, [id])
    }
    await tx.insertInto('wording_line').values({ proposal_id, position, accepted, decided_by: personOf(ctx.actor), decided_at: ctx.now() }).execute()
    await record(tx, ctx, `listing:${id}`, { type: 'desk.line_decided', proposal_id, listing_id: id, position, accepted }, listing.organisation_id)
  })
}
