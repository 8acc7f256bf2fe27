import { z } from 'zod'
import { type Ctx, isSignedIn, mayEditFor, permit, personOf, record, transact } from '../../core/context.ts'
import type { Tx } from '../../core/database.ts'
import { idField, optionalTextField, requestKeyField } from '../../platform/fields.ts'
import { locales } from '../../platform/locale.ts'
import { found, notFound, refuse } from '../../platform/refusal.ts'
import { DraftListing, draftListing } from '../listings/commands.ts'
import { SaveStep, saveStep } from '../listings/detail-commands.ts'
import { type FieldName, fieldsIn, isBilingual } from '../listings/detail-fields.ts'
import { needSteps } from '../listings/schema.ts'
import { deskTexts } from './messages.ts'
import { type Sheet, sheetFor } from './queries.ts'
import { type AnswerName, answerNames, answers, type DeskRefusal, type Draft, draftOf } from './rules.ts'

export const OpenSheet = z.object({ request_key: requestKeyField })
/** A sheet of the organisation acted for lies open, in the language of the page. The same press twice is one sheet. */
export async function openSheet(ctx: Ctx, { request_key }: z.output<typeof OpenSheet>): Promise<number> {
  permit(ctx.actor, isSignedIn)
  const organisation_id = ctx.actor.organisation_id ?? notFound()
  permit(ctx.actor, mayEditFor(organisation_id))
  return transact(ctx, async (tx) => {
    const now = ctx.now()
    const opened = await tx.insertInto('desk_sheet').values({ organisation_id, created_by: personOf(ctx.actor), language: ctx.locale, request_key, created_at: now, updated_at: now })
      .onConflict((on) => on.column('request_key').doNothing()).returning('id').executeTakeFirst()
    if (!opened) return found(await tx.selectFrom('desk_sheet').select('id').where('request_key', '=', request_key).where('organisation_id', '=', organisation_id).executeTakeFirst()).id
    await record(tx, ctx, `desk:${opened.id}`, { type: 'desk.opened', sheet_id: opened.id }, organisation_id)
    return opened.id
  })
}

/** What was typed is kept as it was typed: a figure that cannot be read is asked about when the draft is made. */
export const SaveSheet = z.object({ id: idField, version: z.coerce.number().int(), ...(Object.fromEntries(answerNames.map((name) => [name, optionalTextField(answers[name].most)])) as Record<AnswerName, ReturnType<typeof optionalTextField>>) })

/** The sheet holds these answers. Refused with `sheet_changed` where somebody saved since `version` was read, unless it says the same. */
export async function saveSheet(ctx: Ctx, { id, version, ...given }: z.output<typeof SaveSheet>): Promise<number> {
  return transact(ctx, async (tx) => {
    const sheet = await sheetInTurn(ctx, tx, id)
    if (sheet.listing_id !== null) refuse<DeskRefusal>({ code: 'sheet_drafted' })
    if (answerNames.every((name) => (sheet.answers[name] ?? '') === given[name])) return sheet.version
    if (sheet.version !== version) refuse<DeskRefusal>({ code: 'sheet_changed', version: sheet.version })
    await tx.deleteFrom('desk_answer').where('sheet_id', '=', id).execute()
    const rows = answerNames.flatMap((name) => (given[name] ? [{ sheet_id: id, name, text: given[name] }] : []))
    if (rows.length > 0) await tx.insertInto('desk_answer').values(rows).execute()
    await tx.updateTable('desk_sheet').set({ version: sheet.version + 1, updated_at: ctx.now() }).where('id', '=', id).execute()
    return sheet.version + 1
  })
}

export const SheetPress = z.object({ id: idField })
/** The sheet is gone with its answers; the draft it became stays. */
export async function removeSheet(ctx: Ctx, { id }: z.output<typeof SheetPress>): Promise<void> {
  return transact(ctx, async (tx) => {
    await sheetInTurn(ctx, tx, id)
    await tx.deleteFrom('desk_sheet').where('id', '=', id).execute()
  })
}

