import { inLocale, type Locale } from '../../platform/locale.ts'
import { openPaper, type Style } from '../../platform/pdf.ts'
import { sessionTexts } from './messages.ts'
import type { SessionListed } from './queries.ts'
import { span } from './rules.ts'

export interface TicketFacts { session: SessionListed; code: string; name: string; organisation: string | null; locale: Locale; now: Date }
const brand = '#0b4f4a', soft = '#4a5653', margin = 60
const title: Style = { weight: 'bold', size: 20, leading: 1.25 }, body: Style = { size: 11, leading: 1.4 }, small: Style = { size: 9, colour: soft, leading: 1.4 }

/** A ticket on one page, to print: what, when, where, who, and its code in letters and as a picture. */
export async function drawTicket({ session, code, name, organisation, locale, now }: TicketFacts): Promise<Buffer> {
  const t = sessionTexts[locale]
  const called = inLocale(locale, session.title_vi, session.title_en)
  const paper = openPaper({ title: `${t.ticket}: ${called}`, locale, author: t.exchange, created: now })
  const wide = paper.width - 2 * margin
  paper.fill({ x: 0, y: 0, width: paper.width, height: 46 }, brand)
  const head: Style = { weight: 'bold', size: 11, colour: '#ffffff' }
  paper.text('P', paper.lines(`${t.exchange} · ${t.title}`, wide, 1, head), { x: margin, y: 15 }, head)
  let y = paper.text('H1', paper.lines(called, wide, 4, title), { x: margin, y: 76 }, title) + 14
  const { venue } = session
  for (const [label, value] of [[t.when, span(session, locale)], [t.where, `${inLocale(locale, venue.name_vi, venue.name_en)}, ${inLocale(locale, venue.address_vi, venue.address_en)}`], [t.holder, name], [t.forOrganisation, organisation ?? '']] as const)
    if (value) y = paper.pair(paper.lines(label, wide, 1, body), paper.lines(value, wide, 3, body), { x: margin, y }, body) + 8
  paper.qr(code, { x: margin, y: y + 10, size: 220 }, t.qrLabel(code))
  const letters: Style = { weight: 'bold', size: 18 }
  y = paper.text('P', paper.lines(code, wide, 1, letters), { x: margin, y: y + 244 }, letters) + 10
  y = paper.text('P', paper.lines(t.ticketLead, wide, 3, body), { x: margin, y }, body) + 6
  paper.text('P', paper.lines(t.one, wide, 2, small), { x: margin, y }, small)
  return paper.finish()
}

/** A certificate of attendance on one page, with a code anybody can check. The same on every day it is asked for. */
export async function drawCertificate({ session, code, name, locale, now }: TicketFacts, address: string): Promise<Buffer> {
  const t = sessionTexts[locale]
  const paper = openPaper({ title: t.certificate, locale, author: t.exchange, created: now })
  const wide = paper.width - 2 * margin
  paper.fill({ x: 0, y: 0, width: paper.width, height: 46 }, brand)
  const head: Style = { weight: 'bold', size: 11, colour: '#ffffff' }, said: Style = { size: 14, leading: 1.5 }
  paper.text('P', paper.lines(t.exchange, wide, 1, head), { x: margin, y: 15 }, head)
  let y = paper.text('H1', paper.lines(t.certificate, wide, 2, title), { x: margin, y: 110 }, title) + 24
  y = paper.text('P', paper.lines(t.certifies(name, inLocale(locale, session.title_vi, session.title_en), span(session, locale)), wide, 8, said), { x: margin, y }, said) + 30
  paper.qr(address, { x: margin, y, size: 150 }, t.checkAt(address))
  y = paper.pair(paper.lines(t.certificateCode, wide, 1, body), paper.lines(code, wide, 1, body), { x: margin, y: y + 166 }, body) + 8
  paper.text('P', paper.lines(t.checkAt(address), wide, 3, small), { x: margin, y }, small)
  return paper.finish()
}
