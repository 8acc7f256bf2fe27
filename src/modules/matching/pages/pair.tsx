import { isMemberOf, isStaff, mayEditFor } from '../../../core/context.ts'
import { formatDay } from '../../../platform/time.ts'
import { type FormState, freshForm } from '../../../web/http.tsx'
import { ActionButton, Choices, Form, Select, TextArea, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { Card } from '../../listings/pages/card.tsx'
import type { Taxonomy } from '../../taxonomy/queries.ts'
import { answerTexts, matchRefusals } from '../answer-messages.ts'
import type { MatchFile } from '../answer-queries.ts'
import { readsMatching, reasonKey } from '../answer-rules.ts'
import { matchTexts } from '../messages.ts'
import { wordReason } from '../wording.ts'
import { Reasons } from './matches.tsx'

export interface PairForms { decline?: FormState; objection?: FormState }

/** One suggested match by itself: both listings, why they were put together, and what may be said to it. */
export function PairPage({ file: { own, other, cards, score, reasons, answer }, taxonomy, forms }: { file: MatchFile; taxonomy: Taxonomy; forms: PairForms }) {
  const { locale, actor } = useView()
  const t = useTexts(answerTexts), m = useTexts(matchTexts)
  const mine = isMemberOf(own.organisation_id)(actor), staff = readsMatching(actor) && !mine
  const mayAnswer = mayEditFor(own.organisation_id)(actor) && own.state === 'published' && other.state === 'published'
  const mayObject = mine || isMemberOf(other.organisation_id)(actor) || isStaff('deal_officer')(actor)
  const address = `/${locale}/my/matches/${own.id}/${other.id}`
  return (
    <Page title={`${t.pairTitle}: ${cards[1].title}`} crumbs={mine ? [{ href: `/${locale}/my/matches`, text: t.mine }] : staff ? [{ href: `/${locale}/administration/matching`, text: t.objections }] : []}>
      <h1>{t.pairTitle}</h1>
      <div class="stack">
        <div class="sides">{cards.map((card, i) => <div><h2>{staff ? t[card.kind] : i === 0 ? t.own : t.other}</h2><Card card={card} taxonomy={taxonomy} /></div>)}</div>
        <section><h2>{t.why}</h2>
          {score !== null && <p><strong>{m.score(score)}</strong></p>}
          {reasons.length === 0 ? <p>{t.noReasons}</p> : <Reasons reasons={reasons} taxonomy={taxonomy} />}
        </section>
        {mine && answer?.answer === 'declined' && <section class="notice"><h2>{t.declinedOn(formatDay(answer.answered_at, locale))}</h2><p>{taxonomy.name('match_decline_reason', answer.code ?? '', locale)}{answer.words && `: ${answer.words}`}</p>
          {mayAnswer && <ActionButton action={`${address}/taking-back`} text={t.takeBack} kind="button second" />}</section>}
        {mine && answer?.answer === 'accepted' && <p><span class="badge good">{t.accepted}</span></p>}
        {mayAnswer && answer?.answer !== 'accepted' && <section class="sheet" aria-labelledby="answer"><h2 id="answer">{t.answer}</h2>
          <p><a class="button" href={`/${locale}/${other.kind}s/${other.id}/interest?with=${own.id}`}>{m.interest}</a></p>
          <DeclineAgain action={`${address}/decline`} form={forms.decline ?? freshForm(answer ?? {})} taxonomy={taxonomy} />
        </section>}
        {mayObject && reasons.length > 0 && <section class="sheet" aria-labelledby="objection"><h2 id="objection">{t.objection}</h2>
          <Form action={`${address}/objection`} form={renamed(forms.objection)} submit={t.objectionButton} labels={{ wrong: t.wrong, 'objection-words': t.objectionWords }} refusals={wording(useTexts(matchRefusals))}>
            <Choices form={renamed(forms.objection)} name="wrong" label={t.wrong} help={t.objectionHelp} options={reasons.map((reason) => ({ value: reasonKey(reason), text: wordReason(reason, locale, taxonomy) }))} />
            <div class="field"><label for="f-objection-words">{t.objectionWords} <span class="meta">{t.optional}</span></label><textarea id="f-objection-words" name="words" rows={3}>{String(forms.objection?.values.words ?? '')}</textarea></div>
          </Form>
        </section>}
      </div>
    </Page>
  )
}

function DeclineAgain({ action, form, taxonomy }: { action: string; form: FormState; taxonomy: Taxonomy }) {
  const { locale } = useView()
  const t = useTexts(answerTexts)
  const shown = form.refusal?.field ? { ...form, errors: { ...form.errors, [form.refusal.field]: 'required' } } : form
  return (
    <Form action={action} form={shown} submit={t.declineButton} labels={{ code: t.code, words: t.words }} refusals={wording(useTexts(matchRefusals))} danger>
      <Select form={shown} name="code" label={t.code} options={taxonomy.offered('match_decline_reason', [String(form.values.code ?? '')]).map(({ code }) => ({ value: code, text: taxonomy.name('match_decline_reason', code, locale) }))} />
      <TextArea form={shown} name="words" label={t.words} help={t.wordsHelp} rows={3} optional />
      <p class="meta">{t.private}</p>
    </Form>
  )
}

/** The words of this form have an id of their own, beside those of the other; what is wrong with them leads there. */
function renamed(form: FormState = freshForm()): FormState {
  const { words, ...errors } = form.errors
  return words === undefined ? form : { ...form, errors: { ...errors, 'objection-words': words } }
}
