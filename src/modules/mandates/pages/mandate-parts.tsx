import { formatShare, formatVnd } from '../../../platform/money.ts'
import { formatIsoDay } from '../../../platform/time.ts'
import { useTexts, useView } from '../../../web/view.ts'
import { actNames, partNames } from '../../deals/part-messages.ts'
import type { MandateStanding } from '../../deals/mandate-rules.ts'
import { peopleTexts, standingNames } from '../messages.ts'
import type { MandateShown } from '../queries.ts'
import type { FeeTerms } from '../schema.ts'

const kinds: Record<MandateStanding, string> = { offered: 'warn', declined: '', awaiting_consent: 'warn', not_begun: 'calm', in_force: 'good', expired: 'bad', ended: '' }
export function StandingBadge({ standing }: { standing: MandateStanding }) {
  return <span class={`badge ${kinds[standing]}`}>{useTexts(standingNames)[standing]}</span>
}

/** What a mandate says: the acts, the term, what is read, the fee for those who may know it, and what was declared. */
export function MandateTerms({ mandate: one }: { mandate: MandateShown }) {
  const { locale } = useView()
  const t = useTexts(peopleTexts)
  const acts = useTexts(actNames)
  const parts = useTexts(partNames)
  const declared = [one.acts_for_other && t.actsForOther, one.owns_shares && t.ownsShares].filter(Boolean).join('; ')
  return (
    <>
      <div>{one.acts.map((act) => acts[act]).join(', ')} · {one.exclusive ? <strong>{t.exclusive}</strong> : t.notExclusive}</div>
      <div>{t.term(formatIsoDay(one.from_on, locale), formatIsoDay(one.until_on, locale))}</div>
      <div>{one.parts.length ? t.reads(one.parts.map((part) => parts[part]).join(', ')) : t.readsNone}</div>
      <div>{one.fee ? `${t.fee}: ${feeText(one.fee, locale, t)}` : <span class="meta">{t.feeHidden}</span>}</div>
      {one.accepted_at && <div>{t.conflict}: {declared ? `${declared}. “${one.conflict_words}”` : t.conflictNone}</div>}
    </>
  )
}
const feeText = ({ basis_points, amount, minimum, cap }: FeeTerms, locale: 'vi' | 'en', t: (typeof peopleTexts)['vi']): string =>
  amount !== null ? formatVnd(amount, locale)
    : [formatShare(basis_points ?? 0, locale), minimum !== null && `${t.fee_minimum.toLowerCase().replace(' (đồng)', '')} ${formatVnd(minimum, locale)}`, cap !== null && `${t.fee_cap.toLowerCase().replace(' (đồng)', '')} ${formatVnd(cap, locale)}`].filter(Boolean).join(', ')
