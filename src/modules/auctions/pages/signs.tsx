import { inLocale } from '../../../platform/locale.ts'
import { formatNumber, formatVnd } from '../../../platform/money.ts'
import { formatInstant } from '../../../platform/time.ts'
import { type FormState, freshForm } from '../../../web/http.tsx'
import { Form, Hidden, TextArea, wording } from '../../../web/ui/form.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { auctionRefusals } from '../messages.ts'
import type { OfficeBidder } from '../queries.ts'
import { signTexts } from '../sign-messages.ts'
import type { SignFile, SignLook } from '../sign-queries.ts'
import { kindOf, type Sign } from '../sign-rules.ts'

/** What may look like bidders acting together, each with what it rests on and what an officer found. */
export function Signs({ markOf, lot_id, file: { signs, looks }, bidders, forms }: { markOf: (sign: string) => string; lot_id: number; file: SignFile; bidders: readonly OfficeBidder[]; forms: { [name: string]: FormState } }) {
  const t = useTexts(signTexts)
  const gone = forms[`sign-${signs.length}`], past = looks.filter(({ sign }) => !signs.some(({ key }) => key === sign))
  return <section id="signs"><h2>{t.title}</h2><p class="meta">{t.lead}</p>
    {signs.length === 0 ? <p>{t.none}</p> : <ul class="list">{signs.map((sign, i) => <li><OneSign mark={markOf(sign.key)} lot_id={lot_id} sign={sign} i={i} look={looks.find((one) => one.sign === sign.key)} bidders={bidders} forms={forms} /></li>)}</ul>}
    {gone && <div class="notice warn"><p>{t.gone}</p><Found lot_id={lot_id} sign={String(gone.values.sign ?? '')} mark={String(gone.values.mark ?? '')} i={signs.length} form={gone} /></div>}
    {past.length > 0 && <><h3>{t.before}</h3><ul class="list">{past.map((look) => { const kind = kindOf(look.sign); return <li>{kind && <p>{t.kinds[kind]}</p>}<Looked look={look} /></li> })}</ul></>}
  </section>
}

function OneSign({ mark, lot_id, sign, i, look, bidders, forms }: { mark: string; lot_id: number; sign: Sign; i: number; look: SignLook | undefined; bidders: readonly OfficeBidder[]; forms: { [name: string]: FormState } }) {
  const { locale } = useView()
  const form = forms[`sign-${i}`]
  return <div class="stack">
    <p><time dateTime={sign.since.toISOString()}>{formatInstant(sign.since, locale)}</time>. <Told sign={sign} bidders={bidders} lot_id={lot_id} /></p>
    {look && <Looked look={look} />}
    {(!look || form) && <Found lot_id={lot_id} sign={sign.key} mark={mark} i={i} form={form ?? freshForm()} />}
  </div>
}
function Found({ lot_id, sign, mark, i, form }: { lot_id: number; sign: string; mark: string; i: number; form: FormState }) {
  const { locale } = useView()
  const t = useTexts(signTexts), field = `found_${i}`, refusals = wording(useTexts(auctionRefusals))
  return <Form action={`/${locale}/auctions/${lot_id}/signs`} form={form} submit={t.save} labels={{ [field]: t.found }} refusals={refusals}><Hidden name="sign" value={sign} /><Hidden name="mark" value={mark} /><TextArea form={form} name={field} label={t.found} rows={2} /></Form>
}
function Looked({ look }: { look: SignLook }) {
  const { locale } = useView()
  const t = useTexts(signTexts)
  return <p class="notice"><strong>{t.looked}</strong>, {look.by}, {formatInstant(look.looked_at, locale)}: {look.word}</p>
}
function Told({ sign, bidders, lot_id }: { sign: Sign; bidders: readonly OfficeBidder[]; lot_id: number }) {
  const { locale } = useView()
  const t = useTexts(signTexts)
  const nameOf = (id: number): string => { const one = bidders.find((bidder) => bidder.id === id), name = one ? inLocale(locale, one.organisation_vi, one.organisation_en) : ''; return one?.number ? t.numbered(name, one.number) : name }
  const names = sign.bidders.map(nameOf)
  const who = names.length > 1 ? `${names.slice(0, -1).join(', ')}${t.and}${names.at(-1)}` : names[0] ?? ''
  switch (sign.kind) {
    case 'same_account': return <>{t.same_account(who, names.length)}</>
    case 'same_device': return <>{t.same_device(who, names.length)}</>
    case 'same_address': return <>{t.same_address(who, names.length, sign.people)}</>
    case 'jump_withdrawn': return <>{t.jump_withdrawn(who, formatVnd(sign.amount, locale), formatVnd(sign.least, locale), formatNumber(sign.steps, locale), sign.reason)} <a href={`/${locale}/auctions/${lot_id}/room`}>{t.room}</a></>
    case 'always_beaten': return <>{t.always_beaten(names[0] ?? '', names[1] ?? '', sign.lots.length)} <Lots of={sign.lots.map((lot) => ({ ...lot, text: `${lot.lot_id}. ${lot.title[locale]}` }))} /></>
    case 'rotating_winners': return <>{t.rotating_winners(who, sign.lots.length)} <Lots of={sign.lots.map((lot) => ({ ...lot, text: t.wonBy(`${lot.lot_id}. ${lot.title[locale]}`, nameOf(lot.won)) }))} /></>
    case 'even_gaps': return <>{sign.gap === null ? t.even_part(who, formatNumber(sign.percent, locale)) : t.even_gap(who, formatVnd(sign.gap, locale))} <a href={`/${locale}/auctions/${lot_id}/room`}>{t.room}</a></>
    case 'even_raises': return <>{t.even_raises(who, formatNumber(sign.times, locale), formatVnd(sign.raise, locale), formatNumber(sign.steps, locale))} <a href={`/${locale}/auctions/${lot_id}/room`}>{t.room}</a></>
  }
}
function Lots({ of }: { of: readonly { lot_id: number; text: string }[] }) {
  const { locale } = useView()
  const t = useTexts(signTexts)
  return <>{t.lots}: {of.map(({ lot_id, text }, i) => <>{i > 0 && ', '}<a href={`/${locale}/auctions/${lot_id}`}>{text}</a></>)}</>
}
