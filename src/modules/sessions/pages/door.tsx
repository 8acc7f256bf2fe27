import type { FormState } from '../../../web/http.tsx'
import { Form, TextField, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { sessionRefusals, sessionTexts } from '../messages.ts'
import type { SessionListed } from '../queries.ts'
import type { Places } from '../taking.ts'
import { lateHours } from '../rules.ts'
import { titleIn } from './sessions.tsx'

/**
 * The door. Without a script a form takes the code; with it the page keeps itself, the hashes of the tickets
 * that hold and every scan on this device, and sends the scans when it can.
 */
export function DoorPage({ session, places, hashes, form }: { session: SessionListed; places: Places; hashes: readonly string[]; form: FormState }) {
  const { locale, nonce, asset } = useView()
  const t = useTexts(sessionTexts)
  const path = `/${locale}/sessions/${session.id}`
  const words = { online: t.online, offline: t.offline, kept: t.kept('{n}'), ready: t.ready, notReady: t.notReady, camera: t.camera, cameraOff: t.cameraOff, notCode: t.notCode, answers: t.answers }
  return (
    <Page title={`${t.door}: ${titleIn(locale, session)}`} width="narrow" crumbs={[{ href: `${path}/desk`, text: t.desk }]}>
      <h1>{t.door}</h1>
      <p class="lead">{titleIn(locale, session)}</p>
      <p>{t.doorLead}</p>
      <p class="meta">{t.counts(places.placed, places.waiting, places.came)}</p>
      <div id="check-in" data-session={session.id} data-until={session.ends_at.getTime() + lateHours * 3_600_000} data-send={`${path}/check-ins`} data-page={`${path}/check-in`} data-worker={asset('check-in-worker.js')} data-list={JSON.stringify({ hashes, words })}>
        <Form action={`${path}/check-in`} form={form} submit={t.check} labels={{ ticket: t.ticketField }} refusals={wording(useTexts(sessionRefusals))}>
          <TextField form={form} name="ticket" label={t.ticketField} autocomplete="off" />
        </Form>
        <p class="row" hidden data-camera=""><button type="button" class="button second">{t.camera}</button></p>
        <p class="meta" hidden data-no-camera="">{t.noCamera}</p>
        <video hidden muted aria-label={t.camera} {...{ playsinline: true }} />
        <p role="status" aria-live="assertive" data-said="" />
        <p class="meta" data-network="" />
        <p class="meta" data-waiting="" />
        <p class="meta" data-ready="" />
        <section hidden data-latest=""><h2>{t.latest}</h2><p data-none="">{t.nothingYet}</p><ol class="list" /></section>
      </div>
      <script src={asset('check-in.js')} nonce={nonce} defer />
    </Page>
  )
}
