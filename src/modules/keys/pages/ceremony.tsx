import type { KeyFor } from '../../../platform/sealing/envelope.ts'
import { councilSize } from '../../../platform/sealing/shares.ts'
import type { Refusal } from '../../../platform/refusal.ts'
import type { FormState } from '../../../web/http.tsx'
import { Form, Hidden } from '../../../web/ui/form.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { ceremonyTexts, keeperTexts } from '../page-messages.ts'
import { declaredIn, type KeyRound, type Seat } from '../rules.ts'

/** Whose key it is: what a share is bound to, what the file that bears it calls that, and where it is handed in. */
export interface CeremonyOf { key: KeyFor; name: string; hand: string }
export interface CeremonyProps { of: CeremonyOf; action: string; seats: readonly Seat[]; kept: KeyRound | null; form: FormState; refusals: (refusal: Refusal) => string }
/** Lễ tạo khóa: the page holds what is public; what is secret is made, shown and forgotten by its script. */
export function Ceremony({ of: { key, name, hand }, action, seats, kept, form, refusals }: CeremonyProps) {
  const { locale, asset, nonce } = useView()
  const t = useTexts(ceremonyTexts), words = useTexts(keeperTexts)
  const declared = declaredIn(seats)
  return <>
    <section class="notice warn"><h2>{t.trusted}</h2><p>{t.trustedLead}</p></section>
    {kept ? <section><h2>{t.made}</h2><dl class="facts"><div><dt>{t.publicKey}</dt><dd class="room-hash">{kept.public_key}</dd></div>{kept.shares.map(({ place, commitment }) => <div><dt>{words.place(place)}</dt><dd class="room-hash">{commitment}</dd></div>)}</dl></section>
      : declared < councilSize ? <p>{t.incomplete(declared)}</p> : <>
        <section><h2>{t.how}</h2><ol>{t.steps.map((step) => <li>{step}</li>)}</ol><p><a class="button second" href={`/${locale}/confirm-identity`} target="_blank" rel="noopener">{t.confirm}</a></p></section>
        <p class="notice warn" data-no-script="">{t.script}</p>
        <section class="sheet" data-ceremony="" data-what={key.what} data-of={key.of} data-name={name} data-hand={hand} data-seats={JSON.stringify(seats.map(({ place, name: member }) => ({ place, name: member })))} hidden aria-label={t.how}>
          <p class="notice bad" role="alert" data-failed="" hidden>{t.failed}</p>
          <p><button type="button" class="button" data-begin="">{t.begin}</button></p>
          <p role="status" data-told=""></p>
          <div data-step="" hidden class="stack">
            <h2 tabIndex={-1} data-member="">{t.member}</h2>
            <p>{t.secret}</p>
            <p>{t.share}: <strong class="room-hash" data-share=""></strong></p>
            <p><a class="button second" data-file="">{t.file}</a></p>
            <div class="field"><label for="ceremony-check">{t.check}</label><span class="error" id="ceremony-wrong" role="alert" data-wrong="" hidden>{t.checkWrong}</span><input id="ceremony-check" type="text" autocomplete="off" autocapitalize="characters" spellcheck={false} aria-describedby="ceremony-wrong" data-check="" /></div>
            <p><button type="button" class="button" data-next="">{t.next}</button></p>
          </div>
          <div data-finish="" hidden><p>{t.ready}</p>
            <Form action={action} form={form} submit={t.keep} labels={{ public_key: t.publicKey, shares: t.commitments }} refusals={refusals}>
              <Hidden name="public_key" value={String(form.values.public_key ?? '')} /><Hidden name="shares" value={String(form.values.shares ?? '')} />
            </Form></div>
        </section>
        <script src={asset('ceremony.js')} nonce={nonce} defer />
      </>}
  </>
}
