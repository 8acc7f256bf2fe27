import { inLocale } from '../../../platform/locale.ts'
import { type FormState, freshForm } from '../../../web/http.tsx'
import { Choices, Form, Select, TextArea, TextField, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { Prose } from '../../../web/ui/prose.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { solutionRefusals } from '../messages.ts'
import { partTexts, solutionTexts } from '../page-messages.ts'
import { Documents } from './documents.tsx'
import type { CouncilEntry, CouncilFile, SolutionFile } from '../queries.ts'

export type CouncilForms = { [name: string]: FormState }
interface Props { file: SolutionFile; council: CouncilFile; forms?: CouncilForms }
/** A member's desk: the declaration first, then the envelopes and the member's own scores, after the locks everybody's. */
export function CouncilPage({ file, council, forms = {} }: Props) {
  const { locale } = useView()
  const t = useTexts(partTexts), words = useTexts(solutionTexts)
  const { call } = file, { member } = council
  const base = `/${locale}/solutions/${call.id}`
  const refusals = wording(useTexts(solutionRefusals))
  const locking: FormState = { ...(forms.lock ?? freshForm()), at: 'lock' }
  return (
    <Page title={`${t.council}: ${call.title[locale]}`} demonstration={call.demonstration} crumbs={[{ href: `/${locale}/solutions`, text: words.title }, { href: base, text: call.title[locale] }]}>
      <h1>{t.council}</h1>
      <p><a href={base}>{call.title[locale]}</a></p>
      {!call.technical_opened_at && <p>{t.sealed}</p>}
      {member.declaration === 'conflict' && <div class="notice warn"><p>{t.stepped}</p></div>}
      <div class="stack">
        {call.state === 'scoring' && member.declaration === null && <Declaration file={file} council={council} form={forms.declaration ?? freshForm()} />}
        {member.declaration === 'none' && <>
          {call.state === 'scoring' && <p>{member.locked_at ? t.locked : t.scoreHelp}</p>}
          {council.entries.map((entry) => <Entry file={file} council={council} entry={entry} forms={forms} />)}
          {call.state === 'scoring' && !member.locked_at && (council.missing > 0 ? <p>{t.missing(council.missing)}</p> : <section><h2>{t.lock}</h2><p>{t.lockHelp}</p><Form action={`${base}/council/lock`} form={locking} submit={t.lock} labels={{}} refusals={refusals}>{null}</Form></section>)}
        </>}
      </div>
    </Page>
  )
}

function Declaration({ file: { call }, council: { entries }, form }: { file: SolutionFile; council: CouncilFile; form: FormState }) {
  const { locale } = useView()
  const t = useTexts(partTexts)
  return <section><h2>{t.declare}</h2><p>{t.declareHelp}</p>
    <ul>{entries.map(({ name }) => <li>{inLocale(locale, name.vi, name.en)}</li>)}</ul>
    <Form action={`/${locale}/solutions/${call.id}/council/declaration`} form={form} submit={t.sendDeclaration} labels={{ declaration: t.declaration, conflict_words: t.conflict_words }} refusals={wording(useTexts(solutionRefusals))}>
      <Choices one form={form} name="declaration" label={t.declaration} options={(['none', 'conflict'] as const).map((value) => ({ value, text: t.declarations[value] }))} /><TextArea form={form} name="conflict_words" label={t.conflict_words} optional rows={2} />
    </Form></section>
}

function Entry({ file: { call }, council: { member, people }, entry, forms }: { file: SolutionFile; council: CouncilFile; entry: CouncilEntry; forms: CouncilForms }) {
  const { locale } = useView()
  const t = useTexts(partTexts), words = useTexts(solutionTexts)
  const refusals = wording(useTexts(solutionRefusals))
  const base = `/${locale}/solutions/${call.id}/council/entries/${entry.number}`, name = `entry-${entry.number}`
  const scoring: FormState = { ...(forms[name] ?? freshForm(Object.fromEntries(Object.values(entry.own).flatMap(({ criterion, points, reason }) => [[`points_${criterion}`, points], [`reason_${criterion}`, reason]])))), at: name }
  const changing: FormState = { ...(forms[`change-${entry.number}`] ?? freshForm()), at: `change-${entry.number}` }
  const labels = Object.fromEntries(call.rules.criteria.flatMap(({ key, name: criterion }) => [[`points_${key}`, t.pointsOf(criterion[locale])], [`reason_${key}`, t.reasonOf(criterion[locale])]]))
  return <section><h2 id={name}>{words.number(entry.number)}: {inLocale(locale, entry.name.vi, entry.name.en)}</h2>
    {entry.version && <><Prose text={entry.version.summary} />{call.rules.criteria.map(({ key, name: criterion }) => <><h3>{criterion[locale]}</h3><Prose text={entry.version?.answers[key] ?? ''} /></>)}<Documents of={entry.documents} /></>}
    {call.state === 'scoring' && !member.locked_at && <Form action={`${base}/scores`} form={scoring} submit={t.save} labels={labels} refusals={refusals}>
      {call.rules.criteria.map(({ key }) => <><TextField form={scoring} name={`points_${key}`} label={labels[`points_${key}`]!} inputmode="numeric" /><TextArea form={scoring} name={`reason_${key}`} label={labels[`reason_${key}`]!} rows={2} /></>)}
    </Form>}
    {entry.scores.length > 0 && (call.state !== 'scoring' || member.locked_at) && <div class="scroll" tabIndex={0} role="region" aria-labelledby={name}><table>
      <caption>{t.all}</caption><thead><tr><th scope="col">{words.criterion}</th><th scope="col">{t.member}</th><th scope="col" class="right">{t.points}</th><th scope="col">{t.reason}</th></tr></thead>
      <tbody>{call.rules.criteria.flatMap(({ key, name: criterion }) => entry.scores.filter((score) => score.criterion === key).map((score) => <tr><th scope="row">{criterion[locale]}</th><td>{people.get(score.member_id)}</td><td class="right">{score.points}</td><td>{score.reason}</td></tr>))}</tbody>
    </table></div>}
    {call.state === 'moderation' && <details open={forms[`change-${entry.number}`] !== undefined}><summary>{t.change}</summary><Form action={`${base}/change`} form={changing} submit={t.sendChange} labels={{ criterion: t.criterion, points: t.newPoints, reason: t.changeReason }} refusals={refusals}>
      <Select form={changing} name="criterion" label={t.criterion} options={call.rules.criteria.map(({ key, name: criterion }) => ({ value: key, text: criterion[locale] }))} /><TextField form={changing} name="points" label={t.newPoints} inputmode="numeric" /><TextArea form={changing} name="reason" label={t.changeReason} rows={2} />
    </Form></details>}
  </section>
}
