import { formatIsoDay } from '../../../platform/time.ts'
import { useTexts, useView } from '../../../web/view.ts'
import { stageNames } from '../messages.ts'
import { type Gone, standsAt } from '../rules.ts'
import { type Deal, dealSteps, type DealStep } from '../schema.ts'
import { stepTexts } from '../step-messages.ts'
import type { BestAction } from '../step-rules.ts'
import { useName } from './parts.tsx'
import type { Party } from '../queries.ts'

/** The whole line of steps in their order. One that was skipped stays unmarked, also after later ones. */
export function StepLine({ deal, visited }: { deal: Pick<Deal, 'stage' | 'after_stage'>; visited: readonly DealStep[] }) {
  const t = useTexts(stepTexts)
  const names = useTexts(stageNames)
  const at = standsAt(deal)
  return <ol class="steps">{dealSteps.map((step) => (
    step === at ? <li aria-current="step">{names[step]}</li> : visited.includes(step) ? <li class="past">{names[step]}<span class="hidden"> ({t.done})</span></li> : <li>{names[step]}</li>
  ))}</ol>
}

/** The next best action as a notice: what, whose, by when, and the page where it is done. */
export function NextAction({ action, sides, side, today }: { action: BestAction | null; sides: readonly Party[]; side: number | null; today: string }) {
  const { locale } = useView()
  const t = useTexts(stepTexts)
  const name = useName()
  if (!action) return null
  const theirs = sides.find(({ id }) => id === action.organisation_id)
  const late = action.due_on !== null && action.due_on < today
  return (
    <div class={`notice ${theirs?.id === side && side !== null ? 'warn' : ''}`} id="next">
      <p><strong>{t.next}</strong>: <a href={`/${locale}${action.path}`}>{wordAction(action, locale)}</a> <span class="meta">
        ({theirs ? name(theirs) : action.code === 'settle_gone' || action.code === 'duty' ? t.officers : t.either}{action.due_on !== null && <>, {t.by(formatIsoDay(action.due_on, locale))}</>})</span>{late && <> <span class="badge bad">{t.passed}</span></>}</p>
    </div>
  )
}

export const wordAction = ({ code, text, reached }: BestAction, locale: 'vi' | 'en'): string =>
  code === 'duty' ? (text?.[locale] ?? '') : code === 'move_to' ? (reached ? stepTexts[locale].moveTo(stageNames[locale][reached.to], reached.because) : '') : stepTexts[locale].actions[code]

/** That a side is no longer in business, and what can be done then. */
export function GoneNotice({ file: { gone, supplier, demander } }: { file: { gone: ReadonlyMap<number, Gone>; supplier: Party; demander: Party } }) {
  const t = useTexts(stepTexts)
  const name = useName()
  return <>{[supplier, demander].map((party) => {
    const kind = gone.get(party.id)
    return kind && <div class="notice bad"><p>{t.gone(name(party), kind)}</p><ul>{t.goneWhat.map((what) => <li>{what}</li>)}</ul></div>
  })}</>
}
