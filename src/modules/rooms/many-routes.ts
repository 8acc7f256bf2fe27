import { z } from 'zod'
import type { FormState } from '../../web/http.tsx'

/**
 * A page with one form for each of several things names each form's fields after its thing, so that no two
 * fields of the page are called the same: `answer_note_7`. This reads them as the command calls them.
 */
export const ofOne = <S extends z.ZodType>(schema: S, id: string, fields: readonly string[]): z.ZodType<z.output<S>> =>
  z.preprocess((values) => {
    const typed = (values ?? {}) as Record<string, unknown>
    return { ...typed, ...Object.fromEntries(fields.map((name) => [name, typed[`${name}_${String(typed[id])}`]])) }
  }, schema) as unknown as z.ZodType<z.output<S>>

/** The same form sent wrong: its errors stand at the fields as the page calls them. */
export const atIts = (form: FormState, id: string): FormState => ({ ...form, errors: Object.fromEntries(Object.entries(form.errors).map(([name, error]) => [`${name}_${id}`, error])) })
