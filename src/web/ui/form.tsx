import type { ComponentChildren } from 'preact'
import type { Messages, Refusal } from '../../platform/refusal.ts'
import type { FormState } from '../http.tsx'
import { fieldErrors, wordError } from '../messages.ts'
import { useTexts, useView } from '../view.ts'

interface FormProps {
  action: string
  form: FormState
  submit: string
  /** Labels by field, for the summary of what is wrong. */
  labels: Record<string, unknown>
  /** Sentences for the refusals this form's command can answer with. */
  refusals?: (refusal: Refusal) => string
  children: ComponentChildren
  multipart?: boolean
  danger?: boolean
  aside?: ComponentChildren
}

/** A form sent by POST. What is wrong is said at the top, linked to its field, and again beside the field. */
export function Form({ action, form, submit, labels, refusals, children, multipart, danger, aside }: FormProps) {
  const { locale, wordRefusal } = useView()
  const t = useTexts(fieldErrors)
  const wrong = Object.entries(form.errors)
  return (
    <form method="post" action={action} data-guard="" novalidate encType={multipart ? 'multipart/form-data' : undefined}>
      {(wrong.length > 0 || form.refusal) && (
        <div class="notice bad" role="alert" tabIndex={-1} data-focus="">
          <h2>{t.summary}</h2>
          {form.refusal && <p>{worded(form.refusal, refusals, wordRefusal)}</p>}
          {form.refusal?.code === 'confirm_first' && <p><a class="button second" href={`/${locale}/confirm-identity`} target="_blank" rel="noopener">{t.confirm}</a></p>}
          {wrong.length > 0 && <ul>{wrong.map(([name, code]) => <li><a href={`#f-${placed(form, name)}`}>{String(labels[name] ?? name)}</a>: {wordError(code, t)}</li>)}</ul>}
        </div>
      )}
      {children}
      <div class="row"><button class={danger ? 'button danger' : 'button'}>{submit}</button>{aside}</div>
    </form>
  )
}

/** In the words of the form's own module, or else in the house's: a code alone tells nobody anything. */
function worded(refusal: Refusal, own: FormProps['refusals'], house: (refusal: Refusal) => string): string {
  const words = own?.(refusal)
  return words && words !== refusal.code ? words : house(refusal)
}

interface FieldProps {
  form: FormState
  name: string
  label: string
  help?: string | undefined
  /** May stay empty; `later`: while it is a draft, and so not called optional. */
  optional?: boolean | 'later'
}
const textOf = (form: FormState, name: string): string => {
  const value = form.values[name]
  return Array.isArray(value) ? String(value[0] ?? '') : value === null || value === undefined ? '' : String(value)
}
/** The field's place on the page: its name, after that of its form where several forms have a field of that name. */
const placed = ({ at }: FormState, name: string): string => (at ? `${at}-${name}` : name)
const described = (form: FormState, name: string, help?: string): string | undefined =>
  [help && `h-${placed(form, name)}`, form.errors[name] && `e-${placed(form, name)}`].filter(Boolean).join(' ') || undefined

function Around({ form, name, label, help, optional, children }: FieldProps & { children: ComponentChildren }) {
  const t = useTexts(fieldErrors)
  const error = form.errors[name]
  return (
    <div class="field">
      <label for={`f-${placed(form, name)}`}>{label} {optional === true && <span class="meta">{t.optional}</span>}</label>
      {help && <span class="help" id={`h-${placed(form, name)}`}>{help}</span>}
      {error && <span class="error" id={`e-${placed(form, name)}`}>{wordError(error, t)}</span>}
      {children}
    </div>
  )
}

type InputProps = FieldProps & { type?: string; autocomplete?: string; inputmode?: string; lang?: string }
export function TextField({ type = 'text', autocomplete, inputmode, lang, ...field }: InputProps) {
  const { form, name, help, optional } = field
  return (
    <Around {...field}>
      <input id={`f-${placed(form, name)}`} name={name} type={type as never} value={type === 'password' ? '' : textOf(form, name)} autocomplete={autocomplete as never} inputMode={inputmode as never} lang={lang}
        aria-invalid={form.errors[name] ? true : undefined} aria-describedby={described(form, name, help)} required={!optional} />
    </Around>
  )
}

