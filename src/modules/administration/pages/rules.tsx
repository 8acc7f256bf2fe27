import { formatIsoDay } from '../../../platform/time.ts'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { counted, markNames, unitNames } from '../../rulebook/messages.ts'
import { asLaw } from '../../rulebook/rules.ts'
import type { Rule } from '../../rulebook/schema.ts'
import { administrationTexts, settingTexts } from '../messages.ts'
import { administers } from '../rules.ts'

function useValue(): (rule: Rule) => string {
  const { locale } = useView()
  const units = useTexts(unitNames)
  const t = useTexts(settingTexts)
  return ({ value, unit }) => (value === null ? t.noValue : counted(value, units[unit], locale))
}

/** The rules of one day, apart by whether they may be called law. */
export function RulesPage({ on, rules }: { on: string; rules: Rule[] }) {
  const { locale } = useView()
  const t = useTexts(settingTexts)
  const groups = [
    { id: 'law', title: t.lawTitle, rows: rules.filter(asLaw) },
    { id: 'unverified', title: t.unverifiedTitle, rows: rules.filter((rule) => !asLaw(rule) && rule.mark !== 'own') },
    { id: 'own', title: t.ownTitle, rows: rules.filter(({ mark }) => mark === 'own') },
  ]
  return (
    <Page title={t.rules} crumbs={[{ href: `/${locale}/administration`, text: useTexts(administrationTexts).title }]}>
      <h1>{t.rules}</h1>
      <p class="lead">{t.rulesLead}</p>
      <form method="get" action={`/${locale}/administration/rules`} class="field">
        <label for="on">{t.on}</label>
        <div class="search"><input type="date" id="on" name="on" value={on} /><button class="button">{t.show}</button></div>
      </form>
      {groups.filter(({ rows }) => rows.length > 0).map(({ id, title, rows }) => <><h2 id={id}>{title}</h2><RuleTable rows={rows} labelled={id} /></>)}
    </Page>
  )
}

function RuleTable({ rows, labelled }: { rows: Rule[]; labelled: string }) {
  const { locale } = useView()
  const t = useTexts(settingTexts)
  const marks = useTexts(markNames)
  const value = useValue()
  return (
    <div class="scroll" tabIndex={0} role="region" aria-labelledby={labelled}><table>
      <thead><tr><th scope="col">{t.label}</th><th scope="col">{t.value}</th><th scope="col">{t.document}</th><th scope="col">{t.mark}</th><th scope="col">{t.from}</th></tr></thead>
      <tbody>{rows.map((rule) => (
        <tr>
          <th scope="row"><a href={`/${locale}/administration/rules/${rule.code}`}>{locale === 'vi' ? rule.label_vi : rule.label_en}</a></th><td>{value(rule)}</td>
          <td>{[rule.document, rule.article].filter(Boolean).join(', ')}</td><td>{marks[rule.mark]}</td><td>{formatIsoDay(rule.valid_from, locale)}</td>
        </tr>
      ))}</tbody>
    </table></div>
  )
}

export function RulePage({ rows }: { rows: [Rule & { approval_id: number | null }, ...(Rule & { approval_id: number | null })[]] }) {
  const { locale, actor } = useView()
  const t = useTexts(settingTexts)
  const marks = useTexts(markNames)
  const value = useValue()
  const [newest] = rows
  const title = locale === 'vi' ? newest.label_vi : newest.label_en
  return (
    <Page title={title} crumbs={[{ href: `/${locale}/administration`, text: useTexts(administrationTexts).title }, { href: `/${locale}/administration/rules`, text: t.rules }]}>
      <h1>{title}</h1>
      <p class="meta"><code>{newest.code}</code></p>
      {administers(actor) && <p><a class="button second" href={`/${locale}/administration/approvals/new?kind=rule_change&code=${newest.code}`}>{t.proposeRule}</a></p>}
      <h2 id="history">{t.ruleHistory}</h2>
      <div class="scroll" tabIndex={0} role="region" aria-labelledby="history"><table>
        <thead><tr><th scope="col">{t.from}</th><th scope="col">{t.to}</th><th scope="col">{t.value}</th><th scope="col">{t.document}</th><th scope="col">{t.mark}</th><th scope="col">{t.source}</th><th scope="col">{t.note}</th><th scope="col">{t.set}</th></tr></thead>
        <tbody>{rows.map((rule) => (
          <tr>
            <th scope="row">{formatIsoDay(rule.valid_from, locale)}</th><td>{rule.valid_to === null ? t.openEnd : formatIsoDay(rule.valid_to, locale)}</td><td>{value(rule)}</td><td>{[rule.document, rule.article].filter(Boolean).join(', ')}</td><td>{marks[rule.mark]}</td>
            <td>{rule.source && <a href={rule.source} rel="noopener noreferrer">{new URL(rule.source).host}</a>}</td><td>{rule.note}</td>
            <td>{rule.approval_id === null ? t.fromFile : <a href={`/${locale}/administration/approvals/${rule.approval_id}`}>{t.byApproval}</a>}</td>
          </tr>
        ))}</tbody>
      </table></div>
    </Page>
  )
}
