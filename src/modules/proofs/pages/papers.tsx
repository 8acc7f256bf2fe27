import type { Locale } from '../../../platform/locale.ts'
import { formatNumber, formatVnd } from '../../../platform/money.ts'
import { formatInstant } from '../../../platform/time.ts'
import type { FormState } from '../../../web/http.tsx'
import { Form, TextArea } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { type MinuteLine, type Minutes, resultSentence } from '../minutes-rules.ts'
import { proofTexts } from '../proof-messages.ts'
import { mostReceiptsListed } from '../rules.ts'

interface Lot { id: number; title: Record<Locale, string>; demonstration: boolean }
const linesShown = 200
const at = (us: number): Date => new Date(Math.floor(us / 1000))

/** The minutes as files, what they say in short, and their annexes. */
export function MinutesPage({ lot, minutes, named, form }: { lot: Lot; minutes: Minutes | null; named: boolean; form: FormState | null }) {
  const { locale } = useView()
  const t = useTexts(proofTexts), title = t.minutesTitle(lot.title[locale]), own = `/${locale}/auctions/${lot.id}/minutes`
  return (
    <Page title={title} description={t.minutesLead} demonstration={lot.demonstration} crumbs={[{ href: `/${locale}/auctions/${lot.id}/proof`, text: t.title(lot.title[locale]) }]}>
      <h1>{title}</h1>
      <p class="lead">{t.minutesLead}</p>
      {!minutes ? <p>{t.minutesNothing}</p> : <>
        <p>{named ? t.named : t.numbers}</p>
        <h2>{t.result}</h2>
        <p><strong>{resultSentence(minutes)[locale]}</strong></p>
        <p>{t.attendance(minutes.attendance.length)}; {t.counts(minutes.prices, minutes.refused)}.</p>
        <h2>{t.downloads}</h2>
        <ul><li><a href={`${own}.pdf`}>{t.pdf}</a></li><li><a href={`${own}.docx`}>{t.docx}</a></li><li><a href={`${own}.json`}>{t.json}</a></li></ul>
        <h2 id="course">{t.course}</h2>
        {minutes.lines.length > linesShown && <p>{t.courseNote(linesShown)}</p>}
        <div class="scroll" tabIndex={0} role="region" aria-labelledby="course"><table>
          <thead><tr><th scope="col" class="right">{t.event}</th><th scope="col">{t.time}</th><th scope="col" class="right">{t.number}</th><th scope="col">{t.what}</th><th scope="col" class="right">{t.price}</th></tr></thead>
          <tbody>{minutes.lines.slice(-linesShown).map((line) => <tr><th scope="row" class="right">{formatNumber(line.seq, locale)}</th><td>{formatInstant(at(line.at), locale)}</td><td class="right">{line.number}</td><td>{line[locale]}</td><td class="right">{line.amount !== null && formatVnd(line.amount, locale)}</td></tr>)}</tbody>
        </table></div>
        <h2>{t.annexes}</h2>
        {minutes.annexes.length === 0 ? <p>{t.noAnnexes}</p> : minutes.annexes.map(({ number, body, made_at }) => <section><h3>{t.annex(number)} · {formatInstant(new Date(made_at), locale)}</h3><p>{body}</p></section>)}
        {form && <><h2>{t.addAnnex}</h2>
          <Form action={`${own}/annexes`} form={form} submit={t.send} labels={{ body: t.body }}>
            <input type="hidden" name="request_key" value={String(form.values.request_key ?? '')} />
            <TextArea form={form} name="body" label={t.body} help={t.bodyHelp} rows={5} />
          </Form></>}
      </>}
    </Page>
  )
}

/** What the Exchange signed for one bidder's own commands. */
export function ReceiptsPage({ lot, number, lines }: { lot: Lot; number: number; lines: readonly MinuteLine[] }) {
  const { locale } = useView()
  const t = useTexts(proofTexts), title = t.receiptsTitle(lot.title[locale]), own = `/${locale}/auctions/${lot.id}/receipts`
  return (
    <Page title={title} demonstration={lot.demonstration} crumbs={[{ href: `/${locale}/auctions/${lot.id}/proof`, text: t.title(lot.title[locale]) }]}>
      <h1 id="receipts">{title}</h1>
      <p class="lead">{t.receiptsLead(number)}</p>
      {lines.length === 0 ? <p>{t.noReceipts}</p> : <div class="scroll" tabIndex={0} role="region" aria-labelledby="receipts"><table>
        <thead><tr><th scope="col" class="right">{t.event}</th><th scope="col">{t.time}</th><th scope="col">{t.what}</th><th scope="col" class="right">{t.price}</th><th scope="col">{t.receipt}</th></tr></thead>
        <tbody>{lines.map((line) => <tr><th scope="row" class="right">{formatNumber(line.seq, locale)}</th><td>{formatInstant(at(line.at), locale)}</td><td>{line[locale]}</td><td class="right">{line.amount !== null && formatVnd(line.amount, locale)}</td><td><a href={`${own}/${line.seq}`} aria-label={`${t.download} ${line.seq}`}>{t.download}</a></td></tr>)}</tbody>
      </table></div>}
      {lines.length === mostReceiptsListed && <p>{t.moreReceipts(mostReceiptsListed)}</p>}
    </Page>
  )
}
