import { councilSize } from '../../../platform/sealing/shares.ts'
import { formatInstant } from '../../../platform/time.ts'
import type { Refusal } from '../../../platform/refusal.ts'
import type { FormState } from '../../../web/http.tsx'
import { ActionButton, Form, TextField } from '../../../web/ui/form.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { keeperTexts } from '../page-messages.ts'
import type { KeyRound, Seat } from '../rules.ts'

/** What a member gives their word on, in the words of what their key opens. */
export interface DeclaredWords { declareLead: string; unrelated: string; secrecy: string }
interface Of { base: string; refusals: (refusal: Refusal) => string }

/** A member's own part: their word, while the council may still change. */
export function OwnSeat({ own, open, words, form, base, refusals }: Of & { own: Seat; open: boolean; words: DeclaredWords; form: FormState }) {
  const t = useTexts(keeperTexts)
  return <section class="sheet"><h2>{t.yourPart}</h2>
    {own.declared_at ? <p>{t.place(own.place)}. {t.youDeclared}</p> : open && <>
      <p>{words.declareLead}</p>
      <Form action={`${base}/council/declaration`} form={form} submit={t.declare} labels={{ unrelated: words.unrelated, secrecy: words.secrecy }} refusals={refusals}>
        <label class="tick"><input type="checkbox" id="f-unrelated" name="unrelated" value="yes" checked={form.values.unrelated === 'yes'} /> <span>{words.unrelated}</span></label>
        <label class="tick"><input type="checkbox" id="f-secrecy" name="secrecy" value="yes" checked={form.values.secrecy === 'yes'} /> <span>{words.secrecy}</span></label>
      </Form></>}
  </section>
}

/** Who sits in it; whoever names its members names and lets go while `changes`. */
export function Members({ seats, keyMade, changes, emailHelp, form, base, refusals }: Of & { seats: readonly Seat[]; keyMade: boolean; changes: boolean; emailHelp: string; form: FormState }) {
  const t = useTexts(keeperTexts)
  return <section><h2>{t.members}</h2>
    {seats.length === 0 ? <p>{t.nobody}</p> : <ul class="list">{seats.map((seat) => <li><div class="row"><span><strong>{t.place(seat.place)}</strong>: {seat.name} · {seat.declared_at ? t.declared : t.waits}</span>
      {changes && <ActionButton action={`${base}/council/${seat.id}/removal`} text={t.drop(seat.place)} kind="button second" />}</div></li>)}</ul>}
    {changes && keyMade && <p class="meta">{t.dropKey}</p>}
    {changes && !keyMade && seats.length < councilSize && <Form action={`${base}/council`} form={form} submit={t.name} labels={{ member_email: t.email }} refusals={refusals}><TextField form={form} name="member_email" label={t.email} help={emailHelp} type="email" autocomplete="off" /></Form>}
  </section>
}

/** Where a member hands in their share, with or without a script. */
export function HandInShareForm({ form, base, refusals }: Of & { form: FormState }) {
  const t = useTexts(keeperTexts)
  return <section class="sheet"><h2>{t.share}</h2>
    <Form action={`${base}/opening`} form={form} submit={t.handIn} labels={{ share: t.share }} refusals={refusals}><TextField form={form} name="share" label={t.share} help={t.shareLead} autocomplete="off" /></Form></section>
}

/** What is public of a key: the commitments, whose shares are in, and in the end the key itself. */
export function KeyShown({ kept: { public_key, secret_key, shares } }: { kept: KeyRound }) {
  const { locale } = useView()
  const t = useTexts(keeperTexts)
  return <section><h2>{t.key}</h2>
    <dl class="facts"><div><dt>{t.publicKey}</dt><dd class="room-hash">{public_key}</dd></div>{secret_key && <div><dt>{t.secretKey}</dt><dd class="room-hash">{secret_key.toString('hex')}</dd></div>}</dl>
    <h3>{t.shares}</h3>
    <div class="scroll" tabIndex={0} role="region" aria-label={t.shares}><table><thead><tr><th scope="col">{t.seat}</th><th scope="col">{t.commitment}</th><th scope="col">{t.handedAt}</th></tr></thead>
      <tbody>{shares.map(({ place, commitment, handed_at }) => <tr><td>{place}</td><td class="room-hash">{commitment}</td><td>{handed_at ? formatInstant(handed_at, locale) : t.notYet}</td></tr>)}</tbody></table></div>
  </section>
}
