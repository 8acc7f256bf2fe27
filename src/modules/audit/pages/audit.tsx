import { formatNumber } from '../../../platform/money.ts'
import { inLocale } from '../../../platform/locale.ts'
import { formatInstant } from '../../../platform/time.ts'
import type { FormState } from '../../../web/http.tsx'
import { ActionButton, Choices, Form, Select, TextField, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { eventWords } from '../messages.ts'
import { type AuditDetail, type AuditRefusal, type AuditRow, type AuditSearch, mostExported } from '../search.ts'
import { auditRefusals, auditTexts, eventNames } from '../texts.ts'
import { wordEvent } from './timeline.tsx'

/** The question, asked by a form that is posted: no name and no address stands in a URL. */
export function AuditPage({ form, searches }: { form: FormState; searches: AuditSearch[] }) {
  const { locale } = useView()
  const t = useTexts(auditTexts)
  const names = useTexts(eventNames)
  const types = (Object.keys(eventWords.vi) as (keyof typeof eventWords.vi)[]).map((type) => ({ value: type, text: names[type] ?? type, group: type.split('.')[0] }))
  const refusal = form.refusal as AuditRefusal | null
  const people = refusal?.code === 'audit_several' ? refusal.people.map(({ id, name, organisations }) => ({ value: String(id), text: [t.numbered(name, id), organisations].filter(Boolean).join(' · ') })) : []
  return (
    <Page title={t.title} width="narrow">
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      <div class="sheet"><Form action={`/${locale}/audit/searches`} form={form} submit={t.search} labels={t} refusals={wording(useTexts(auditRefusals))}>
        {people.length > 0 && <Choices form={form} name="person_id" label={t.person_id} options={people} one />}
        <Select form={form} name="type" label={t.type} options={types} optional />
        <TextField form={form} name="person" label={t.person} help={t.personHelp} autocomplete="off" optional />
        <TextField form={form} name="organisation_id" label={t.organisation_id} help={t.organisationHelp} inputmode="numeric" optional />
        <TextField form={form} name="subject" label={t.subject} help={t.subjectHelp} optional />
        <TextField form={form} name="request_id" label={t.request_id} optional />
        <div class="pair"><TextField form={form} name="from" label={t.from} type="date" optional /><TextField form={form} name="to" label={t.to} type="date" optional /></div>
      </Form></div>
      {searches.length > 0 && <><h2>{t.mine}</h2><ul class="list">{searches.map(({ id, at, filters }) => (
        <li><a href={`/${locale}/audit/searches/${id}`}>{formatInstant(at, locale)}</a>: {eventWords[locale]['audit.searched']({ type: 'audit.searched', filters }, '')}</li>
      ))}</ul></>}
    </Page>
  )
}

export interface FoundProps { search: AuditSearch; rows: AuditRow[]; count: number; older: number | null; paged: boolean }

/** What a search found, one row an event. */
export function FoundPage({ search, rows, count, older, paged }: FoundProps) {
  const { locale } = useView()
  const t = useTexts(auditTexts)
  const path = `/${locale}/audit/searches/${search.id}`
  const most = (limit: number): string => formatNumber(limit, locale)
  return (
    <Page title={t.results} crumbs={[{ href: `/${locale}/audit`, text: t.title }]}>
      <h1 id="found">{t.results}</h1>
      <p class="lead">{eventWords[locale]['audit.searched']({ type: 'audit.searched', filters: search.filters }, '')}</p>
      <p class="meta">{t.upTo(formatInstant(search.at, locale))}</p>
      <p role="status">{t.found(Math.min(count, mostExported.csv), count > mostExported.csv)}</p>
      {rows.length === 0 ? <p class="sheet">{t.nothing}</p> : <Rows rows={rows} labelled="found" />}
      <div class="row">
        {paged && <a href={path}>{t.newest}</a>}
        {older !== null && <a href={`${path}?before=${older}`} rel="next">{t.older}</a>}
        <a href={`/${locale}/audit`}>{t.again}</a>
      </div>
      {rows.length > 0 && <>
        <hr />
        <p class="meta">{t.exportText(most(mostExported.csv), most(mostExported.xlsx))}</p>
        <div class="row"><ActionButton action={`${path}/export`} text={t.exportCsv} fields={{ format: 'csv' }} kind="button second" /><ActionButton action={`${path}/export`} text={t.exportXlsx} fields={{ format: 'xlsx' }} kind="button second" /></div>
      </>}
    </Page>
  )
}

function Rows({ rows, labelled }: { rows: AuditRow[]; labelled: string }) {
  const { locale } = useView()
  const t = useTexts(auditTexts)
  return (
    <div class="scroll" tabIndex={0} role="region" aria-labelledby={labelled}><table>
      <thead><tr><th scope="col">{t.at}</th><th scope="col">{t.what}</th><th scope="col">{t.who}</th><th scope="col">{t.about}</th><th scope="col">{t.request}</th></tr></thead>
      <tbody>{rows.map((row) => (
        <tr><td><time dateTime={row.at.toISOString()}>{formatInstant(row.at, locale)}</time></td><th scope="row"><a href={`/${locale}/audit/${row.id}`}>{wordEvent(row.event, row.code, locale)}</a></th><td><Who row={row} /></td><td><code>{row.subject}</code></td><td><code>{row.request_id}</code></td></tr>
      ))}</tbody>
    </table></div>
  )
}

function Who({ row }: { row: AuditRow }) {
  const { locale } = useView()
  const t = useTexts(auditTexts)
  const numbered = (name: string | null, id: number): string => t.numbered(name ?? '', id)
  return <>
    {row.person_id === null ? t.system : numbered(row.person_name, row.person_id)}
    {row.acted_by !== null && <>, {t.actedBy(numbered(row.acted_by_name, row.acted_by))}</>}
    {row.organisation && <div class="meta">{inLocale(locale, row.organisation.name_vi, row.organisation.name_en)}</div>}
  </>
}

/** One event, whole: as it was written and as it was sealed. */
export function EventPage({ detail: { row, text, seal, related } }: { detail: AuditDetail }) {
  const { locale } = useView()
  const t = useTexts(auditTexts)
  return (
    <Page title={t.detail(row.id)} crumbs={[{ href: `/${locale}/audit`, text: t.title }]}>
      <h1>{wordEvent(row.event, row.code, locale)}</h1>
      <h2>{t.whole}</h2>
      <div class="sheet"><dl class="facts list">
        <div><dt>{t.number}</dt><dd>{row.id}</dd></div>
        <div><dt>{t.time}</dt><dd><time dateTime={row.at.toISOString()}>{text.at}</time></dd></div>
        <div><dt>{t.kindOf}</dt><dd><code>{text.type}</code></dd></div>
        <div><dt>{t.subject}</dt><dd><code>{text.subject}</code></dd></div>
        <div><dt>{t.whose}</dt><dd><Who row={{ ...row, organisation: null }} /></dd></div>
        {row.organisation && <div><dt>{t.behalf}</dt><dd><a href={`/${locale}/organisations/${row.organisation.id}`}>{inLocale(locale, row.organisation.name_vi, row.organisation.name_en)}</a></dd></div>}
        <div><dt>{t.request_id}</dt><dd><code>{text.request_id}</code></dd></div>
        <div><dt>{t.data}</dt><dd><code>{text.data}</code></dd></div>
        <div><dt>{t.seal}</dt>{seal ? <><dd>{t.place(formatNumber(seal.position, locale), seal.day)}</dd><dd><code>{seal.hash}</code></dd></> : <dd>{t.unsealed}</dd>}</div>
      </dl></div>
      <h2 id="related">{t.related}</h2>
      {related.length === 0 ? <p>{t.alone}</p> : <Rows rows={related} labelled="related" />}
    </Page>
  )
}
