import type { ComponentChildren } from 'preact'
import { formatNumber } from '../../../platform/money.ts'
import { shorten } from '../../../platform/text.ts'
import { type FormState, freshForm } from '../../../web/http.tsx'
import { BarChart } from '../../../web/ui/chart.tsx'
import { Choices, Form, Hidden, Select, TextArea, TextField, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { hallRefusals, hallTexts } from '../hall-messages.ts'
import type { Hall, PollShown, QuestionShown } from '../hall-queries.ts'
import { hallRefusal } from '../hall-rules.ts'
import { sessionTexts } from '../messages.ts'
import type { SessionListed } from '../queries.ts'
import { runsSessions } from '../rules.ts'
import { pollKinds } from '../schema.ts'
import { titleIn } from './sessions.tsx'

/** What a poll came to, as a picture and as a table. */
function PollResult({ poll }: { poll: PollShown }) {
  const { locale } = useView()
  const t = useTexts(hallTexts)
  const counts = poll.counts ?? []
  const most = counts.indexOf(Math.max(...counts))
  return <><BarChart id={`poll-${poll.id}`} title={t.chart(poll.question)} description={poll.answers === 0 ? t.chartNone : t.chartSays(poll.options[most] ?? '', counts[most] ?? 0, poll.answers)} labels={poll.options} series={[{ name: t.count, tone: 'offer', values: counts }]} />
    <div class="scroll" tabIndex={0} role="region" aria-label={t.chart(poll.question)}><table><caption class="hidden">{t.chart(poll.question)}</caption><thead><tr><th scope="col">{t.option}</th><th scope="col">{t.count}</th></tr></thead><tbody>{poll.options.map((option, i) => <tr><th scope="row">{option}{poll.own?.includes(i + 1) && <span class="meta"> · {t.yours}</span>}</th><td>{formatNumber(counts[i] ?? 0, locale)}</td></tr>)}</tbody></table></div></>
}
const Question = ({ one, children }: { one: QuestionShown; children?: ComponentChildren }) => {
  const t = useTexts(hallTexts)
  return <li class="sheet"><p>{one.question}</p><p class="meta">{one.mine ? t.you : one.name ?? t.hidden}{one.name && one.anonymous && !one.mine && ` (${t.hidden})`} · {t.states[one.state]} · {t.votes(one.votes)}</p>{one.reason && <p>{t.reason}: {one.reason}</p>}{children}</li>
}

export interface HallForms { ask?: FormState; poll?: { id: number; form: FormState } }
/** What goes on in the hall, for somebody with a place. */
export function HallPage({ session, hall, forms = {} }: { session: SessionListed; hall: Hall; forms?: HallForms }) {
  const { locale, now } = useView()
  const t = useTexts(hallTexts)
  const path = `/${locale}/sessions/${session.id}`
  const open = hallRefusal(session, now) === null, speaks = open && hall.place !== null
  const refusals = wording(useTexts(hallRefusals))
  const ask = forms.ask ?? freshForm()
  return (
    <Page title={`${t.title}: ${titleIn(locale, session)}`} width="narrow" demonstration={session.demonstration} crumbs={[{ href: path, text: titleIn(locale, session) }]}>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      <div class="stack">
        {hall.place === null && <div class="notice warn"><p>{t.needPlace}</p></div>}
        {!open && <p>{t.over}</p>}
        {(hall.place !== null || hall.watches) && <>
          <section><h2>{t.polls}</h2>{hall.polls.length === 0 ? <p>{t.noPolls}</p> : hall.polls.map((poll) => {
            const form: FormState = { ...(forms.poll?.id === poll.id ? forms.poll.form : freshForm({ chosen: poll.own?.map(String) ?? [] })), at: `poll-${poll.id}` }
            return <section class="sheet"><h3>{poll.question}</h3><p class="meta">{poll.closed_at ? `${t.closed}. ` : ''}{t.answered(poll.answers)}</p>
              {poll.closed_at ? <PollResult poll={poll} /> : speaks && <Form action={`${path}/polls/${poll.id}`} form={form} submit={poll.own ? t.change : t.answer} labels={t} refusals={refusals}><Choices form={form} name="chosen" label={t.chosen} help={t.secret} one={poll.kind === 'single'} options={poll.options.map((text, i) => ({ value: String(i + 1), text }))} /></Form>}</section>
          })}</section>
          <section><h2>{t.questions}</h2>{hall.questions.length === 0 ? <p>{t.noQuestions}</p> : <ul class="list">{hall.questions.map((one) => <Question one={one}>
            {speaks && !one.mine && (one.state === 'shown' || one.state === 'answered') && <form method="post" action={`${path}/questions/${one.id}/vote`}><Hidden name="vote" value={one.voted ? 'no' : 'yes'} /><button class="button second" aria-label={one.voted ? t.unvoteOf(shorten(one.question, 80)) : t.voteOf(shorten(one.question, 80))}>{one.voted ? t.unvote : t.vote}</button></form>}
          </Question>)}</ul>}</section>
          {speaks && <section class="sheet"><h2>{t.ask}</h2><Form action={`${path}/questions`} form={ask} submit={t.send} labels={t} refusals={refusals}>
            <TextArea form={ask} name="question" label={t.question} rows={3} /><Choices form={ask} name="anonymous" label={t.by} help={t.anonymousHelp} optional options={[{ value: 'yes', text: t.anonymous }]} /></Form></section>}
        </>}
        <p><a href={path}>{useTexts(sessionTexts).back}</a></p>
      </div>
    </Page>
  )
}

/** The same for those who run the session: open and close polls, and let questions through. */
export function HallDeskPage({ session, hall, form }: { session: SessionListed; hall: Hall; form: FormState }) {
  const { locale, actor, now } = useView()
  const t = useTexts(hallTexts)
  const path = `/${locale}/sessions/${session.id}`, desk = `${path}/desk/questions`
  const may = runsSessions(actor)
  const refusals = wording(useTexts(hallRefusals))
  return (
    <Page title={`${t.desk}: ${titleIn(locale, session)}`} demonstration={session.demonstration} crumbs={[{ href: path, text: titleIn(locale, session) }, { href: `${path}/desk`, text: useTexts(sessionTexts).desk }]}>
      <h1>{t.desk}</h1>
      <p class="lead">{titleIn(locale, session)}</p>
      <div class="stack">
        <section><h2>{t.questions}</h2>{hall.questions.length === 0 ? <p>{t.noQuestions}</p> : <ul class="list">{hall.questions.map((one) => { const short = shorten(one.question, 80), action = `${desk}/${one.id}`
          return <Question one={one}>{may && one.state !== 'answered' && <div class="row">
            {one.state !== 'shown' && <form method="post" action={action}><Hidden name="decision" value="shown" /><button class="button" aria-label={t.showOf(short)}>{t.show}</button></form>}
            {one.state === 'shown' && <form method="post" action={action}><Hidden name="decision" value="answered" /><button class="button" aria-label={t.answeredOf(short)}>{t.markAnswered}</button></form>}
            {one.state !== 'dismissed' && <form method="post" action={action} class="row"><Hidden name="decision" value="dismissed" /><label class="hidden" for={`f-reason-${one.id}`}>{t.reasonOf(short)}</label><input type="text" id={`f-reason-${one.id}`} name="reason" placeholder={t.reason} autocomplete="off" maxLength={300} /><button class="button second" aria-label={t.dismissOf(short)}>{t.dismiss}</button></form>}
          </div>}</Question> })}</ul>}</section>
        <section><h2>{t.polls}</h2>{hall.polls.length === 0 ? <p>{t.noPolls}</p> : hall.polls.map((poll) => <section class="sheet"><h3>{poll.question}</h3><p class="meta">{t.kinds[poll.kind]} · {poll.closed_at ? `${t.closed}. ` : ''}{t.answered(poll.answers)}</p>
          {poll.closed_at ? <PollResult poll={poll} /> : <><ul>{poll.options.map((option) => <li>{option}</li>)}</ul>{may && <form method="post" action={`${path}/desk/polls/${poll.id}/closing`}><button class="button second" aria-label={t.closePollOf(shorten(poll.question, 80))}>{t.closePoll}</button></form>}</>}</section>)}</section>
        {may && hallRefusal(session, now) === null && <section class="sheet"><h2>{t.openPoll}</h2><Form action={`${path}/desk/polls`} form={form} submit={t.openPoll} labels={t} refusals={refusals}>
          <TextField form={form} name="poll_question" label={t.poll_question} autocomplete="off" /><Select form={form} name="kind" label={t.kind} options={pollKinds.map((value) => ({ value, text: t.kinds[value] }))} /><TextArea form={form} name="options" label={t.options} help={t.optionsHelp} rows={4} /></Form></section>}
      </div>
    </Page>
  )
}
