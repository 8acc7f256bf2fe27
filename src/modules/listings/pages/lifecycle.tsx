import { useTexts } from '../../../web/view.ts'
import { lifecycleTexts } from '../lifecycle-messages.ts'
import { listingTexts } from '../messages.ts'
import { lifecycleRows } from '../rules.ts'
import { StateBadge } from './card.tsx'

/** Every state of a listing, what may be done in it, by whom, and what comes of it: read off the table the commands follow. */
export function LifecycleTable() {
  const t = useTexts(lifecycleTexts), l = useTexts(listingTexts)
  return (
    <details><summary>{t.lifecycle}</summary>
      <p class="meta">{t.lifecycleLead}</p>
      <div class="scroll" tabIndex={0} role="region" aria-label={t.lifecycle}><table>
        <thead><tr><th scope="col">{t.from}</th><th scope="col">{t.verb}</th><th scope="col">{t.by}</th><th scope="col">{t.to}</th></tr></thead>
        <tbody>{lifecycleRows.map(({ state, verb, to }) => <tr><th scope="row">{l[state]}</th><td>{t.verbs[verb][0]}</td><td>{t.verbs[verb][1]}</td><td><StateBadge state={to} /></td></tr>)}</tbody>
      </table></div>
    </details>
  )
}
