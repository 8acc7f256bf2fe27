import { type FormState, freshForm } from '../../../web/http.tsx'
import { Choices, Form, TextArea, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { partNames, partTexts } from '../../deals/part-messages.ts'
import { StageBadge, useName } from '../../deals/pages/parts.tsx'
import { heldBy } from '../../deals/rules.ts'
import { brokerTexts, mandateRefusals } from '../messages.ts'
import type { LetIn, MandateShown } from '../queries.ts'
import { MandateTerms, StandingBadge } from './mandate-parts.tsx'

/** The files of others this person may look into: as an adviser, or for a broker. */
export function LetInPage({ advised, mandates }: { advised: LetIn[]; mandates: MandateShown[] }) {
  const { locale } = useView()
  const t = useTexts(brokerTexts)
  const name = useName()
  return (
    <Page title={t.title} crumbs={[{ href: `/${locale}/deals`, text: useTexts(partTexts).deals }]}>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      <div class="stack">
        <section id="advised"><h2>{t.advised}</h2>
          {advised.length === 0 ? <p class="meta">{t.advisedNone}</p> : <ul class="list">{advised.map((file) => <li class="sheet"><FileHead file={file} /><PartLinks deal={file.deal_id} parts={file.parts} /></li>)}</ul>}
        </section>
        <section id="brokered"><h2>{t.brokered}</h2>
          {mandates.length === 0 ? <p class="meta">{t.brokeredNone}</p> : <ul class="list">{mandates.map((one) => (
            <li class="sheet"><p><a href={`/${locale}/deals/mandates/${one.id}`}>{t.mandate(one.id)}</a> · {t.from(name(one.side))} <StandingBadge standing={one.standing} /></p>
              {one.standing === 'in_force' && one.parts.length > 0 && <PartLinks deal={one.deal_id} parts={one.parts} />}</li>
          ))}</ul>}
        </section>
      </div>
    </Page>
  )
}

function FileHead({ file: { deal_id, parties: [supplier, demander], about, stage } }: { file: Omit<LetIn, 'parts'> }) {
  const { locale } = useView()
  const t = useTexts(brokerTexts)
  const name = useName()
  return <p><strong>{t.file(deal_id)}</strong> <StageBadge stage={stage} /><br />{about && <><span lang={about.language === locale ? undefined : about.language}>{about.title}</span><br /></>}<span class="meta">{name(supplier)} – {name(demander)}</span></p>
}
function PartLinks({ deal, parts }: { deal: number; parts: LetIn['parts'] }) {
  const { locale } = useView()
  const names = useTexts(partNames)
  return <p class="row">{parts.map((part) => <a href={`/${locale}/deals/${deal}/${part}`}>{names[part]}</a>)}</p>
}

export interface MandatePageProps { mandate: MandateShown; head: Omit<LetIn, 'parts'>; accept?: FormState; end?: FormState }
/** A mandate as the broker's people read it: what was offered, and the answer. */
export function MandatePage({ mandate, head, accept = freshForm(), end = freshForm() }: MandatePageProps) {
  const { locale, actor } = useView()
  const t = useTexts(brokerTexts)
  const name = useName()
  const refusals = wording(useTexts(mandateRefusals))
  const own = `/${locale}/deals/mandates/${mandate.id}`
  const binds = heldBy(actor, 'sign').includes(mandate.broker_organisation_id)
  const answers = ([['yes', t.yes], ['no', t.no]] as const).map(([value, text]) => ({ value, text }))
  return (
    <Page title={t.mandate(mandate.id)} crumbs={[{ href: `/${locale}/deals/advised`, text: t.title }]}>
      <div class="row"><h1>{t.mandate(mandate.id)}</h1><StandingBadge standing={mandate.standing} /></div>
      <div class="stack">
        <div class="sheet"><FileHead file={head} /><p>{t.from(name(mandate.side))}</p><MandateTerms mandate={mandate} />{mandate.ended_at && <p class="meta">{mandate.ended_reason}</p>}</div>
        <section><h2>{t.readNow}</h2>{mandate.standing === 'in_force' && mandate.parts.length > 0 ? <PartLinks deal={mandate.deal_id} parts={mandate.parts} /> : <p class="meta">{t.nothingToRead}</p>}</section>
        {!binds && mandate.ended_at === null && <p class="meta">{t.onlySigner}</p>}
        {binds && mandate.standing === 'offered' && (
          <section class="sheet stack" id="accept"><h2>{t.accept}</h2><p>{t.acceptLead}</p>
            <Form action={`${own}/accept`} form={accept} submit={t.accept} labels={t} refusals={refusals}>
              <Choices form={accept} name="acts_for_other" label={t.acts_for_other} options={answers} one />
              <Choices form={accept} name="owns_shares" label={t.owns_shares} options={answers} one />
              <TextArea form={accept} name="conflict_words" label={t.conflict_words} help={t.conflict_wordsHelp} rows={4} optional />
            </Form>
          </section>
        )}
        {binds && mandate.ended_at === null && mandate.standing !== 'expired' && (
          <details open={end.refusal !== null || Object.keys(end.errors).length > 0}><summary>{mandate.accepted_at ? t.end : t.decline}</summary>
            <div class="sheet"><Form action={`${own}/end`} form={end} submit={mandate.accepted_at ? t.end : t.decline} labels={t} refusals={refusals} danger><TextArea form={end} name="mandate_reason" label={t.mandate_reason} rows={3} /></Form></div>
          </details>
        )}
      </div>
    </Page>
  )
}
