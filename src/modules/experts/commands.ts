import { z } from 'zod'
import { type Ctx, inPerson, isSignedIn, permit, personOf, record, transact } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { choiceField, codesField, idField, lineField, optionalDayField, optionalIdField, optionalLineField, optionalTextField, optionalUrlField, requestKeyField } from '../../platform/fields.ts'
import { found, refuse } from '../../platform/refusal.ts'
import { fold } from '../../platform/text.ts'
import { taxonomyOf } from '../taxonomy/queries.ts'
import { expertColumns, type ExpertRow } from './queries.ts'
import { doiOf, type ExpertRefusal, languages, missingIn, mostConflicts, mostPublications, newAmong, orcidOf, titleKey } from './rules.ts'
import { availabilities, conflictNatures, type ImportProblem, type PublicationSource, type Work } from './schema.ts'


export const SaveProfile = z.object({
  version: z.coerce.number({ error: 'invalid' }).int().min(0), headline_vi: optionalLineField(200), headline_en: optionalLineField(200), bio_vi: optionalTextField(5_000), bio_en: optionalTextField(5_000),
  research_fields: codesField(5), languages: codesField(10).refine((codes) => codes.every((code) => (languages as readonly string[]).includes(code)), { error: 'unknown_code' }),
  availability: choiceField(availabilities), available_from: optionalDayField, organisation_id: optionalIdField,
  orcid: optionalTextField(60).refine((typed) => typed === '' || orcidOf(typed) !== null, { error: 'orcid' }).transform((typed) => orcidOf(typed)),
})
export const PublishProfile = z.object({ version: z.coerce.number({ error: 'invalid' }).int(), consent: z.string({ error: 'invalid' }).optional() })
export const SavePublication = z.object({
  publication_id: optionalIdField, title: lineField(500), authors: optionalLineField(1_000), venue: optionalLineField(300), url: optionalUrlField,
  year: z.preprocess((value) => (value === '' || value === undefined ? null : value), z.coerce.number({ error: 'year' }).int({ error: 'year' }).min(1500, { error: 'year' }).max(2200, { error: 'year' }).nullable()),
  doi: optionalLineField(300).refine((typed) => typed === '' || doiOf(typed) !== '', { error: 'doi' }).transform(doiOf),
})
export const RemovePublication = z.object({ publication_id: idField })
export const ConfirmImport = z.object({ key: requestKeyField })
export const DeclareConflict = z.object({
  request_key: requestKeyField, organisation_id: optionalIdField, party: optionalLineField(300), nature: choiceField(conflictNatures), since: optionalDayField, until: optionalDayField, note: optionalTextField(2_000),
}).superRefine(({ organisation_id, party, since, until }, issues) => {
  if (organisation_id === null && !party) issues.addIssue({ code: 'custom', path: ['party'], message: 'required' })
  if (since && until && until < since) issues.addIssue({ code: 'custom', path: ['until'], message: 'invalid' })
})
export const WithdrawConflict = z.object({ conflict_id: idField })

/**
 * One's profile says this from now on; the first time, it is made. What is public stays complete:
 * taking away what everybody must be told is refused. `version` 0 is a profile that was not there yet.
 */
export async function saveProfile(ctx: Ctx, { version, ...content }: z.output<typeof SaveProfile>): Promise<number> {
  permit(ctx.actor, isSignedIn)
  const person_id = personOf(ctx.actor)
  if (content.organisation_id !== null && !ctx.actor.memberships.some((m) => m.organisation_id === content.organisation_id)) refuse<ExpertRefusal>({ code: 'not_your_organisation', field: 'organisation_id' })
  return transact(ctx, async (tx) => {
    const taxonomy = await taxonomyOf(ctx.db)
    const before = await tx.selectFrom('expert').select('research_fields').where('person_id', '=', person_id).executeTakeFirst()
    if (content.research_fields.some((code) => !taxonomy.takes('research_field', code, before?.research_fields ?? []))) throw new z.ZodError([{ code: 'custom', path: ['research_fields'], message: 'unknown_code', input: content.research_fields }])
    const now = ctx.now()
    const columns = { ...content, search: searchOf(ctx.actor.name, content), updated_at: now }
    if (version === 0) {
      const made = await tx.insertInto('expert').values({ ...columns, person_id, consented_at: null, published_at: null, created_at: now }).onConflict((on) => on.column('person_id').doNothing()).returning('id').executeTakeFirst()
      if (made) { await record(tx, ctx, `expert:${made.id}`, { type: 'expert.profile_saved', expert_id: made.id, version: 1 }); return made.id }
    }
    const expert = await ownInTurn(ctx, tx)
    if (expert.version !== Math.max(version, 1)) refuse<ExpertRefusal>({ code: 'profile_changed_meanwhile', version: expert.version })
    const missing = missingIn(content)
    if (expert.published_at && missing.length) refuse<ExpertRefusal>({ code: 'incomplete_profile', missing })
    await tx.updateTable('expert').set({ ...columns, version: expert.version + 1 }).where('id', '=', expert.id).execute()
    await record(tx, ctx, `expert:${expert.id}`, { type: 'expert.profile_saved', expert_id: expert.id, version: expert.version + 1 })
    return expert.id
  })
}

