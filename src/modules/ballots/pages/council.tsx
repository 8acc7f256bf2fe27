import { councilSize } from '../../../platform/sealing/shares.ts'
import type { FormState } from '../../../web/http.tsx'
import { ActionButton, Form, TextField, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { ballotRefusals } from '../messages.ts'
import { councilTexts } from '../page-messages.ts'
import type { CouncilFile } from '../queries.ts'

export interface CouncilForms { name: FormState; declare: FormState }
/** Who opens the ballots of a lot: for officers and those who watch, and for its members. */
export function CouncilPage({ file: { lot, seats, own, key }, names, forms }: { file: CouncilFile; names: boolean; forms: CouncilForms }) {
  const { locale } = useView()
  const t = useTexts(councilTexts)
  const base = `/${locale}/auctions/${lot.id}`, refusals = wording(useTexts(ballotRefusals))
  const title = t.title(lot.title[locale]), early = ['draft', 'proposed', 'registration'].includes(lot.state)
  return (
    <Page title={title} path={`/auctions/${lot.id}/council`} demonstration={lot.demonstration} crumbs={lot.state === 'draft' || lot.state === 'proposed' ? [] : [{ href: base, text: lot.title[locale] }]}>
      <h1>{title}</h1>
      <p>{t.lead}</p>
      <div class="stack">
        {own && <section class="sheet"><h2>{t.yourPart}</h2>
          {own.declared_at ? <p>{t.place(own.place)}. {t.youDeclared}</p> : early && <>
            <p>{t.declareLead}</p>
            <Form action={`${base}/council/declaration`} form={forms.declare} submit={t.declare} labels={{ unrelated: t.unrelated, secrecy: t.secrecy }} refusals={refusals}>
              <label class="tick"><input type="checkbox" id="f-unrelated" name="unrelated" value="yes" checked={forms.declare.values.unrelated === 'yes'} /> <span>{t.unrelated}</span></label>
              <label class="tick"><input type="checkbox" id="f-secrecy" name="secrecy" value="yes" checked={forms.declare.values.secrecy === 'yes'} /> <span>{t.secrecy}</span></label>
            </Form></>}
        </section>}
        <section><h2>{t.members}</h2>
          {seats.length === 0 ? <p>{t.nobody}</p> : <ul class="list">{seats.map((seat) => <li><div class="row"><span><strong>{t.place(seat.place)}</strong>: {seat.name} · {seat.declared_at ? t.declared : t.waits}</span>
            {names && early && <ActionButton action={`${base}/council/${seat.id}/removal`} text={t.drop(seat.place)} kind="button second" />}</div></li>)}</ul>}
          {names && early && key && <p class="meta">{t.dropKey}</p>}
          {names && early && !key && seats.length < councilSize && <Form action={`${base}/council`} form={forms.name} submit={t.name} labels={{ member_email: t.email }} refusals={refusals}><TextField form={forms.name} name="member_email" label={t.email} help={t.emailHelp} type="email" autocomplete="off" /></Form>}
        </section>
        <section><h2>{t.ceremony}</h2><p>{key ? t.keyMade : t.keyMissing}</p>
          <p class="row">{names && early && !key && <a class="button" href={`${base}/ceremony`}>{t.toCeremony}</a>}{key && lot.state !== 'draft' && lot.state !== 'proposed' && <a class="button second" href={`${base}/opening`}>{t.toOpening}</a>}</p></section>
      </div>
    </Page>
  )
}
