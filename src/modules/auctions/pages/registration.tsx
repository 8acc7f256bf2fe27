import { formatVnd } from '../../../platform/money.ts'
import { drawQr } from '../../../platform/qr.ts'
import { formatInstant, formatIsoDay } from '../../../platform/time.ts'
import { vietQr } from '../../../platform/vietqr.ts'
import type { FormState } from '../../../web/http.tsx'
import { ActionButton, Choices, Form, Hidden, TextArea, TextField, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { Prose } from '../../../web/ui/prose.tsx'
import { QrCode } from '../../../web/ui/qr.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { unannouncedWords } from '../../rulebook/messages.ts'
import { auctionRefusals } from '../messages.ts'
import { lotTexts, registrationTexts } from '../page-messages.ts'
import type { LotFile } from '../queries.ts'
import { KeptThroughPostponing } from './dates.tsx'
import { EarnestTold } from './earnest.tsx'
import { SeenLines } from './seen-lines.tsx'

export interface RegistrationProps { file: LotFile; form: FormState; organisation: string | null; may: boolean; leaves: boolean }
/** An organisation's own part in a lot: to register, to pay, its number, and its money afterwards. */
export function RegistrationPage({ file, form, organisation, may, leaves }: RegistrationProps) {
  const { locale } = useView()
  const t = useTexts(registrationTexts), words = useTexts(lotTexts)
  const { lot, own } = file
  const base = `/${locale}/auctions/${lot.id}`, runBy = [lot.organiser, lot.auctioneer_name].filter(Boolean).join(', ')
  return (
    <Page title={`${t.title}: ${lot.title[locale]}`} width="narrow" demonstration={lot.demonstration} crumbs={[{ href: `/${locale}/auctions`, text: words.title }, { href: base, text: lot.title[locale] }]}>
      <h1>{own ? words.registered : t.title}</h1>
      {own && (own.bidder.state === 'registered' || own.bidder.state === 'eligible') && <KeptThroughPostponing file={file} />}
      {own ? <Own file={file} leaves={leaves && may} may={may} /> : organisation === null ? <div class="notice warn"><p>{t.noOrganisation}</p></div> : !may ? <div class="notice warn"><p>{t.noPower}</p></div> : <>
        <p class="lead">{t.lead(organisation)}</p>
        <p>{t.closed(formatInstant(lot.registration_closes_at!, locale))} {words.deposit}: <strong>{formatVnd(lot.rules.deposit, locale)}</strong>.</p>
        <Form action={`${base}/registration`} form={form} submit={t.submit} labels={{ ...t }} refusals={wording(useTexts(auctionRefusals))}>
          <Hidden name="request_key" value={String(form.values.request_key ?? '')} />
          <fieldset class="sheet"><legend class="label">{t.declarations}</legend>
            {(['capacity', 'unrelated', 'own_behalf'] as const).map((name) => <div class="field">{form.errors[name] && <span class="error" id={`e-${name}`}>{t[name]}</span>}<label class="tick"><input type="checkbox" id={`f-${name}`} name={name} value="yes" checked={form.values[name] === 'yes'} aria-describedby={form.errors[name] ? `e-${name}` : undefined} aria-invalid={form.errors[name] ? true : undefined} /> <span>{t[name]}</span></label></div>)}
            <Choices one form={form} name="relatives" label={t.relatives} options={(['none', 'some'] as const).map((value) => ({ value, text: t.relativesOptions[value] }))} />
            <TextField form={form} name="id_number" label={t.id_number} help={t.idHelp} inputmode="numeric" optional={lot.regime === 'voluntary'} />
            <TextArea form={form} name="relatives_ids" label={t.relatives_ids} help={t.relativesIdsHelp} rows={2} optional />
            {runBy && <p>{t.runBy(runBy)}</p>}
            <TextArea form={form} name="links" label={t.links} help={t.linksHelp} rows={3} optional />
          </fieldset>
          <TextField form={form} name="refund_to" label={t.refund_to} help={t.refundHelp} />
          <p class="meta">{t.browser}</p>
        </Form>
      </>}
    </Page>
  )
}

function Own({ file: { lot, own }, leaves, may }: { file: LotFile; leaves: boolean; may: boolean }) {
  const { locale } = useView()
  const t = useTexts(registrationTexts)
  const { bidder, deposit } = own!
  const p = lot.particulars
  const base = `/${locale}/auctions/${lot.id}`
  const pays = deposit.state === 'requested' && lot.state === 'registration'
  return <div class="stack">
    <p><span class={bidder.state === 'eligible' ? 'badge good' : bidder.state === 'registered' ? 'badge warn' : 'badge bad'}>{t.states[bidder.state]}</span></p>
    {bidder.state === 'refused' && bidder.reason && <div class="notice warn"><p>{t.out[bidder.reason] ?? bidder.reason}</p></div>}
    {bidder.links && <section><h2>{t.declaredLinks}</h2><Prose text={bidder.links} /></section>}
    {bidder.state === 'eligible' && <><div class="notice good"><p>{t.yourNumber(bidder.number!)}</p></div>{lot.armed_at && <p><a class="button" href={`${base}/room`}>{t.room}</a></p>}{bidder.attended_at && <p>{t.attended(formatInstant(bidder.attended_at, locale))}</p>}</>}
    {lot.deal_id !== null && lot.winner !== null && lot.winner === bidder.number && <p><a class="button" href={`/${locale}/deals/${lot.deal_id}`}>{t.dealOpen}</a></p>}
    <section><h2>{t.deposit}</h2>
      <p>{formatVnd(deposit.amount, locale)} · <span class="badge">{t.depositStates[deposit.state]}</span></p>
      <SeenLines lines={deposit.seen} />
      {deposit.state === 'refund_due' && deposit.refund_due && <p>{t.refundBy(formatIsoDay(deposit.refund_due, locale))} {deposit.unannounced.length > 0 && <span class="meta">{unannouncedWords(deposit.unannounced, locale)}</span>}</p>}
      <EarnestTold deposit={deposit} state={lot.state} />
      {deposit.state === 'forfeited' && deposit.forfeit_ground && <p>{t.grounds[deposit.forfeit_ground]}. {deposit.forfeit_reason}</p>}
    </section>
    {pays && <section><h2>{t.pay}</h2><p>{t.payHelp}</p>
      <dl class="facts"><div><dt>{t.amount}</dt><dd>{formatVnd(deposit.amount, locale)}</dd></div><div><dt>{t.reference}</dt><dd><code>{deposit.reference}</code></dd></div><div><dt>{p.deposit_bank}</dt><dd>{p.deposit_account}, {p.deposit_holder}</dd></div><div><dt>{t.until}</dt><dd><time dateTime={lot.registration_closes_at!.toISOString()}>{formatInstant(lot.registration_closes_at!, locale)}</time></dd></div></dl>
      <QrCode code={drawQr(vietQr({ bin: p.deposit_bin, account: p.deposit_account, amount: deposit.amount, purpose: deposit.reference }))} label={`${t.qr}: ${formatVnd(deposit.amount, locale)}, ${deposit.reference}`} />
    </section>}
    {leaves && <section><h2>{t.leave}</h2><p>{t.leaveHelp}</p><ActionButton action={`${base}/withdrawal`} text={t.leave} kind="button danger" /></section>}
    {bidder.state === 'eligible' && lot.state === 'armed' && (lot.phase ?? 'armed') === 'armed' && <section><h2>{t.leave}</h2><p>{t.stays}</p></section>}
    {may && bidder.state === 'eligible' && lot.state === 'failed' && lot.regime === 'voluntary' && p.negotiation && <section><h2>{t.negotiate}</h2><p>{t.negotiateHelp}</p><ActionButton action={`${base}/negotiation`} text={t.negotiate} /></section>}
  </div>
}