/** Everybody may read the profile, and when its person consented to that is kept. Nobody consents in another's name. */
export async function publishProfile(ctx: Ctx, { version, consent }: z.output<typeof PublishProfile>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  inPerson(ctx.actor)
  if (consent !== 'yes') refuse<ExpertRefusal>({ code: 'profile_consent_needed', field: 'consent' })
  return transact(ctx, async (tx) => {
    const expert = await ownInTurn(ctx, tx)
    if (expert.published_at) return
    if (expert.version !== version) refuse<ExpertRefusal>({ code: 'profile_changed_meanwhile', version: expert.version })
    const missing = missingIn(expert)
    if (missing.length) refuse<ExpertRefusal>({ code: 'incomplete_profile', missing })
    await tx.updateTable('expert').set({ consented_at: ctx.now(), published_at: ctx.now() }).where('id', '=', expert.id).execute()
    await record(tx, ctx, `expert:${expert.id}`, { type: 'expert.published', expert_id: expert.id })
  })
}

/** From this moment nobody but its person and the Exchange's staff reads the profile; the consent is taken back. */
export async function unpublishProfile(ctx: Ctx): Promise<void> {
  permit(ctx.actor, isSignedIn)
  return transact(ctx, async (tx) => {
    const expert = await ownInTurn(ctx, tx)
    if (!expert.published_at) return
    await tx.updateTable('expert').set({ consented_at: null, published_at: null }).where('id', '=', expert.id).execute()
    await record(tx, ctx, `expert:${expert.id}`, { type: 'expert.unpublished', expert_id: expert.id })
  })
}

/** Adds a publication by hand, or changes one; the same work twice is refused. */
export async function savePublication(ctx: Ctx, { publication_id, ...work }: z.output<typeof SavePublication>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  return transact(ctx, async (tx) => {
    const expert = await ownInTurn(ctx, tx)
    const others = await tx.selectFrom('expert_publication').selectAll().where('expert_id', '=', expert.id).execute()
    if (publication_id !== null) found(others.find(({ id }) => id === publication_id))
    else if (others.length >= mostPublications) refuse<ExpertRefusal>({ code: 'too_many_publications', most: mostPublications })
    if (newAmong([work], others.filter(({ id }) => id !== publication_id)).fresh.length === 0) refuse<ExpertRefusal>({ code: 'publication_known', field: 'title' })
    const columns = { ...work, title_key: titleKey(work.title) }
    const { id } = publication_id === null
      ? await tx.insertInto('expert_publication').values({ ...columns, expert_id: expert.id, source: 'typed', added_at: ctx.now() }).returning('id').executeTakeFirstOrThrow()
      : await tx.updateTable('expert_publication').set(columns).where('id', '=', publication_id).returning('id').executeTakeFirstOrThrow()
    await record(tx, ctx, `expert:${expert.id}`, { type: 'expert.publication_saved', expert_id: expert.id, publication_id: id })
  })
}

/** Takes a publication off one's profile. */
export async function removePublication(ctx: Ctx, { publication_id }: z.output<typeof RemovePublication>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  return transact(ctx, async (tx) => {
    const expert = await ownInTurn(ctx, tx)
    const { numDeletedRows } = await tx.deleteFrom('expert_publication').where('id', '=', publication_id).where('expert_id', '=', expert.id).executeTakeFirst()
    if (numDeletedRows > 0n) await record(tx, ctx, `expert:${expert.id}`, { type: 'expert.publication_removed', expert_id: expert.id, publication_id })
  })
}

export interface ReadFile { key: string; source: Exclude<PublicationSource, 'typed'>; file_name: string; works: Work[]; problems: ImportProblem[] }
/** Keeps what a file was read as until its person confirms it; the profile is as it was. A file read before is forgotten. */
export async function proposeImport(ctx: Ctx, { key, source, file_name, works, problems }: ReadFile): Promise<void> {
  permit(ctx.actor, isSignedIn)
  return transact(ctx, async (tx) => {
    const expert = await ownInTurn(ctx, tx)
    const columns = { key, source, file_name, entries: JSON.stringify(works), problems: JSON.stringify(problems), read_at: ctx.now() }
    await tx.insertInto('publication_import').values({ ...columns, expert_id: expert.id }).onConflict((on) => on.column('expert_id').doUpdateSet(columns)).execute()
  })
}

