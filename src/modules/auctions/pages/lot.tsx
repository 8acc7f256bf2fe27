import type { ComponentChildren } from 'preact'
import { canonicalText } from '../../../platform/proof/chain.ts'
import { inLocale } from '../../../platform/locale.ts'
import { formatVnd } from '../../../platform/money.ts'
import { formatInstant, formatIsoDay } from '../../../platform/time.ts'
import type { FormState } from '../../../web/http.tsx'
import { Form, Hidden, TextArea, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { Prose } from '../../../web/ui/prose.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { auctionRefusals } from '../messages.ts'
import { lotTexts, rulesInWords } from '../page-messages.ts'
import type { LotFile } from '../queries.ts'
import { isOver, priceTold } from '../rules.ts'
import { Annulled } from './annulments.tsx'
import { MovedTimes } from './dates.tsx'
import { Dossier } from './files.tsx'
import { Replaced } from './replacements.tsx'
import { LotBadge } from './lots.tsx'

export interface RefundRule { days: number; law: string | null }
/** The dossier of a lot, as everybody reads it before, during and after. `children` is what other modules say beside it. */
export function LotPage({ file, form, refund, children }: { file: LotFile; form: FormState; refund: RefundRule | null; children?: ComponentChildren }) {
  const { locale, actor } = useView()
  const t = useTexts(lotTexts)
  const { lot, offer, rules, hidden, opens, closes, notices, own } = file
  const base = `/${locale}/auctions/${lot.id}`
  const p = lot.particulars
  const when = (at: Date) => <time dateTime={at.toISOString()}>{formatInstant(at, locale)}</time>
  const taking = lot.state === 'registration', price = priceTold(lot)
  return (
    <Page title={lot.title[locale]} description={`${t.regime[lot.regime]}: ${lot.title[locale]}`} indexed={lot.published_at !== null} demonstration={lot.demonstration} crumbs={[{ href: `/${locale}/auctions`, text: t.title }]}>
      <p class="meta">{t.regime[lot.regime]} · {t.number(lot.id)}</p>
      <div class="row"><h1>{lot.title[locale]}</h1><LotBadge lot={lot} /></div>
      {lot.state === 'failed' && <div class="notice warn"><p>{t.failed[lot.outcome] ?? t.states.failed}</p></div>}
      {(lot.state === 'cancelled' || lot.state === 'defaulted') && lot.outcome && <div class="notice warn"><p>{lot.outcome}</p></div>}
      <Annulled annulments={file.annulments} />
      {price !== null && <div class="notice good"><p>{t.result(formatVnd(price, locale))}</p></div>}
      {notices.some(({ kind }) => kind === 'change') && taking && <div class="notice warn"><p>{t.changed}</p></div>}
      <p class="row">
        {lot.form === 'sealed' && lot.phase === 'open' && own?.bidder.state === 'eligible' && <a class="button" href={`${base}/ballot`}>{t.ballot}</a>}
        {lot.armed_at && <a class={lot.form === 'sealed' ? 'button second' : 'button'} href={`${base}/room`}>{t.room}</a>}
        {lot.form === 'sealed' && lot.armed_at && <a class="button second" href={`${base}/opening`}>{t.opening}</a>}
        {lot.armed_at && <a class="button second" href={`${base}/proof`}>{t.proof}</a>}
        {own ? <a class="button second" href={`${base}/registration`}>{t.registered}</a> : taking && !file.runs && !file.side && !file.isSeller && <a class="button" href={`${base}/registration`}>{actor.person_id === null ? t.signIn : t.register}</a>}
        {file.watches && !file.side && <a class="button second" href={`${base}/office`}>{t.office}</a>}
      </p>
      <div class="stack">
        <section><h2>{t.about}</h2>
          <p>{t.offer}: {offer ? <a href={`/${locale}/offers/${offer.id}`} lang={offer.language === locale ? undefined : offer.language}>{offer.title}</a> : t.offerGone}{offer && <> · {t.seller}: <a href={`/${locale}/organisations/${offer.organisation_id}`}>{inLocale(locale, offer.organisation_name_vi, offer.organisation_name_en)}</a></>}</p>
          {lot.replaces_lot_id !== null && <p><a href={`/${locale}/auctions/${lot.replaces_lot_id}`}>{t.again(lot.replaces_lot_id)}</a></p>}
          <Prose text={p.about} lang={locale === 'vi' ? undefined : 'vi'} />
        </section>
        <Dossier file={file} />
        <section><h2>{t.times}</h2>
          <dl class="facts">
            <div><dt>{t.heldName}</dt><dd>{t.held[lot.form]}</dd></div><div><dt>{t.methodName}</dt><dd>{t.method[lot.form]}</dd></div>
            <div><dt>{t.registrationOpens}</dt><dd>{when(lot.registration_opens_at!)}</dd></div><div><dt>{t.registrationCloses}</dt><dd>{when(lot.registration_closes_at!)}</dd></div>
            <div><dt>{t.opens}</dt><dd>{when(opens)}</dd></div><div><dt>{t.closes}</dt><dd>{when(closes)}</dd></div>
            {lot.venue && <div><dt>{t.venue}</dt><dd>{lot.venue}</dd></div>}
            {lot.organiser && <div><dt>{t.organiser}</dt><dd>{lot.organiser}{lot.organiser_licence && <> · {t.licence} {lot.organiser_licence}</>}</dd></div>}
            {lot.auctioneer_name && lot.regime === 'statutory' && <div><dt>{t.auctioneer}</dt><dd>{lot.auctioneer_name}</dd></div>}
            {p.owner_decision && <div><dt>{t.decision}</dt><dd>{p.owner_decision}</dd></div>}
          </dl>
          <Replaced replacements={file.replacements} />
        </section>
        <MovedTimes postponements={file.postponements} />
        {children}
        <section><h2>{t.rules}</h2>
          <ul>{rulesInWords(rules, hidden, locale).map((sentence) => <li>{sentence}</li>)}</ul>
          {hidden && <p>{t.hidden}</p>}
          {lot.rules_hash && <><h3>{t.hash}</h3><p class="break"><code>{lot.rules_hash}</code></p><p class="meta">{t.hashHelp}</p>
            {!hidden && <details><summary>{t.text}</summary><pre class="break">{canonicalText(lot.rules)}</pre></details>}</>}
        </section>
        <section><h2>{t.deposit}</h2>
          <p><strong>{formatVnd(rules.deposit, locale)}</strong></p><p>{t.depositHelp}</p>{refund && <p>{t.refundLaw(refund.days, refund.law)}</p>}
          <dl class="facts"><div><dt>{t.account}</dt><dd>{p.deposit_account}, {p.deposit_bank}</dd></div><div><dt>{t.holder}</dt><dd>{p.deposit_holder}</dd></div></dl>
        </section>
        <section><h2>{t.notices}</h2>
          {notices.length === 0 ? <p>{t.noNotices}</p> : <ul>{notices.map(({ kind, on_day, place }) => <li><time dateTime={on_day}>{formatIsoDay(on_day, locale)}</time>: {t.kinds[kind]}, {place}</li>)}</ul>}
        </section>
        <Questions file={file} form={form} action={`${base}/questions`} />
      </div>
    </Page>
  )
}

function Questions({ file: { lot, questions }, form, action }: { file: LotFile; form: FormState; action: string }) {
  const { locale, actor } = useView()
  const t = useTexts(lotTexts)
  const refusals = wording(useTexts(auctionRefusals))
  return <section id="questions"><h2>{t.questions}</h2>
    {questions.length === 0 ? <p>{t.noQuestions}</p> : <ul class="list">{questions.map((one) => <li>
      <p class="meta">{t.asker}{one.own && <> ({t.yours})</>}, <time dateTime={one.asked_at.toISOString()}>{formatInstant(one.asked_at, locale)}</time></p>
      <p>{one.question}</p>{one.answered_at ? <Prose text={one.answer} /> : <p class="meta">{t.waiting}</p>}
    </li>)}</ul>}
    {lot.published_at && !isOver(lot.state) && (actor.person_id === null ? <p><a href={`/${locale}/sign-in`}>{t.signInAsk}</a></p>
      : <Form action={action} form={form} submit={t.sendQuestion} labels={{ question: t.ask }} refusals={refusals}>
        <Hidden name="request_key" value={String(form.values.request_key ?? '')} /><TextArea form={form} name="question" label={t.ask} help={t.askHelp} rows={3} />
      </Form>)}
  </section>
}
