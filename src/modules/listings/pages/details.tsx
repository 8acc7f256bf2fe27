import type { ComponentChildren } from 'preact'
import { inLocale, type Locale } from '../../../platform/locale.ts'
import { formatShare, formatVnd } from '../../../platform/money.ts'
import { formatIsoDay, hanoiDay } from '../../../platform/time.ts'
import { Prose } from '../../../web/ui/prose.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import type { Taxonomy } from '../../taxonomy/queries.ts'
import { columnOf, type Details, type FieldName, shapeOf } from '../detail-fields.ts'
import { choiceTexts, detailTexts, fieldTexts } from '../detail-messages.ts'
import { levels, savingOf, statusOn } from '../detail-rules.ts'
import type { ListingView } from '../queries.ts'
import { Shown } from './steps.tsx'

interface Props { listing: ListingView; taxonomy: Taxonomy; everyText: boolean }

/** What a listing says beyond its basic content, group by group; groups with nothing in them are left out. */
export function DetailSections({ listing, taxonomy, everyText }: Props) {
  const { details } = listing
  const t = useTexts(detailTexts)
  const section = (title: string, fields: readonly FieldName[]) => <Group title={title} fields={fields} details={details} everyText={everyText} />
  return listing.kind === 'offer' ? <>
    <Group title={t.useTitle} fields={['applications']} details={details} everyText={everyText} />
    <Costs details={details} />
    {section(t.conditions, ['power', 'staff', 'space', 'permits'])}
    {section(useTexts(fieldTexts).limits.label, ['limits'])}
    {section(useTexts(fieldTexts).support.label, ['support'])}
    <Sites details={details} />
    <Readiness details={details} claimed={listing.trl} taxonomy={taxonomy} />
    <Rights details={details} />
    <Owners details={details} />
    {section(t.onMarket, ['stage', 'market', 'market_size', 'market_growth', 'edge', 'potential', 'partner'])}
    <PublicMoney details={details} />
  </> : <>
    <Numbers details={details} everyText={everyText} />
    {section(t.triedTitle, ['tried', 'ruled_out', 'constraints'])}
    {section(t.moneyTitle, ['budget_certainty', 'decider', 'decides_on', 'procurement_route', 'starts_on', 'months'])}
    {section(t.pilotTitle, ['pilot', 'pilot_place'])}
  </>
}

const numberIn = (value: number, locale: Locale): string => new Intl.NumberFormat(locale === 'vi' ? 'vi-VN' : 'en-GB', { maximumFractionDigits: 4 }).format(value)

/** A single answer as people say it; empty where there is none. */
function answerText(name: FieldName, details: Details, locale: Locale): string {
  const value = details.row[columnOf(name)] ?? null
  if (value === null || value === '') return ''
  switch (shapeOf(name).kind) {
    case 'amount': return formatVnd(Number(value), locale)
    case 'percent': return formatShare(Number(value), locale)
    case 'decimal': case 'count': return numberIn(Number(value), locale)
    case 'day': return formatIsoDay(String(value), locale)
    case 'choice': return choiceTexts[locale][String(value)] ?? String(value)
    default: return String(value)
  }
}

type Said = { text: string; language: Locale }[]
/** What is written in a field: in the reader's language or the one there is, or for whoever judges it in every one. */
function textsIn(name: FieldName, details: Details, locale: Locale, everyText: boolean): Said {
  const given = details.texts[name] ?? {}
  const all: Said = (['vi', 'en'] as const).flatMap((language) => (given[language] ? [{ text: given[language], language }] : []))
  return everyText ? all : [all.find(({ language }) => language === locale) ?? all[0]].flatMap((one) => one ?? [])
}

function Written({ said }: { said: Said }): ComponentChildren {
  const { locale } = useView()
  return said.map(({ text, language }) => <Prose text={text} lang={language === locale ? undefined : language} />)
}

/** Says which language a group is in where it is not the reader's. */
function Language({ said }: { said: Said }) {
  const { locale } = useView()
  const other = said.find(({ language }) => language !== locale)
  return other && !said.some(({ language }) => language === locale) ? <p class="meta">{useTexts(detailTexts).inLanguage[other.language]}</p> : null
}

