import { z } from 'zod'
import { type Ctx, isStaff, permit, personOf, record, transact } from '../../core/context.ts'
import { choiceField, idField, optionalIdField, optionalTextField } from '../../platform/fields.ts'
import { found, refuse } from '../../platform/refusal.ts'
import { isDay } from '../../platform/time.ts'
import { type AuditFilters, type ExportFormat, exportFormats } from './schema.ts'
import { type AuditRefusal, type AuditSearch, countFound, mostExported, peopleMeant, searchOf } from './search.ts'

/** The log as a whole is read by those who supervise the Exchange and those who run it. */
export const searchesAudit = isStaff('inspector', 'administrator')

const dayField = optionalTextField(10).refine((day) => day === '' || isDay(day), { error: 'invalid' })
export const AuditQuestion = z.object({
  type: optionalTextField(80), person: optionalTextField(254), person_id: optionalIdField, organisation_id: optionalIdField,
  subject: optionalTextField(80).refine((subject) => subject === '' || /^[a-z_]+:[\w-]+$/.test(subject), { error: 'invalid' }),
  request_id: optionalTextField(100), from: dayField, to: dayField,
}).refine(({ from, to }) => from === '' || to === '' || from <= to, { error: 'invalid', path: ['to'] })
export const AuditExport = z.object({ search_id: idField, format: choiceField(exportFormats) })

/** The question is in the record, and its answer can be read page by page under the number returned. Whom it meant is settled: one person or none. */
export async function searchAudit(ctx: Ctx, { person, person_id, ...question }: z.output<typeof AuditQuestion>): Promise<number> {
  permit(ctx.actor, searchesAudit)
  const meant = person_id ?? (person === '' ? null : await onePerson(ctx, person))
  const given = (text: string): string | null => text || null
  const filters: AuditFilters = {
    type: given(question.type), person_id: meant, organisation_id: question.organisation_id, subject: given(question.subject), request_id: given(question.request_id), from: given(question.from), to: given(question.to),
  }
  return transact(ctx, (tx) => record(tx, ctx, 'audit:log', { type: 'audit.searched', filters }))
}

async function onePerson({ db }: Ctx, typed: string): Promise<number> {
  const people = await peopleMeant(db, typed)
  if (people.length > 1) refuse<AuditRefusal>({ code: 'audit_several', field: 'person', people })
  return people[0]?.id ?? refuse<AuditRefusal>({ code: 'audit_nobody', field: 'person' })
}

/** It is in the record that this search is taken away as a file, and how many rows that is. Returns what to write into it. */
export async function exportAudit(ctx: Ctx, { search_id, format }: { search_id: number; format: ExportFormat }): Promise<{ search: AuditSearch; rows: number }> {
  permit(ctx.actor, searchesAudit)
  const search = found(await searchOf(ctx.db, personOf(ctx.actor), search_id))
  const rows = Math.min(await countFound(ctx.db, search), mostExported[format])
  await transact(ctx, (tx) => record(tx, ctx, 'audit:log', { type: 'audit.exported', search_id, filters: search.filters, format, rows }))
  return { search, rows }
}