/** The works looked at are on the profile, all that were new or none; those known already are left as they are. Confirmed twice, it happens once. */
export async function confirmImport(ctx: Ctx, { key }: z.output<typeof ConfirmImport>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  return transact(ctx, async (tx) => {
    const expert = await ownInTurn(ctx, tx)
    const read = await tx.deleteFrom('publication_import').where('expert_id', '=', expert.id).where('key', '=', key).returningAll().executeTakeFirst()
    if (!read) return refuse<ExpertRefusal>({ code: 'import_gone' })
    const known = await tx.selectFrom('expert_publication').selectAll().where('expert_id', '=', expert.id).execute()
    const { fresh, repeated } = newAmong(read.entries as Work[], known)
    if (known.length + fresh.length > mostPublications) refuse<ExpertRefusal>({ code: 'too_many_publications', most: mostPublications })
    const rows = fresh.map((work) => ({ ...work, expert_id: expert.id, source: read.source, title_key: titleKey(work.title), added_at: ctx.now() }))
    for (let i = 0; i < rows.length; i += 200) await tx.insertInto('expert_publication').values(rows.slice(i, i + 200)).execute()
    await record(tx, ctx, `expert:${expert.id}`, { type: 'expert.publications_imported', expert_id: expert.id, source: read.source, added: fresh.length, known: repeated })
  })
}

/** Forgets a file that was read and not confirmed. */
export async function discardImport(ctx: Ctx): Promise<void> {
  permit(ctx.actor, isSignedIn)
  return transact(ctx, async (tx) => {
    const expert = await ownInTurn(ctx, tx)
    await tx.deleteFrom('publication_import').where('expert_id', '=', expert.id).execute()
  })
}

/** The interest is declared: its person and the Exchange's staff read it, everybody else only how many there are. */
export async function declareConflict(ctx: Ctx, { request_key, ...conflict }: z.output<typeof DeclareConflict>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  return transact(ctx, async (tx) => {
    const expert = await ownInTurn(ctx, tx)
    if (conflict.organisation_id !== null) found(await tx.selectFrom('organisation').select('id').where('id', '=', conflict.organisation_id).executeTakeFirst())
    const { declared } = await tx.selectFrom('conflict_of_interest').select(({ fn }) => fn.countAll<number>().as('declared')).where('expert_id', '=', expert.id).executeTakeFirstOrThrow()
    if (declared >= mostConflicts) refuse<ExpertRefusal>({ code: 'too_many_conflicts', most: mostConflicts })
    const made = await tx.insertInto('conflict_of_interest').values({ ...conflict, request_key, expert_id: expert.id, declared_at: ctx.now(), withdrawn_at: null })
      .onConflict((on) => on.column('request_key').doNothing()).returning('id').executeTakeFirst()
    if (made) await record(tx, ctx, `expert:${expert.id}`, { type: 'expert.conflict_declared', expert_id: expert.id, conflict_id: made.id })
  })
}

/** The interest no longer holds. That it was declared stays on record for the Exchange's staff. */
export async function withdrawConflict(ctx: Ctx, { conflict_id }: z.output<typeof WithdrawConflict>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  return transact(ctx, async (tx) => {
    const expert = await ownInTurn(ctx, tx)
    const { numUpdatedRows } = await tx.updateTable('conflict_of_interest').set({ withdrawn_at: ctx.now() }).where('id', '=', conflict_id).where('expert_id', '=', expert.id).where('withdrawn_at', 'is', null).executeTakeFirst()
    if (numUpdatedRows > 0n) await record(tx, ctx, `expert:${expert.id}`, { type: 'expert.conflict_withdrawn', expert_id: expert.id, conflict_id })
  })
}

/** One's own profile, held until this is done. */
async function ownInTurn(ctx: Ctx, tx: Tx): Promise<ExpertRow> {
  return found(await tx.selectFrom('expert').select(expertColumns).where('person_id', '=', personOf(ctx.actor)).forUpdate().executeTakeFirst())
}

/** What the directory is searched by: name and headlines, folded. */
export const searchOf = (name: string, { headline_vi, headline_en }: { headline_vi: string; headline_en: string }): string => ` ${fold(`${name} ${headline_vi} ${headline_en}`)} `
