import { formatDay } from '../../../platform/time.ts'
import { shell } from '../../../web/messages.ts'
import { useTexts, useView } from '../../../web/view.ts'
import { badgeTexts, fileTexts, legalNames, legalTexts, organisationTexts, proofNames, verificationNames } from '../messages.ts'
import type { DecisionShown } from '../queries.ts'
import { type LegalContent, type LegalField, legalFields } from '../rules.ts'
import type { Verification } from '../schema.ts'

/** Links to the pages around this one; nothing where there is only one. `path` carries the query that stays. */
export function Pager({ path, query = {}, page, pages }: { path: string; query?: Record<string, string>; page: number; pages: number }) {
  const t = useTexts(shell)
  if (pages <= 1) return null
  const href = (n: number) => {
    const params = new URLSearchParams(Object.entries({ ...query, page: n > 1 ? String(n) : '' }).filter(([, value]) => value !== ''))
    return params.size ? `${path}?${params}` : path
  }
  const around = [...new Set([1, page - 1, page, page + 1, pages])].filter((n) => n >= 1 && n <= pages)
  return (
    <nav aria-label={t.pagination}><ul class="pages">
      {page > 1 && <li><a href={href(page - 1)} rel="prev">{t.previous}</a></li>}
      {around.map((n) => <li>{n === page ? <span aria-current="page">{n}</span> : <a href={href(n)} aria-label={t.page(n)}>{n}</a>}</li>)}
      {page < pages && <li><a href={href(page + 1)} rel="next">{t.next}</a></li>}
    </ul></nav>
  )
}

const tones: Record<Verification, string> = { unverified: 'badge', submitted: 'badge calm', verified: 'badge good', refused: 'badge warn', expired: 'badge warn' }
interface BadgeProps {
  standing: { verification: Verification; verified_at?: Date | null; verified_until?: Date | null; verified_by?: string | null }
  /** Also by whom and until when, in words beside it. */
  full?: boolean
  /** For the organisation's own people. To strangers everything short of verified reads the same. */
  own?: boolean
}
/**
 * How an organisation stands with the Exchange, wherever one is named: in words and with a sign,
 * never by colour alone. A mark past its day is none, whether the worker has been there or not.
 */
export function OrganisationBadge({ standing, full = false, own = false }: BadgeProps) {
  const { locale, now } = useView()
  const t = useTexts(organisationTexts)
  const b = useTexts(badgeTexts)
  const names = useTexts(verificationNames)
  const { verified_at, verified_until, verified_by } = standing
  const over = standing.verification === 'verified' && verified_until !== null && verified_until !== undefined && verified_until <= now
  const verification = over ? 'expired' : standing.verification
  const shown = own || verification === 'verified' ? verification : 'unverified'
  const said = shown === 'verified' && verified_at ? t.verifiedOn(formatDay(verified_at, locale)) : names[shown]
  const more = shown !== 'verified' || !full ? [] : [b.by(verified_by ?? ''), verified_until ? b.until(formatDay(verified_until, locale)) : '']
  return <><span class={tones[shown]}>{shown === 'verified' && <span aria-hidden="true">✓ </span>}{said}</span>{more.length > 0 && <span class="meta"> {more.filter(Boolean).join('. ')}.</span>}</>
}

/** The legal record as facts; nothing where nothing was given. */
export function LegalFacts({ legal }: { legal: LegalContent }) {
  const { locale } = useView()
  const names = useTexts(legalNames)
  const shown = (field: LegalField): string => field === 'registered_on' && legal[field] ? formatDay(new Date(`${legal[field]}T12:00:00+07:00`), locale) : legal[field]
  const fields = legalFields.filter((field) => legal[field] !== '' && !field.endsWith(locale === 'vi' ? '_en' : '_vi'))
  if (fields.length === 0) return <p class="meta">{useTexts(legalTexts).none}</p>
  return <dl class="facts">{fields.map((field) => <div><dt>{names[field]}</dt><dd>{shown(field)}</dd></div>)}</dl>
}

/** Every decision with its reason, who made it and on which documents. */
export function Decisions({ decisions, id }: { decisions: readonly DecisionShown[]; id: string }) {
  const { locale } = useView()
  const t = useTexts(fileTexts)
  const names = useTexts(verificationNames)
  const kinds = useTexts(proofNames)
  if (decisions.length === 0) return <p class="meta">{t.noDecisions}</p>
  return (
    <div class="scroll" tabIndex={0} role="region" aria-labelledby={id}><table>
      <thead><tr><th scope="col">{t.on}</th><th scope="col">{t.decision}</th><th scope="col">{t.reason}</th><th scope="col">{t.decidedBy}</th><th scope="col">{t.validUntil}</th><th scope="col">{t.documents}</th></tr></thead>
      <tbody>{decisions.map((decision) => (
        <tr><th scope="row"><time dateTime={decision.decided_at.toISOString()}>{formatDay(decision.decided_at, locale)}</time></th><td>{names[decision.decision]}</td><td>{decision.reason}</td><td>{decision.decided_by}</td>
          <td>{decision.valid_until ? formatDay(decision.valid_until, locale) : ''}</td>
          <td>{decision.proofs.length > 0 && <ul class="bare">{decision.proofs.map(({ kind, sha256 }) => <li>{kinds[kind]} <code title={sha256}>{sha256.slice(0, 12)}…</code></li>)}</ul>}</td></tr>
      ))}</tbody>
    </table></div>
  )
}

/** Field by field, what somebody else saved in the meantime beside what was typed here. */
export function Differences({ rows }: { rows: readonly { name: string; theirs: string; yours: string }[] }) {
  const t = useTexts(organisationTexts)
  if (rows.length === 0) return <p class="notice">{t.same}</p>
  return (
    <div>
      <h2 id="differs">{t.differs}</h2>
      <p>{t.differsLead}</p>
      <div class="scroll" tabIndex={0} role="region" aria-labelledby="differs"><table class="diff">
        <thead><tr><th scope="col">{t.field}</th><th scope="col">{t.theirs}</th><th scope="col">{t.yours}</th></tr></thead>
        <tbody>{rows.map(({ name, theirs, yours }) => <tr><th scope="row">{name}</th><td><del>{theirs}</del></td><td><ins>{yours}</ins></td></tr>)}</tbody>
      </table></div>
      <hr />
    </div>
  )
}