function Group({ title, fields, details, everyText }: { title: string; fields: readonly FieldName[]; details: Details; everyText: boolean }) {
  const { locale } = useView()
  const f = useTexts(fieldTexts)
  const rows = fields.flatMap((name): { name: FieldName; said: Said; answer: string }[] => {
    const said = textsIn(name, details, locale, everyText), answer = answerText(name, details, locale)
    return said.length > 0 || answer ? [{ name, said, answer }] : []
  })
  if (rows.length === 0) return null
  const only = fields.length === 1 ? rows[0] : undefined
  return (
    <section><h2>{title}</h2>
      <Language said={rows.flatMap(({ said }) => said)} />
      {only ? <Written said={only.said} /> : <dl class="facts">{rows.map(({ name, said, answer }) => <div><dt>{f[name].label}</dt><dd>{answer || <Written said={said} />}</dd></div>)}</dl>}
    </section>
  )
}

function Table({ label, head, children }: { label: string; head: readonly string[]; children: ComponentChildren }) {
  return <div class="scroll" tabIndex={0} role="region" aria-label={label}><table><thead><tr>{head.map((one) => (one ? <th scope="col">{one}</th> : <td></td>))}</tr></thead><tbody>{children}</tbody></table></div>
}

/** Its cost beside that of what is used today, for the same unit. */
function Costs({ details }: { details: Details }) {
  const { locale } = useView()
  const t = useTexts(detailTexts)
  const amount = (name: 'cost_own' | 'cost_incumbent') => details.row[name] as number | null | undefined ?? null
  const [own, incumbent] = [amount('cost_own'), amount('cost_incumbent')]
  if (own === null && incumbent === null) return null
  const saving = savingOf(own, incumbent)
  const unit = textsIn('unit', details, locale, false)[0], rival = textsIn('incumbent', details, locale, false)[0]
  const langOf = (said: Said[number] | undefined) => (said && said.language !== locale ? said.language : undefined)
  const money = (value: number | null) => (value === null ? '–' : formatVnd(value, locale))
  return (
    <section><h2>{t.costTitle}</h2>
      {unit && <p lang={langOf(unit)}>{t.per(unit.text)}</p>}
      <Table label={t.costTitle} head={['', t.cost]}>
        <tr><th scope="row">{t.ours}</th><td class="right">{money(own)}</td></tr>
        <tr><th scope="row">{t.theirs}{rival && <>: <span lang={langOf(rival)}>{rival.text}</span></>}</th><td class="right">{money(incumbent)}</td></tr>
        {saving && saving.amount !== 0 && <tr><th scope="row">{saving.amount > 0 ? t.saved : t.dearer}</th><td class="right"><strong>{money(Math.abs(saving.amount))}{saving.basis_points !== null && ` (${formatShare(Math.abs(saving.basis_points), locale)})`}</strong></td></tr>}
      </Table>
    </section>
  )
}

function Sites({ details: { sites } }: { details: Details }) {
  const t = useTexts(detailTexts)
  return sites.length === 0 ? null : <section><h2>{t.sites}</h2><Table label={t.sites} head={[t.place, t.since, t.ask]}>{sites.map(({ place, since_year, ask }) => <tr><th scope="row">{place}</th><td>{since_year ?? '–'}</td><td>{ask || '–'}</td></tr>)}</Table></section>
}

function Readiness({ details, claimed, taxonomy }: { details: Details; claimed: number | null; taxonomy: Taxonomy }) {
  const { locale } = useView()
  const t = useTexts(detailTexts)
  const { readiness } = details
  if (Object.keys(readiness).length === 0) return null
  return (
    <section><h2>{t.steps.readiness}</h2>
      <Shown details={details} claimed={claimed} />
      <details><summary>{t.answers}</summary><ul class="reasons">{levels.map((level) => {
        const answer = readiness[level]
        return <li class={answer === true ? 'met' : answer === false ? 'unmet' : undefined}>{level}. {taxonomy.name('trl', String(level), locale)} <strong>{answer === undefined ? t.unanswered : answer ? t.yes : t.no}</strong></li>
      })}</ul></details>
    </section>
  )
}

