import { inLocale, type Locale } from '../../../platform/locale.ts'
import { dayAfter, formatDay, formatIsoDay, hanoiDay } from '../../../platform/time.ts'
import { useTexts, useView } from '../../../web/view.ts'
import { linked, Prose } from '../../../web/ui/prose.tsx'
import { tierNames } from '../../disclosure/messages.ts'
import { formatBytes } from '../../documents/messages.ts'
import { fileHref } from '../../documents/queries.ts'
import { evidenceGrades, GradeMark, gradeName, gradeTexts } from '../../listings/grades.tsx'
import { ageText, claimKindNames, evidenceTexts } from '../messages.ts'
import type { ClaimShown, EvidenceShown } from '../queries.ts'
import { ageingDays, isStale, stands } from '../rules.ts'

export const statementIn = (claim: { statement_vi: string; statement_en: string }, locale: Locale): string => inLocale(locale, claim.statement_vi, claim.statement_en)
/** The other language, where the statement has only that one. */
const languageOf = (claim: { statement_vi: string; statement_en: string }, locale: Locale): Locale | undefined => (claim[`statement_${locale}`] ? undefined : locale === 'vi' ? 'en' : 'vi')
const useIssuer = () => { const { locale } = useView(); return (one: EvidenceShown): string => inLocale(locale, one.issuer_name_vi, one.issuer_name_en) || one.issuer }

/** How a claim stands today, in its mark and in a sentence. */
export function StandingLine({ claim }: { claim: ClaimShown }) {
  const { locale } = useView()
  const t = useTexts(evidenceTexts)
  const issuer = useIssuer()
  const { grade, by, contradicted } = claim.standing
  const said = contradicted ? t.contradicted(issuer(contradicted), formatIsoDay(contradicted.made_on, locale))
    : by ? t.fresh(formatIsoDay(by.holds_until, locale)) : claim.evidence.some(({ state, withdrawn_at }) => state === 'waiting' && !withdrawn_at) ? t.waiting : t.wordOnly
  return <p class="row"><GradeMark grade={grade} locale={locale} />{contradicted ? <strong class="badge bad">{said}</strong> : <span class="meta">{said}</span>}</p>
}

/** The same, or since when it is claimed no more. */
export function Stands({ claim }: { claim: ClaimShown }) {
  const { locale } = useView()
  return claim.withdrawn_at ? <p><span class="badge">{useTexts(evidenceTexts).withdrawnOn(formatDay(claim.withdrawn_at, locale))}</span></p> : <StandingLine claim={claim} />
}

/** A claim's number and the conditions it was measured in. */
export function ClaimFacts({ claim }: { claim: ClaimShown }) {
  const { locale } = useView()
  const t = useTexts(evidenceTexts)
  const number = claim.amount === null ? '' : `${new Intl.NumberFormat(locale === 'vi' ? 'vi-VN' : 'en-GB', { maximumFractionDigits: 6 }).format(claim.amount)} ${claim.unit}`.trim()
  return <p class="meta">{[useTexts(claimKindNames)[claim.kind], number, claim.conditions && `${t.conditions}: ${claim.conditions}`, `${t.claimed} ${formatDay(claim.added_at, locale)}`].filter(Boolean).join(' · ')}</p>
}

/** The statement as the heading of what follows. */
export const Statement = ({ claim, level: Level }: { claim: ClaimShown; level: 'h2' | 'h3' }) => {
  const { locale } = useView()
  return <Level lang={languageOf(claim, locale)}>{statementIn(claim, locale)}</Level>
}

/** One piece of evidence: what it is worth, who made it when, how old it is and whether that is too old. `opens`: this reader may have its file. */
export function EvidenceItem({ one, claim, opens }: { one: EvidenceShown; claim: ClaimShown; opens: boolean }) {
  const { locale, now } = useView()
  const t = useTexts(evidenceTexts)
  const tiers = useTexts(tierNames)
  const issuer = useIssuer()
  const today = hanoiDay(now)
  const supports = one.result === 'supports'
  const stale = supports && isStale(one, today)
  const setAside = supports && claim.evidence.some((other) => other.result === 'contradicts' && stands(other) && other.made_on >= one.made_on)
  return (
    <div class="stack">
      <p class="row"><GradeMark grade={one.grade} locale={locale} /> <strong>{one.title}</strong> {!supports && <span class="badge bad">{t.contradicts}</span>}</p>
      <p>{t.issuer}: {one.issuer_organisation_id === null ? one.issuer : <a href={`/${locale}/organisations/${one.issuer_organisation_id}`}>{issuer(one)}</a>} · {t.made}: <time dateTime={one.made_on}>{formatIsoDay(one.made_on, locale)}</time> ({ageText(one.made_on, today, locale)})</p>
      {supports && !stale && <p class="meta">{t.fresh(formatIsoDay(one.holds_until, locale))}{dayAfter(today, ageingDays) >= one.holds_until && <> · <span class="badge warn">{t.ageingWarn(ageingDays)}</span></>}</p>}
      {stale && <p><span class="badge warn">{t.stale(formatIsoDay(dayAfter(one.holds_until, 1), locale))}</span></p>}
      {setAside && <p><span class="badge warn">{t.setAside}</span></p>}
      {one.reference && <p>{t.reference}: {linked(one.reference)}</p>}
      {one.note && <Prose text={one.note} />}
      {one.file_tier !== null && (one.file && opens
        ? <p>{t.file}: <a href={fileHref({ id: one.file.document_id, name: one.file.name })}>{one.file.name}</a> <span class="meta">{formatBytes(one.file.bytes, locale)} · {tiers[one.file_tier]}</span></p>
        : one.file_tier !== 'public' && <p class="meta">{t.fileAbove(tiers[one.file_tier])}</p>)}
      {one.answer && <div class="notice"><p><strong>{t.answer}</strong> {one.answered_at && <span class="meta">{formatDay(one.answered_at, locale)}</span>}</p><Prose text={one.answer} /></div>}
    </div>
  )
}

/** What the grades vouch for, behind a summary. */
export function GradeMeanings() {
  const { locale } = useView()
  const t = useTexts(evidenceTexts)
  return <details><summary>{t.grades}</summary><dl class="facts">{evidenceGrades.toReversed().map((grade) => <div><dt><GradeMark grade={grade} locale={locale} /></dt><dd>{gradeTexts[locale].meaning[grade]}</dd></div>)}</dl><p class="meta">{t.howGraded}</p></details>
}

/** What stands, in words, where no mark fits. */
export const offeredAs = (one: EvidenceShown, locale: Locale): string => gradeName(one.grade, locale)
