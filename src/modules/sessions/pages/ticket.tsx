import { drawQr } from '../../../platform/qr.ts'
import { Page } from '../../../web/ui/page.tsx'
import { QrCode } from '../../../web/ui/qr.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { sessionTexts } from '../messages.ts'
import { span } from '../rules.ts'
import type { TicketFacts } from '../ticket-paper.ts'
import type { SessionListed } from '../queries.ts'
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

/** Where anybody who holds a certificate asks whether it is genuine. */
export function CertificatePage({ typed, genuine }: { typed: string; genuine: { name: string; session: SessionListed } | null }) {
  const { locale } = useView()
  const t = useTexts(sessionTexts)
  return (
    <Page title={t.certificateCheck} description={t.certificateLead} width="narrow" crumbs={[{ href: `/${locale}/sessions`, text: t.title }]}>
      <h1>{t.certificateCheck}</h1>
      <p class="lead">{t.certificateLead}</p>
      <form method="get" action={`/${locale}/sessions/certificates`} class="search" role="search"><label class="hidden" for="f-code">{t.certificateCode}</label><input type="text" id="f-code" name="code" value={typed} placeholder={t.certificateCode} autocomplete="off" /><button class="button">{t.certificateFind}</button></form>
      {typed && (genuine ? <div class="notice good"><h2>{t.certificateGood}</h2><p>{t.certifies(genuine.name, titleIn(locale, genuine.session), span(genuine.session, locale))}</p></div> : <div class="notice bad"><p>{t.certificateNone}</p></div>)}
    </Page>
  )
}
