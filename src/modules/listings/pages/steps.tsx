import type { ComponentChildren } from 'preact'
import { type Locale, locales, otherLocale } from '../../../platform/locale.ts'
import type { FormState } from '../../../web/http.tsx'
import { ActionButton, Choices, Form, Hidden, Select, TextArea, TextField, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import type { Taxonomy } from '../../taxonomy/queries.ts'
import { columnOf, type Details, type FieldName, fieldsIn, isBilingual, longest, type RowKind, rowsShown, shapeOf, stepsOf } from '../detail-fields.ts'
import { choiceTexts, detailTexts, fieldTexts, levelQuestions } from '../detail-messages.ts'
import { answeredLevel, completeness, contradictions, gaps, isDone, levels, type Place, type Wanting } from '../detail-rules.ts'
import { listingRefusals, listingTexts } from '../messages.ts'
import { type ListingView, textIn } from '../queries.ts'
import type { ListingRefusal, Missing } from '../rules.ts'
import { type ListingKind, rightKinds, rightStatuses, type Step, territories } from '../schema.ts'
import { listingPath } from './card.tsx'

export const savesItself = ({ state }: ListingView): boolean => state === 'draft' || state === 'returned'

/** Every page of the form in its order. */
export type FormPage = 'edit' | Step | 'pictures' | 'confidential' | 'check'
export const formPages = (kind: ListingKind): FormPage[] => ['edit', ...stepsOf(kind), 'pictures', 'confidential', 'check']
const isStep = (page: FormPage): page is Step => !['edit', 'pictures', 'confidential', 'check'].includes(page)
export const pagePath = (id: number, page: FormPage): string => `/my/listings/${id}/${isStep(page) ? `steps/${page}` : page}`
export const nextPage = (kind: ListingKind, page: FormPage): FormPage => formPages(kind)[formPages(kind).indexOf(page) + 1] ?? 'check'
export const completenessOf = (listing: ListingView) => completeness(listing, listing.texts, listing.details, listing.pictures.length)

/** Where one is in the form, and which of its pages are complete. */
export function StepNav({ listing, page }: { listing: ListingView; page: FormPage }) {
  const { locale } = useView()
  const t = useTexts(detailTexts)
  const complete = completenessOf(listing)
  const isComplete = (one: FormPage): boolean =>
    isStep(one) ? isDone(one, listing.details, complete) : one === 'edit' ? !complete.wanting.some(({ required }) => required) : one === 'pictures' ? listing.pictures.length > 0 : one === 'check' ? !savesItself(listing) : false
  return <>
    <nav aria-label={t.stepsLabel}><ol class="steps">{formPages(listing.kind).map((one) => {
      const done = isComplete(one)
      const name = <>{t.steps[one]}{done && <><span aria-hidden="true"> ✓</span><span class="hidden"> ({t.done})</span></>}</>
      return one === page ? <li aria-current="step">{name}</li> : <li class={done ? 'past' : undefined}><a href={`/${locale}${pagePath(listing.id, one)}`}>{name}</a></li>
    })}</ol></nav>
    {savesItself(listing) && <p><a href={`/${locale}/my/listings/${listing.id}/help`}>{t.askHelp}</a></p>}
  </>
}

/** The way on from a page whose button leads back to itself. */
export function NextPage({ listing, page }: { listing: ListingView; page: FormPage }) {
  const { locale } = useView()
  const t = useTexts(detailTexts)
  const next = nextPage(listing.kind, page)
  return <p class="row"><a class="button second" href={`/${locale}${pagePath(listing.id, next)}`}>{t.go}: {t.steps[next]}</a></p>
}

/** Says when the form was saved. The script that saves it looks for this; without a script it says nothing that is not so. */
export function SavesItself({ listing }: { listing: ListingView }) {
  const { asset, nonce } = useView()
  const t = useTexts(detailTexts)
  if (!savesItself(listing)) return listing.state === 'submitted' ? null : <p class="meta">{t.savedByHand}</p>
  return <>
    <p class="meta" role="status" hidden data-autosave="" data-ready={t.savesItself} data-saving={t.saving} data-saved={t.savedAt} data-failed={t.notSaved} data-changed={t.changedElsewhere} data-wrong={t.wrongField} />
    <script src={asset('saving.js')} nonce={nonce} defer />
  </>
}

const said = (value: number | null | undefined, locale: Locale, places: number): string =>
  value === null || value === undefined ? '' : new Intl.NumberFormat(locale === 'vi' ? 'vi-VN' : 'en-GB', { maximumFractionDigits: places, useGrouping: false }).format(value)

/** What a step's form shows of a listing as it stands. */
export function stepValues({ details, trl, anonymous }: Pick<ListingView, 'details' | 'trl' | 'anonymous'>, step: Step, locale: Locale): Record<string, unknown> {
  const values: Record<string, unknown> = { version: details.versions[step] ?? 0 }
  for (const name of fieldsIn(step)) {
    if (isBilingual(name)) { for (const language of locales) values[`${name}_${language}`] = details.texts[name]?.[language] ?? ''; continue }
    const value = details.row[columnOf(name)] ?? null
    const { kind } = shapeOf(name)
    values[name] = kind === 'percent' && value !== null ? said(Number(value) / 100, locale, 2) : kind === 'decimal' && value !== null ? said(Number(value), locale, 4) : value
  }
  const row = (kind: RowKind, i: number, of: object) => { for (const [field, value] of Object.entries(of)) values[`${kind}_${i + 1}_${field}`] = value }
  if (step === 'rights') {
    details.rights.forEach((right, i) => row('right', i, right))
    details.shares.forEach(({ name, share_basis_points }, i) => row('share', i, { name, share: said(share_basis_points / 100, locale, 2) }))
  }
  if (step === 'use') details.sites.forEach((site, i) => row('site', i, site))
  if (step === 'pilot') values.anonymous = anonymous ? 'yes' : 'no'
  if (step === 'readiness') { for (const level of levels) values[`level_${level}`] = details.readiness[level] === undefined ? '' : details.readiness[level] ? 'yes' : 'no'; values.trl = trl }
  return values
}

const rowFields = { right: ['kind', 'number', 'status', 'territories', 'filed_on', 'expires_on'], share: ['name', 'share'], site: ['place', 'since_year', 'ask'] } as const
const rowsOfStep = (step: Step): RowKind[] => (step === 'rights' ? ['right', 'share'] : step === 'use' ? ['site'] : [])
const filledIn = (kind: RowKind, details: Details): number => ({ right: details.rights, share: details.shares, site: details.sites })[kind].length
/** How many rows a form has to show: those filled in, those sent with something in them, and some to spare. */
function rowCount(kind: RowKind, details: Details, form: FormState): number {
  const sent = Object.entries(form.values).flatMap(([name, value]) => { const row = new RegExp(`^${kind}_(\\d+)_`).exec(name)?.[1]; return row && value !== '' && value !== null ? Number(row) : [] })
  return rowsShown(kind, Math.max(filledIn(kind, details), 0, ...sent.filter((row) => row <= 30)))
}

/** What every field of a step is called, for the summary of what is wrong and the comparison of two texts. */
function useLabels(step: Step): (name: string) => string {
  const { locale } = useView()
  const t = useTexts(detailTexts), f = useTexts(fieldTexts), names = { kind: t.kind, number: t.number, status: t.status, territories: t.territories, filed_on: t.filed_on, expires_on: t.expires_on, name: t.owner, share: t.share, place: t.place, since_year: t.since, ask: t.ask }
  const rows = { right: t.right, share: t.owner, site: t.site }
  return (name) => {
    const row = /^(right|share|site)_(\d+)_(\w+)$/.exec(name)
    if (row) return `${rows[row[1] as RowKind]} ${row[2]}: ${names[row[3] as keyof typeof names] ?? row[3]}`
    if (name.startsWith('level_')) return t.question(Number(name.slice(6)), '').trim()
    if (name === 'trl') return t.claimed
    if (name === 'anonymous') return t.anonymous
    const field = fieldsIn(step).find((one) => one === name || locales.some((language) => `${one}_${language}` === name))
    if (!field) return name
    return isBilingual(field) && !name.endsWith(`_${locale}`) ? `${f[field].label} (${name.endsWith('_vi') ? 'Tiếng Việt' : 'English'})` : f[field].label
  }
}

interface StepProps { form: FormState; listing: ListingView; step: Step; taxonomy: Taxonomy }

/** One step of the form. */
export function StepPage({ form, listing, step, taxonomy }: StepProps) {
  const { locale } = useView()
  const t = useTexts(detailTexts)
  const label = useLabels(step)
  const stale = form.refusal?.code === 'changed_meanwhile'
  const second = otherLocale(locale)
  const texts = fieldsIn(step).filter(isBilingual)
  const title = textIn(listing, locale)?.title ?? ''
  const labels = Object.fromEntries([...Object.keys(form.errors), ...Object.keys(form.values)].map((name) => [name, label(name)]))
  return (
    <Page title={t.stepTitle(t.steps[step], title)} width="narrow" crumbs={[{ href: `/${locale}${listingPath(listing)}`, text: title }]}>
      <h1>{t.steps[step]}</h1>
      <StepNav listing={listing} page={step} />
      <p>{t.leads[step]}</p>
      <p class="meta">{t.onlyLater}</p>
      {step === 'readiness' && <Shown details={listing.details} claimed={listing.trl} />}
      <Form action={`/${locale}${pagePath(listing.id, step)}`} form={form} submit={t.next} labels={labels} refusals={wording<ListingRefusal>(useTexts(listingRefusals))}>
        {stale && <Differences form={form} listing={listing} step={step} label={label} />}
        <Hidden name="version" value={stale ? (listing.details.versions[step] ?? 0) : String(form.values.version ?? 0)} />
        {step === 'readiness' && <Readiness form={form} taxonomy={taxonomy} />}
        {fieldsIn(step).map((name) => <Field form={form} name={name} language={locale} label={label} />)}
        {texts.length > 0 && <details open={texts.some((name) => form.values[`${name}_${second}`] || form.errors[`${name}_${second}`])}>
          <summary>{second === 'en' ? useTexts(listingTexts).englishPart : useTexts(listingTexts).vietnamesePart}</summary>
          {texts.map((name) => <Field form={form} name={name} language={second} label={label} />)}
        </details>}
        {rowsOfStep(step).map((kind) => <Rows form={form} kind={kind} count={rowCount(kind, listing.details, form)} />)}
        {step === 'pilot' && <Choices form={form} name="anonymous" label={t.anonymous} help={t.anonymousHelp} one options={[{ value: 'no', text: t.anonymousNo }, { value: 'yes', text: t.anonymousYes }]} />}
        <SavesItself listing={listing} />
      </Form>
    </Page>
  )
}

/** The help of a field with its two examples, in one text that a screen reader reads with the field. */
function useHelp(): (name: FieldName) => string {
  const t = useTexts(detailTexts), f = useTexts(fieldTexts)
  return (name) => {
    const { help, farmer, engineer } = f[name]
    return [help, farmer && `${t.example} (${t.farmer}): “${farmer}”`, engineer && `${t.example} (${t.engineer}): “${engineer}”`].filter(Boolean).join(' ')
  }
}

function Field({ form, name, language, label }: { form: FormState; name: FieldName; language: Locale; label: (name: string) => string }) {
  const { locale } = useView()
  const c = useTexts(choiceTexts)
  const { kind, choices = [] } = shapeOf(name)
  const named = isBilingual(name) ? `${name}_${language}` : name
  const props = { form, name: named, label: label(named), help: language === locale ? useHelp()(name) : undefined, optional: 'later' as const }
  switch (kind) {
    case 'text': return <TextArea {...props} lang={language} rows={longest(name) > 1000 ? 4 : 2} />
    case 'line': return <TextField {...props} lang={language} />
    case 'choice': return <Select {...props} options={choices.map((value) => ({ value, text: c[value] ?? value }))} />
    case 'day': return <TextField {...props} type="date" />
    case 'word': return <TextField {...props} />
    default: return <TextField {...props} inputmode={kind === 'amount' || kind === 'count' ? 'numeric' : 'decimal'} />
  }
}

function Rows({ form, kind, count }: { form: FormState; kind: RowKind; count: number }) {
  const t = useTexts(detailTexts)
  const head = { right: [t.rights, t.rightHelp, t.right], share: [t.owners, t.ownerHelp, t.owner], site: [t.sites, t.siteHelp, t.site] }[kind] as [string, string, string]
  return (
    <section aria-labelledby={`rows-${kind}`}>
      <h2 id={`rows-${kind}`}>{head[0]}</h2>
      <p class="meta" id={`help-${kind}`}>{head[1]}</p>
      {Array.from({ length: count }, (_, i) => {
        const at = (field: (typeof rowFields)[typeof kind][number]) => ({ form, name: `${kind}_${i + 1}_${field}`, optional: 'later' as const })
        return (
          <fieldset class="sheet" aria-describedby={`help-${kind}`}><legend class="label">{head[2]} {i + 1}</legend>
            {kind === 'right' && <>
              <div class="pair">
                <Select {...at('kind')} label={t.kind} options={rightKinds.map((value) => ({ value, text: t.rightKinds[value] }))} />
                <Select {...at('status')} label={t.status} options={rightStatuses.map((value) => ({ value, text: t.rightStatuses[value] }))} />
              </div>
              <TextField {...at('number')} label={t.number} />
              <Choices {...at('territories')} label={t.territories} options={territories.map((value) => ({ value, text: t.territoryNames[value] }))} />
              <div class="pair"><TextField {...at('filed_on')} label={t.filed_on} type="date" /><TextField {...at('expires_on')} label={t.expires_on} type="date" /></div>
            </>}
            {kind === 'share' && <div class="pair"><TextField {...at('name')} label={t.owner} /><TextField {...at('share')} label={t.share} inputmode="decimal" /></div>}
            {kind === 'site' && <><TextField {...at('place')} label={t.place} /><div class="pair"><TextField {...at('since_year')} label={t.since} inputmode="numeric" /><TextField {...at('ask')} label={t.ask} /></div></>}
          </fieldset>
        )
      })}
    </section>
  )
}

/** The question of each level, and what is claimed. */
function Readiness({ form, taxonomy }: { form: FormState; taxonomy: Taxonomy }) {
  const { locale } = useView()
  const t = useTexts(detailTexts), questions = useTexts(levelQuestions)
  return <>
    {levels.map((level) => <Choices form={{ ...form, values: { ...form.values, [`level_${level}`]: form.values[`level_${level}`] ?? '' } }} name={`level_${level}`} label={t.question(level, taxonomy.name('trl', String(level), locale))} help={questions[level - 1]} one optional="later"
      options={[{ value: 'yes', text: t.yes }, { value: 'no', text: t.no }, { value: '', text: t.unanswered }]} />)}
    <Select form={form} name="trl" label={t.claimed} help={t.claimedHelp} optional="later" options={levels.map((level) => ({ value: String(level), text: `${level}. ${taxonomy.name('trl', String(level), locale)}` }))} />
  </>
}

/** What the answers as saved show, and where they do not fit each other or the claim. */
export function Shown({ details: { readiness }, claimed }: { details: Details; claimed: number | null }) {
  const t = useTexts(detailTexts)
  if (Object.keys(readiness).length === 0) return null
  const level = answeredLevel(readiness)
  const wrong = [...contradictions(readiness).map(({ yes, no }) => t.contradiction(yes, no)), ...gaps(readiness).map((gap) => t.gap(gap)), ...(claimed !== null && claimed > level ? [t.above(claimed, level)] : [])]
  return <div class={`notice ${wrong.length ? 'warn' : 'good'}`}><p><strong>{t.shown(level)}</strong></p>{wrong.length > 0 && <ul>{wrong.map((one) => <li>{one}</li>)}</ul>}</div>
}

/** For the second of two people who edit a step: what stands now beside what they typed, where the two differ. */
function Differences({ form, listing, step, label }: { form: FormState; listing: ListingView; step: Step; label: (name: string) => string }) {
  const { locale } = useView()
  const t = useTexts(detailTexts)
  const now = stepValues(listing, step, locale)
  const spoken = (name: string, value: unknown): string => [value ?? ''].flat().map(String).map((one) => {
    const field = /_(\w+)$/.exec(name)?.[1] ?? ''
    if (one !== '' && field.endsWith('kind')) return t.rightKinds[one as never] ?? one
    if (one !== '' && field.endsWith('status')) return t.rightStatuses[one as never] ?? one
    if (field.endsWith('territories')) return t.territoryNames[one as never] ?? one
    return ['anonymous', ...fieldsIn(step).filter((of) => shapeOf(of).kind === 'choice')].includes(name) || name.startsWith('level_') ? (choiceTexts[locale][one] ?? one) : one
  }).filter(Boolean).join('; ')
  const names = [...new Set([...Object.keys(now), ...Object.keys(form.values)])].filter((name) => label(name) !== name)
  return <Compared rows={names.map((name) => ({ label: label(name), theirs: spoken(name, now[name]), yours: spoken(name, form.values[name]) })).filter(({ theirs, yours }) => theirs !== yours)} />
}

/** Two people's texts side by side, where they differ. */
export function Compared({ rows }: { rows: { label: string; theirs: string; yours: string }[] }) {
  const t = useTexts(listingTexts)
  return (
    <section class="sheet diff"><h2>{t.compare}</h2>{rows.length === 0 ? <p>{t.same}</p> : <div class="scroll" tabIndex={0} role="region" aria-label={t.compare}><table>
      <thead><tr><th scope="col">{t.field}</th><th scope="col">{t.theirs}</th><th scope="col">{t.yours}</th></tr></thead>
      <tbody>{rows.map(({ label, theirs, yours }) => <tr><th scope="row">{label}</th><td><ins>{theirs}</ins></td><td><del>{yours}</del></td></tr>)}</tbody>
    </table></div>}</section>
  )
}

export function Bar({ percent }: { percent: number }) {
  const t = useTexts(detailTexts)
  return <p><progress max={100} value={percent} aria-label={t.completeLabel} /> {t.complete(percent)}</p>
}

/** How complete the listing is, what would make it better, and the button that sends it. */
export function CheckPage({ listing, children }: { listing: ListingView; children?: ComponentChildren }) {
  const { locale } = useView()
  const t = useTexts(detailTexts), l = useTexts(listingTexts)
  const title = textIn(listing, locale)?.title ?? ''
  const { percent, wanting } = completenessOf(listing)
  const required = wanting.filter((one) => one.required), better = wanting.filter((one) => !one.required)
  const base = `/${locale}/my/listings/${listing.id}`
  return (
    <Page title={t.stepTitle(t.checkTitle, title)} width="narrow" crumbs={[{ href: `/${locale}${listingPath(listing)}`, text: title }]}>
      <h1>{t.checkTitle}</h1>
      <StepNav listing={listing} page="check" />
      <Bar percent={percent} />
      <p class="meta">{t.completeHelp}</p>
      {listing.details.versions.readiness !== undefined && <Shown details={listing.details} claimed={listing.trl} />}
      {wanting.length === 0 && <p>{t.allThere}</p>}
      {required.length > 0 && <Wants title={t.requiredTitle} wanting={required} listing={listing} />}
      {better.length > 0 && <Wants title={t.betterTitle} wanting={better} listing={listing} />}
      {children}
      <p><a href={`/${locale}${listingPath(listing)}`}>{t.seePage}</a></p>
      {savesItself(listing) && required.length === 0 && <><p>{t.readyToSend}</p><ActionButton action={`${base}/submission`} text={l.submit} /></>}
      {listing.state === 'submitted' && <ActionButton action={`${base}/withdrawal`} text={l.withdraw} kind="button second" />}
    </Page>
  )
}

function Wants({ title, wanting, listing }: { title: string; wanting: Wanting[]; listing: ListingView }): ComponentChildren {
  const { locale } = useView()
  const t = useTexts(detailTexts), l = useTexts(listingTexts)
  const name = ({ name, required }: Wanting): string => (required ? (name === 'trl' && listing.kind === 'need' ? l.trlWanted : name === 'price' && listing.kind === 'need' ? l.budget : l[name as Missing]) : t.better[name as keyof typeof t.better])
  const href = ({ page, field }: Place): string => `/${locale}${pagePath(listing.id, page)}#f-${field}`
  return <section><h2>{title}</h2><ul>{wanting.map((one) => <li><a href={href(one.place)}>{name(one)}</a> <span class="meta">({t.counts(one.points)})</span></li>)}</ul></section>
}
