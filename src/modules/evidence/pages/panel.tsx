import { formatDay } from '../../../platform/time.ts'
import { useTexts, useView } from '../../../web/view.ts'
import { isMemberOf, isStaff } from '../../../core/context.ts'
import { GradeMark } from '../../listings/grades.tsx'
import { evidenceTexts } from '../messages.ts'
import type { ClaimShown, EvidenceShown } from '../queries.ts'
import { listingGrade } from '../rules.ts'
import { ClaimFacts, EvidenceItem, GradeMeanings, offeredAs, StandingLine, Statement } from './claim.tsx'

export interface EvidencePanelProps {
  listing: { id: number; organisation_id: number }
  claims: ClaimShown[]
  /** Who edits the listing finds the way to its claims here. */
  own: boolean
  opens: (one: EvidenceShown) => boolean
}
/** On an offer's page: each claim with its grade in words and mark, what proves it and how old that is. What no moderator compared yet is announced and not shown. */
export function EvidencePanel({ listing, claims, own, opens }: EvidencePanelProps) {
  const { locale, actor } = useView()
  const t = useTexts(evidenceTexts)
  const standing = claims.filter(({ withdrawn_at }) => !withdrawn_at)
  const fallen = claims.filter(({ withdrawn_at, standing: { contradicted } }) => withdrawn_at && contradicted)
  const mayRecord = isStaff('moderator')(actor) && !isMemberOf(listing.organisation_id)(actor)
  return (
    <section id="evidence">
      <h2>{t.title}</h2>
      {own && <p><a class="button second" href={`/${locale}/my/listings/${listing.id}/evidence`}>{t.manage}</a></p>}
      {standing.length === 0 ? <p>{t.none}</p> : <>
        <p class="meta">{t.lead}</p>
        <p class="row">{t.listingGrade}: <GradeMark grade={listingGrade(standing.map(({ kind, standing: { grade } }) => ({ kind, grade })))} locale={locale} /></p>
        <ul class="list">{standing.map((claim) => <li class="sheet" id={`claim-${claim.id}`}>
          <Statement claim={claim} level="h3" />
          <ClaimFacts claim={claim} />
          <StandingLine claim={claim} />
          <Shown claim={claim} opens={opens} />
          {mayRecord && <p><a href={`/${locale}/moderation/evidence/claims/${claim.id}`}>{t.recordFailed}</a></p>}
        </li>)}</ul>
      </>}
      {fallen.length > 0 && <><h3>{t.withdrawnClaims}</h3><ul class="list">{fallen.map((claim) => <li class="sheet">
        <Statement claim={claim} level="h3" />
        <p><span class="badge">{t.withdrawnOn(claim.withdrawn_at ? formatDay(claim.withdrawn_at, locale) : '')}</span></p>
        <StandingLine claim={claim} />
      </li>)}</ul></>}
      <GradeMeanings />
    </section>
  )
}

/** The evidence everybody may read: what was compared. What was taken back since is named with its day. */
function Shown({ claim, opens }: { claim: ClaimShown; opens: (one: EvidenceShown) => boolean }) {
  const { locale } = useView()
  const t = useTexts(evidenceTexts)
  const compared = claim.evidence.filter(({ state, withdrawn_at }) => state === 'confirmed' && !withdrawn_at)
  const waiting = claim.evidence.filter(({ state, withdrawn_at }) => state === 'waiting' && !withdrawn_at)
  const past = claim.evidence.filter(({ state, withdrawn_at }) => state === 'confirmed' && withdrawn_at)
  return <>
    {compared.length > 0 && <ul class="list">{compared.map((one) => <li><EvidenceItem one={one} claim={claim} opens={opens(one)} /></li>)}</ul>}
    {waiting.map((one) => <p class="meta">{t.waitingOne(offeredAs(one, locale))}</p>)}
    {past.map((one) => <p class="meta">{one.title}: {t.withdrawnOn(one.withdrawn_at ? formatDay(one.withdrawn_at, locale) : '')}</p>)}
  </>
}
