import { inLocale } from '../../../platform/locale.ts'
import { useTexts, useView } from '../../../web/view.ts'
import { detailTexts } from '../../listings/detail-messages.ts'
import { OrganisationBadge } from '../../organisations/pages/parts.tsx'
import { interestStates, stageNames } from '../messages.ts'
import type { Named, Party } from '../queries.ts'
import type { DealStage, InterestState } from '../schema.ts'

export function ListingLink({ listing }: { listing: Named }) {
  const { locale } = useView()
  const lang = listing.language === locale ? undefined : listing.language
  // A listing that is published no longer keeps its name in the deal, without a page for everyone.
  return listing.state === 'published' ? <a href={`/${locale}/${listing.kind}s/${listing.id}`} lang={lang}>{listing.title}</a> : <span lang={lang}>{listing.title}</span>
}
/** A side by its name; one that keeps its name back, as such. */
export const useName = (): ((party: Pick<Party, 'name_vi' | 'name_en'> | null) => string) => {
  const { locale } = useView()
  const { anonymousOrganisation } = useTexts(detailTexts)
  return (party) => (party ? inLocale(locale, party.name_vi, party.name_en) : anonymousOrganisation)
}
/** The same, with how it stands with the Exchange beside it. */
export function Side({ party }: { party: Pick<Party, 'name_vi' | 'name_en' | 'verification'> & { verified_until: string | Date | null } | null }) {
  const name = useName()(party)
  if (!party) return <>{name}</>
  const { verification, verified_until } = party
  return <>{name} <OrganisationBadge standing={{ verification, verified_until: verified_until === null ? null : new Date(verified_until) }} /></>
}
export function StageBadge({ stage }: { stage: DealStage }) {
  return <span class={`badge ${stage === 'won' ? 'good' : stage === 'lost' ? 'bad' : 'calm'}`}>{useTexts(stageNames)[stage]}</span>
}
const stateKind: Record<InterestState, string> = { pending: 'warn', accepted: 'good', declined: 'bad', withdrawn: '' }
export function InterestBadge({ state }: { state: InterestState }) {
  return <span class={`badge ${stateKind[state]}`}>{useTexts(interestStates)[state]}</span>
}