function Rights({ details: { rights } }: { details: Details }) {
  const { locale, now } = useView()
  const t = useTexts(detailTexts)
  if (rights.length === 0) return null
  const today = hanoiDay(now)
  const day = (value: string | null) => (value === null ? '–' : formatIsoDay(value, locale))
  return (
    <section><h2>{t.rights}</h2>
      <Table label={t.rights} head={[t.kind, t.number, t.status, t.territories, t.filed_on, t.expires_on]}>{rights.map((right) => {
        const status = statusOn(right, today)
        return <tr><th scope="row">{t.rightKinds[right.kind]}</th><td>{right.number || '–'}</td>
          <td><span class={`badge ${status === 'granted' ? 'good' : status === 'expired' || status === 'refused' ? 'bad' : ''}`}>{t.rightStatuses[status]}</span></td>
          <td>{right.territories.map((one) => t.territoryNames[one]).join(', ') || '–'}</td><td>{day(right.filed_on)}</td><td>{day(right.expires_on)}</td></tr>
      })}</Table>
    </section>
  )
}

function Owners({ details: { shares } }: { details: Details }) {
  const { locale } = useView()
  const t = useTexts(detailTexts)
  return shares.length === 0 ? null : (
    <section><h2>{t.owners}</h2>
      <Table label={t.owners} head={[t.owner, t.share]}>{shares.map(({ organisation_id, name, name_vi, name_en, share_basis_points }) => <tr>
        <th scope="row">{organisation_id === null ? name : <a href={`/${locale}/organisations/${organisation_id}`}>{inLocale(locale, name_vi, name_en)}</a>}</th><td class="right">{formatShare(share_basis_points, locale)}</td>
      </tr>)}</Table>
    </section>
  )
}

function PublicMoney({ details }: { details: Details }) {
  const { locale } = useView()
  const t = useTexts(detailTexts), f = useTexts(fieldTexts)
  const rows = (['state_share', 'task_code', 'decision_number', 'decision_on', 'decision_authority'] as const).map((name) => ({ name, answer: answerText(name, details, locale) })).filter(({ answer }) => answer)
  if (rows.length === 0) return null
  const none = details.row.state_share_basis_points === 0 && rows.length === 1
  return <section><h2>{t.publicMoney}</h2>{none ? <p>{t.publicMoneyNone}</p> : <dl class="facts">{rows.map(({ name, answer }) => <div><dt>{f[name].label}</dt><dd>{answer}</dd></div>)}</dl>}<p class="meta">{t.facts}</p></section>
}

/** A need's numbers: where it stands, what it has to become, and how either is known. */
function Numbers({ details, everyText }: { details: Details; everyText: boolean }) {
  const { locale } = useView()
  const t = useTexts(detailTexts), f = useTexts(fieldTexts)
  const indicator = textsIn('indicator', details, locale, everyText), measure = textsIn('measure', details, locale, false)[0]
  const rest = (['value_per_year', 'urgency', 'measured', 'target_test', 'expertise'] as const).flatMap((name) => { const said = textsIn(name, details, locale, everyText), answer = answerText(name, details, locale); return said.length || answer ? [{ name, said, answer }] : [] })
  const numbers = (['baseline', 'target'] as const).map((name) => ({ name, answer: answerText(name, details, locale) })).filter(({ answer }) => answer)
  if (indicator.length + rest.length + numbers.length === 0) return null
  return (
    <section><h2>{t.numbersTitle}</h2>
      <Language said={[...indicator, ...rest.flatMap(({ said }) => said)]} />
      {indicator.length > 0 && <Written said={indicator} />}
      {numbers.length > 0 && <dl class="numbers">{numbers.map(({ name, answer }) => <div class="number"><dt>{name === 'baseline' ? t.today : t.wanted}</dt><dd>{answer}{measure && <> <span lang={measure.language === locale ? undefined : measure.language}>{measure.text}</span></>}</dd></div>)}</dl>}
      {rest.length > 0 && <dl class="facts">{rest.map(({ name, said, answer }) => <div><dt>{f[name].label}</dt><dd>{answer || <Written said={said} />}</dd></div>)}</dl>}
    </section>
  )
}