export function TextArea({ rows = 5, lang, ...field }: FieldProps & { rows?: number; lang?: string }) {
  const { form, name, help, optional } = field
  return (
    <Around {...field}>
      <textarea id={`f-${placed(form, name)}`} name={name} rows={rows} lang={lang} aria-invalid={form.errors[name] ? true : undefined} aria-describedby={described(form, name, help)} required={!optional}>{textOf(form, name)}</textarea>
    </Around>
  )
}

/** A file to send. A browser never shows one again, so after a mistake it is chosen anew. */
export function FileField({ accept, ...field }: FieldProps & { accept?: string }) {
  const { form, name, help, optional } = field
  return <Around {...field}><input id={`f-${placed(form, name)}`} name={name} type="file" accept={accept} aria-invalid={form.errors[name] ? true : undefined} aria-describedby={described(form, name, help)} required={!optional} /></Around>
}

export type Option = { value: string; text: string; group?: string | undefined }
export function Select({ options, empty = true, ...field }: FieldProps & { options: readonly Option[]; empty?: boolean }) {
  const t = useTexts(fieldErrors)
  const { form, name, help, optional } = field
  const chosen = textOf(form, name)
  const option = ({ value, text }: Option) => <option value={value} selected={value === chosen}>{text}</option>
  const groups = [...new Set(options.map(({ group }) => group))]
  return (
    <Around {...field}>
      <select id={`f-${placed(form, name)}`} name={name} aria-invalid={form.errors[name] ? true : undefined} aria-describedby={described(form, name, help)} required={!optional}>
        {empty && <option value="">{t.choose}</option>}
        {groups.map((group) => group === undefined ? options.filter((o) => o.group === undefined).map(option) : <optgroup label={group}>{options.filter((o) => o.group === group).map(option)}</optgroup>)}
      </select>
    </Around>
  )
}

/** Boxes to tick, or with `one` a choice of exactly one; a group with its own name for a screen reader. */
export function Choices({ options, one, ...field }: FieldProps & { options: readonly Option[]; one?: boolean }) {
  const t = useTexts(fieldErrors)
  const { form, name, label, help, optional } = field
  const error = form.errors[name]
  const value = form.values[name]
  const chosen = new Set(Array.isArray(value) ? value.map(String) : value === undefined || value === null ? [] : [String(value)])
  const boxes = options.map(({ value, text }, i) => (
    <label class="tick"><input type={one ? 'radio' : 'checkbox'} id={i === 0 ? `f-${placed(form, name)}` : undefined} name={name} value={value} checked={chosen.has(value)} /> <span>{text}</span></label>
  ))
  return (
    <fieldset class="field" aria-describedby={described(form, name, help)} aria-invalid={error ? true : undefined}>
      <legend class="label">{label} {optional === true && <span class="meta">{t.optional}</span>}</legend>
      {help && <span class="help" id={`h-${placed(form, name)}`}>{help}</span>}
      {error && <span class="error" id={`e-${placed(form, name)}`}>{wordError(error, t)}</span>}
      {options.length > 8 ? <div class="ticks" tabIndex={0} role="group" aria-label={label}>{boxes}</div> : boxes}
    </fieldset>
  )
}

export const Hidden = ({ name, value }: { name: string; value: string | number }) => <input type="hidden" name={name} value={value} />

/** A button that acts at once. */
export function ActionButton({ action, text, fields = {}, kind = 'button' }: { action: string; text: string; fields?: Record<string, string | number>; kind?: string }) {
  return <form method="post" action={action}>{Object.entries(fields).map(([name, value]) => <Hidden name={name} value={value} />)}<button class={kind}>{text}</button></form>
}

/** Words refusals by a table of one's own, falling back to the house's. */
export const wording = <R extends Refusal>(messages: Messages<R>) => (refusal: Refusal): string =>
  (messages as unknown as Record<string, (refusal: Refusal) => string>)[refusal.code]?.(refusal) ?? refusal.code
