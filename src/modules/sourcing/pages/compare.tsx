import { inLocale, type Locale } from '../../../platform/locale.ts'
import { formatVndShort } from '../../../platform/money.ts'
import { formatIsoDay } from '../../../platform/time.ts'
import { freshForm } from '../../../web/http.tsx'
import { Choices } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { Prose } from '../../../web/ui/prose.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { gradeName } from '../../listings/grades.tsx'
import type { FieldName } from '../../listings/detail-fields.ts'
import { detailTexts } from '../../listings/detail-messages.ts'
import { priceText } from '../../listings/pages/card.tsx'
import { type ListingCard, type ListingView, textIn } from '../../listings/queries.ts'
import type { MatchReason } from '../../matching/schema.ts'
import { speaksFor, wordReason } from '../../matching/wording.ts'
import type { Taxonomy } from '../../taxonomy/queries.ts'
import { compareTexts, verdictSigns } from '../compare-messages.ts'
import { budgetOf, type ComparedRow, comparedRows, type NeedFacts, type OfferFacts, type Verdict, verdictOf } from '../compare-rules.ts'
import type { Table } from '../files.ts'

/** An offer beside a need: its listing, the day of the evidence its grade rests on, and what the engine says of the two. */
export interface Beside { listing: ListingView; evidence_on: string | null; /** Null where the engine calls it no match. */ score: number | null; reasons: readonly MatchReason[] }
interface Cell { verdict: Verdict; text: string }
/** The comparison as the page and its files show it. */
export interface Comparison { offers: { id: number; title: string; language: Locale }[]; rows: { row: ComparedRow; asked: string; cells: Cell[] }[] }

const detailIn = (listing: ListingView, name: FieldName, locale: Locale): string => { const text = listing.details.texts[name]; return inLocale(locale, text?.vi, text?.en) }
const ends = /[.;!?…]$/

export function comparisonOf(need: ListingView, beside: readonly Beside[], taxonomy: Taxonomy, locale: Locale): Comparison {
  const t = compareTexts[locale]
  const d = detailTexts[locale]
  const forms = (codes: readonly string[]) => codes.map((code) => taxonomy.name('transfer_form', code, locale)).join('; ')
  const place = ({ ward_code, country_code }: ListingView) => (ward_code ? taxonomy.name('ward', ward_code, locale) : country_code === 'VN' ? '' : taxonomy.name('country', country_code, locale))
  const constraints = [detailIn(need, 'constraints', locale), detailIn(need, 'ruled_out', locale)].filter(Boolean).join('\n')
  const needFacts: NeedFacts = { ...need, constraints }
  const budget = budgetOf(need)
  const asked: Record<ComparedRow, string> = {
    trl: need.trl === null ? '' : t.least(need.trl), price: budget === null ? '' : t.upTo(formatVndShort(budget, locale)), evidence: '', forms: forms(need.transfer_forms), rights: '', limits: constraints && `${t.constraints}: ${constraints}`, place: place(need),
    language: t.languages[need.original_language], support: '', adoption: constraints && `${t.constraints}: ${constraints}`, match: '',
  }
  const offers = beside.map(({ listing, evidence_on, score, reasons }) => {
    const adoption = (['power', 'staff', 'space', 'permits'] as const).flatMap((name) => { const text = detailIn(listing, name, locale); return text ? [`${t.adoption[name]}: ${text}${ends.test(text) ? '' : '.'}`] : [] }).join('\n')
    const rights = listing.details.rights.map(({ kind, status, expires_on }) => `${d.rightKinds[kind]}: ${t.statuses[status]}${expires_on ? ` (${formatIsoDay(String(expires_on).slice(0, 10), locale)})` : ''}`)
    const facts: OfferFacts = { ...listing, languages: listing.texts.map(({ language }) => language), rights: listing.details.rights.map(({ status }) => status), limits: detailIn(listing, 'limits', locale), support: detailIn(listing, 'support', locale), adoption, matches: score !== null }
    const text: Record<ComparedRow, string> = {
      trl: listing.trl === null ? '' : `TRL ${listing.trl}`, price: priceText(listing, locale), evidence: [gradeName(listing.evidence_grade, locale), evidence_on && t.on(formatIsoDay(evidence_on, locale))].filter(Boolean).join(', '), forms: forms(listing.transfer_forms),
      rights: rights.length ? rights.join('\n') : listing.ip_status ? taxonomy.name('ip_status', listing.ip_status, locale) : '', limits: facts.limits, place: place(listing), language: facts.languages.map((language) => t.languages[language]).join(', '), support: facts.support, adoption,
      match: [score === null ? t.noMatch : t.score(score), ...reasons.map((reason) => `${speaksFor(reason) ? '+' : '−'} ${wordReason(reason, locale, taxonomy)}`)].join('\n'),
    }
    return { listing, facts, text }
  })
  return {
    offers: offers.map(({ listing }) => { const own = textIn(listing, locale); return { id: listing.id, title: own?.title ?? '', language: own?.language ?? locale } }),
    rows: comparedRows.map((row) => ({ row, asked: asked[row], cells: offers.map(({ facts, text }) => ({ verdict: verdictOf[row](needFacts, facts), text: text[row] || t.nothing })) })),
  }
}