/** What the answers make, in the language they were given in. */
export const draftOfSheet = ({ answers: given, language }: Sheet): Draft => draftOf(given, deskTexts[language].label)

/**
 * The answers are a draft need of their organisation, with its figures in the fields that keep figures.
 * However often it is pressed, and wherever it was cut off, there is one draft: its key is the sheet's.
 * Figures and days that cannot be read are errors at their answers, and nothing is made.
 */
export async function draftNeed(ctx: Ctx, { id }: z.output<typeof SheetPress>): Promise<number> {
  permit(ctx.actor, isSignedIn)
  const sheet = await sheetFor(ctx, id)
  permit(ctx.actor, mayEditFor(sheet.organisation_id))
  if (sheet.listing_id !== null) return sheet.listing_id
  const draft = draftOfSheet(sheet)
  if (!draft.texts.title) refuse<DeskRefusal>({ code: 'hurt_missing' })
  const { language } = sheet
  const budget = sheet.answers.budget ?? ''
  const content = DraftListing.safeParse({
    kind: 'need', request_key: sheet.request_key, organisation_id: sheet.organisation_id, form_language: language, price_mode: budget ? 'fixed' : 'negotiable', price_min: budget,
    ...Object.fromEntries(Object.entries(draft.texts).map(([field, text]) => [`${field}_${language}`, text])),
  })
  const saved = needSteps.map((step) => ({ step, typed: typedIn(draft, fieldsIn(step), language) })).filter(({ typed }) => Object.keys(typed).length > 0)
    .map(({ step, typed }) => SaveStep.safeParse({ id: 1, step, version: 0, ...typed }))
  const issues = [...(content.error?.issues ?? []), ...saved.flatMap(({ error }) => error?.issues ?? [])]
  if (!content.success || issues.length > 0) throw new z.ZodError(issues.map((issue) => ({ ...issue, path: [answerOf(String(issue.path[0] ?? ''))] })))
  const listing_id = await draftListing(ctx, content.data)
  for (const step of saved) if (step.success) await saveStep(ctx, { ...step.data, id: listing_id })
  return transact(ctx, async (tx) => {
    const now = await sheetInTurn(ctx, tx, id)
    if (now.listing_id !== null) return now.listing_id
    await tx.updateTable('desk_sheet').set({ listing_id, updated_at: ctx.now() }).where('id', '=', id).execute()
    await record(tx, ctx, `desk:${id}`, { type: 'desk.drafted', sheet_id: id, listing_id }, sheet.organisation_id)
    return listing_id
  })
}

const typedIn = ({ details }: Draft, fields: readonly FieldName[], language: string): Record<string, string> =>
  Object.fromEntries(fields.flatMap((name) => (details[name] ? [[isBilingual(name) ? `${name}_${language}` : name, details[name]]] : [])))
/** The answer a field of the draft came from. */
function answerOf(field: string): string {
  if (field.startsWith('price')) return 'budget'
  const name = locales.reduce((left, language) => left.replace(new RegExp(`_${language}$`), ''), field)
  const from: Record<string, AnswerName> = { title: 'hurts', summary: 'hurts', problem: 'hurts', description: 'where', requirements: 'wanted', measured: 'now', target_test: 'wanted', constraints: 'limits' }
  return from[name] ?? name
}

/** Holds the sheet for those who write for its organisation; for everyone else it does not exist. */
async function sheetInTurn(ctx: Ctx, tx: Tx, id: number): Promise<Sheet> {
  permit(ctx.actor, isSignedIn)
  found(await tx.selectFrom('desk_sheet').select('id').where('id', '=', id).forUpdate().executeTakeFirst())
  const sheet = await sheetFor({ db: tx, actor: ctx.actor }, id)
  return mayEditFor(sheet.organisation_id)(ctx.actor) ? sheet : notFound()
}
