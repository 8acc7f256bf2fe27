import { inLocale } from '../../../platform/locale.ts'
import { formatDay } from '../../../platform/time.ts'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { Timeline } from '../../audit/pages/timeline.tsx'
import type { TimelineEntry } from '../../audit/queries.ts'
import { fileTexts, legalTexts, moderationTexts, myTexts, proofTexts, roleNames } from '../messages.ts'
import type { VerificationFile } from '../queries.ts'
import { formatTaxCode } from '../rules.ts'
import { Decisions, LegalFacts, OrganisationBadge } from './parts.tsx'
import { Facts } from './proofs.tsx'

/** What happened to one's own organisation. */
export function HistoryPage({ organisation, history }: { organisation: { name_vi: string; name_en: string }; history: readonly TimelineEntry[] }) {
  const { locale } = useView()
  const t = useTexts(fileTexts)
  const name = inLocale(locale, organisation.name_vi, organisation.name_en)
  return (
    <Page title={`${t.history}: ${name}`} crumbs={[{ href: `/${locale}/my/organisation`, text: useTexts(myTexts).title }]}>
      <h1>{t.history}</h1>
      <p class="lead">{name}. {t.historyLead}</p>
      <Timeline entries={history} />
    </Page>
  )
}

/** All that staff look at before and after they decide; the documents are there for those who verify. */
export function OrganisationFilePage({ file, mayRead }: { file: VerificationFile; mayRead: boolean }) {
  const { locale } = useView()
  const t = useTexts(fileTexts)
  const p = useTexts(proofTexts)
  const roles = useTexts(roleNames)
  const { organisation: o } = file
  return (
    <Page title={`${t.staffFile}: ${inLocale(locale, o.name_vi, o.name_en)}`} crumbs={[{ href: `/${locale}/moderation/organisations`, text: useTexts(moderationTexts).title }]}>
      <h1>{[o.name_vi, o.name_en].filter(Boolean).join(' · ')}</h1>
      <p><OrganisationBadge standing={o} full own /> {o.tax_code && <span class="badge">{formatTaxCode(o.tax_code)}</span>} <a href={`/${locale}/organisations/${o.merged_into_id ?? o.id}`}>{useTexts(moderationTexts).publicPage}</a></p>
      {o.deleted_at && <p class="notice warn">{t.deleted}</p>}
      <div class="stack">
        <section class="sheet"><h2>{useTexts(legalTexts).title}</h2><LegalFacts legal={file.legal} /></section>
        {mayRead && <section><h2 id="proofs">{p.title}</h2>
          {file.proofs.length === 0 ? <p>{p.none}</p> : (
            <div class="scroll" tabIndex={0} role="region" aria-labelledby="proofs"><table>
              <thead><tr><th scope="col">{p.kind}</th><th scope="col">{p.file}</th><th scope="col">{p.by}</th><th scope="col">{p.at}</th><th scope="col">{p.sha256}</th><th scope="col">{p.state}</th></tr></thead>
              <tbody>{file.proofs.map((proof) => <tr><Facts proof={proof} /><td>{proof.superseded_at ? `${proof.superseded_by ? p.replaced : p.withdrawn}, ${formatDay(proof.superseded_at, locale)}` : p.current}</td></tr>)}</tbody>
            </table></div>)}
        </section>}
        <section><h2 id="decisions">{t.decisions}</h2><Decisions decisions={file.decisions} id="decisions" /></section>
        <section><h2>{t.owners}</h2>{file.members.length === 0 ? <p>{useTexts(moderationTexts).none}</p> : <ul>{file.members.map((m) => <li>{m.name} ({m.email}): {roles[m.role].toLowerCase()}</li>)}</ul>}</section>
        {file.merged.length > 0 && <section><h2>{t.mergedIn}</h2><ul>{file.merged.map((one) => <li><a href={`/${locale}/moderation/organisations/${one.id}`}>{inLocale(locale, one.name_vi, one.name_en)}</a>{one.merged_at && `, ${formatDay(one.merged_at, locale)}`}</li>)}</ul></section>}
        <section><h2>{t.history}</h2><p>{t.historyLead}</p><Timeline entries={file.history} /></section>
      </div>
    </Page>
  )
}