/** A cell in words: the sign and the verdict first, so that no colour and no column is needed to read it. */
const cellWords = ({ verdict, text }: Cell, locale: Locale): string => `${verdictSigns[verdict]} ${compareTexts[locale].verdict[verdict]}. ${text}`
export function compareTable({ offers, rows }: Comparison, locale: Locale): Table {
  const t = compareTexts[locale]
  return { head: [t.row, t.asked, ...offers.map(({ title }) => title)], rows: rows.map(({ row, asked, cells }) => [t.rows[row], asked || t.verdict.not_asked, ...cells.map((cell) => cellWords(cell, locale))]) }
}

export interface CompareProps { need: ListingView; comparison: Comparison | null; chosen: readonly number[]; options: { card: ListingCard; score: number }[]; more: boolean; missing: boolean; mayAct: boolean; query: string }
export function ComparePage({ need, comparison, chosen, options, more, missing, mayAct, query }: CompareProps) {
  const { locale } = useView()
  const t = useTexts(compareTexts)
  const title = textIn(need, locale)?.title ?? ''
  const base = `/${locale}/needs/${need.id}`
  const choose = options.length === 0 ? (comparison ? null : <p>{t.none}</p>) : (
    <form method="get" action={`${base}/compare`} class="sheet">
      <Choices form={freshForm({ offers: chosen.map(String) })} name="offers" label={t.choose} optional="later" options={options.map(({ card, score }) => ({ value: String(card.id), text: `${card.title} (${t.score(score)})` }))} />
      <div class="row"><button class="button">{t.compare}</button></div>
    </form>
  )
  return (
    <Page title={`${t.title}: ${title}`} description={t.lead} demonstration={need.demonstration} crumbs={[{ href: base, text: title }]}>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      {more && <div class="notice warn"><p>{t.tooMany}</p></div>}
      {missing && <div class="notice warn"><p>{t.missing}</p></div>}
      {comparison && <section>
        <h2 class="hidden">{t.sheet}</h2>
        <p class="meta">{t.signs}</p>
        <div class="scroll" tabIndex={0} role="region" aria-label={t.title}><table>
          <caption class="hidden">{t.title}: {title}</caption>
          <thead><tr><th scope="col">{t.row}</th><th scope="col">{t.asked}</th>{comparison.offers.map((offer) => <th scope="col"><a href={`/${locale}/offers/${offer.id}`} lang={offer.language === locale ? undefined : offer.language}>{offer.title}</a>
            {mayAct && <><br /><a href={`/${locale}/offers/${offer.id}/interest?with=${need.id}`}>{t.interest}<span class="hidden">: {offer.title}</span></a></>}</th>)}</tr></thead>
          <tbody>{comparison.rows.map(({ row, asked, cells }) => <tr><th scope="row">{t.rows[row]}</th><td>{asked ? <Prose text={asked} /> : <span class="meta">{t.verdict.not_asked}</span>}</td>
            {cells.map(({ verdict, text }) => <td><strong><span aria-hidden="true">{verdictSigns[verdict]} </span>{t.verdict[verdict]}</strong><Prose text={text} /></td>)}</tr>)}</tbody>
        </table></div>
        <p class="row"><span>{t.files}:</span> <a href={`${base}/compare.csv?${query}`}>{t.csv}</a> <a href={`${base}/compare.xlsx?${query}`}>{t.xlsx}</a></p>
      </section>}
      {comparison ? choose && <details><summary>{t.other}</summary>{choose}</details> : choose}
    </Page>
  )
}
