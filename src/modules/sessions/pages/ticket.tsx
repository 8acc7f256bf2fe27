import { drawQr } from '../../../platform/qr.ts'
import { Page } from '../../../web/ui/page.tsx'
import { QrCode } from '../../../web/ui/qr.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { sessionTexts } from '../messages.ts'
import { span } from '../rules.ts'
import type { TicketFacts } from '../ticket-paper.ts'
import { titleIn, venueIn } from './sessions.tsx'

/** One's ticket on the phone, or printed from the browser. */
export function TicketPage({ session, code, name, organisation }: TicketFacts) {
  const { locale } = useView()
  const t = useTexts(sessionTexts)
  const path = `/${locale}/sessions/${session.id}`
  return (
    <Page title={t.ticket} width="narrow" demonstration={session.demonstration} crumbs={[{ href: path, text: titleIn(locale, session) }]}>
      <h1>{t.ticket}</h1>
      <p class="lead">{t.ticketLead}</p>
      <QrCode code={drawQr(code)} label={t.qrLabel(code)} />
      <dl class="facts">
        <div><dt>{t.code}</dt><dd><code>{code}</code></dd></div><div><dt>{t.holder}</dt><dd>{name}</dd></div>{organisation && <div><dt>{t.forOrganisation}</dt><dd>{organisation}</dd></div>}
        <div><dt>{t.what}</dt><dd>{titleIn(locale, session)}</dd></div><div><dt>{t.when}</dt><dd>{span(session, locale)}</dd></div><div><dt>{t.where}</dt><dd>{venueIn(locale, session)}</dd></div>
      </dl>
      <p class="meta">{t.one}</p>
      <p><a class="button" href={`${path}/ticket.pdf`}>{t.ticketPdf}</a> <a href={path}>{t.back}</a></p>
    </Page>
  )
}
