import { formatInstant } from '../../../platform/time.ts'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { solutionTexts } from '../page-messages.ts'
import type { SolutionState } from '../schema.ts'
import type { Solution } from '../turns.ts'

const tones: Record<SolutionState, string> = { draft: 'badge', proposed: 'badge warn', open: 'badge good', scoring: 'badge warn', moderation: 'badge warn', bidding: 'badge warn', pricing: 'badge warn', standstill: 'badge warn', awarded: 'badge good', failed: 'badge bad', withdrawn: 'badge bad' }
export function SolutionBadge({ state }: { state: SolutionState }) { return <span class={tones[state]}>{useTexts(solutionTexts).states[state]}</span> }

/** Calls for solutions, the newest first; for officers and watchers drafts too. */
export function SolutionsPage({ calls, office, drafts }: { calls: Solution[]; office: boolean; drafts: boolean }) {
  const { locale } = useView()
  const t = useTexts(solutionTexts)
  const title = drafts ? t.officeTitle : t.title
  return (
    <Page title={title} description={t.lead} indexed={!drafts} demonstration={calls.some(({ demonstration }) => demonstration)} crumbs={drafts ? [{ href: `/${locale}/solutions`, text: t.title }] : []}>
      <h1 id="calls">{title}</h1>
      {!drafts && <><p class="lead">{t.lead}</p><p class="meta">{t.notTender}</p></>}
      {office && !drafts && <p><a class="button second" href={`/${locale}/solutions/office`}>{t.office}</a></p>}
      {calls.length === 0 ? <p>{t.none}</p> : <div class="scroll" tabIndex={0} role="region" aria-labelledby="calls"><table>
        <thead><tr><th scope="col">{t.call}</th><th scope="col">{t.closes}</th><th scope="col">{t.state}</th></tr></thead>
        <tbody>{calls.map((call) => <tr>
          <th scope="row"><a href={`/${locale}/solutions/${call.id}${drafts ? '/desk' : ''}`}>{call.title[locale]}</a></th>
          <td><time dateTime={call.closes_at.toISOString()}>{formatInstant(call.closes_at, locale)}</time></td><td><SolutionBadge state={call.state} /></td>
        </tr>)}</tbody>
      </table></div>}
    </Page>
  )
}
