import { inLocale } from '../../../platform/locale.ts'
import { formatNumber } from '../../../platform/money.ts'
import { formatDay, formatInstant } from '../../../platform/time.ts'
import { freshForm } from '../../../web/http.tsx'
import { shell } from '../../../web/messages.ts'
import { BarChart } from '../../../web/ui/chart.tsx'
import { Select, TextField } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { stageNames } from '../../deals/messages.ts'
import type { DealStage } from '../../deals/schema.ts'
import { conversionTexts } from '../conversion-messages.ts'
import { conversionGroups, type ConversionAsked, type FilesAsked } from '../conversion-rules.ts'
import { type BoardTable, boardHref, filesHref } from '../conversion-table.ts'
import { type FileRow, mostFiles } from '../conversion.ts'
import { figureTexts } from '../messages.ts'
import { chartOf, mostBars } from './conversion-charts.ts'

export interface ConversionProps { tables: readonly BoardTable[]; asked: ConversionAsked; opensFiles: boolean; idleDays: string }

export function ConversionPage({ tables, asked, opensFiles, idleDays }: ConversionProps) {
  const { locale, now } = useView()
  const t = useTexts(conversionTexts)
  const table = (id: BoardTable['id']) => tables.find((one) => one.id === id)
  const between = table('between'), first = between?.rows[0], alone = first?.cells[0]
  return (
    <Page title={t.title} crumbs={[{ href: `/${locale}`, text: useTexts(shell).short }, { href: `/${locale}/figures`, text: useTexts(figureTexts).title }]}>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      <Filters asked={asked} />
      {opensFiles && <p class="meta">{t.openFiles}</p>}
      <section><nav aria-label={t.onPage}><ul class="pages">{tables.map(({ id, short }) => <li><a href={`#${id}`}>{short}</a></li>)}</ul></nav></section>
      {tables.map((one) => <section id={one.id}><h2>{one.title}</h2>
        {one.id === 'total' && <p class="meta">{t.skipped} <a href="#method">{t.method}</a></p>}
        <Drawn table={one} />
        {one.id === 'between' && first && alone?.value ? <p>{t.betweenLead(first.name.toLowerCase(), alone.text)}</p> : null}
        <BoardLines table={one} asked={asked} opensFiles={opensFiles} />
      </section>)}
      <section class="row"><span>{t.download}:</span> <a href={boardHref(locale, asked, '/data.xlsx')}>{t.xlsx}</a> <a href={boardHref(locale, asked, '/report.docx')}>{t.docx}</a></section>
      <section id="method"><h2>{t.method}</h2>
        {t.methods(idleDays).map((line) => <p>{line}</p>)}
        {!opensFiles && <p>{t.withheld}</p>}
        <p class="meta">{t.counted} <time dateTime={now.toISOString()}>{formatInstant(now, locale)}</time></p>
      </section>
    </Page>
  )
}

function Drawn({ table }: { table: BoardTable }) {
  const chart = chartOf(table, useView().locale), t = useTexts(conversionTexts)
  return chart && <><BarChart {...chart} />{table.rows.length > mostBars && <p class="meta">{t.chartMost(mostBars)}</p>}</>
}

function BoardLines({ table, asked, opensFiles }: { table: BoardTable; asked: ConversionAsked; opensFiles: boolean }) {
  const { locale } = useView()
  if (table.rows.length === 0) return <p>{table.empty}</p>
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={table.title}><table>
      <caption class="hidden">{table.title}</caption>
      <thead><tr><th scope="col">{table.head}</th>{table.columns.map((column) => <th scope="col" class="right">{column}</th>)}</tr></thead>
      <tbody>{table.rows.map(({ name, cells }) => <tr><th scope="row">{name}</th>{cells.map((cell, i) => <td class="right">{opensFiles && cell.files ? <a href={filesHref(locale, asked, cell.files)} aria-label={`${name}, ${table.columns[i]}: ${cell.text}`}>{cell.text}</a> : cell.text}</td>)}</tr>)}</tbody>
    </table></div>
  )
}

function Filters({ asked }: { asked: ConversionAsked }) {
  const { locale } = useView()
  const t = useTexts(conversionTexts)
  const form = freshForm(asked)
  return (
    <form method="get" action={`/${locale}/figures/conversion`} class="sheet" aria-label={t.filter}>
      <div class="pair">
        <Select form={form} name="by" label={t.by} empty={false} optional="later" options={conversionGroups.map((value) => ({ value, text: t.group[value] }))} />
        <TextField form={form} name="from" type="date" label={t.from} optional="later" />
        <TextField form={form} name="to" type="date" label={t.to} optional="later" />
      </div>
      <div class="row"><button class="button">{t.apply}</button></div>
    </form>
  )
}

export function ConversionFilesPage({ asked, files, total }: { asked: FilesAsked; files: readonly FileRow[]; total: number }) {
  const { locale } = useView()
  const t = useTexts(conversionTexts)
  const stages = useTexts(stageNames)
  const n = (value: number) => formatNumber(value, locale)
  const back = boardHref(locale, { by: asked.by, from: asked.from, to: asked.to })
  const href = ({ deal_id, interest_id, need_id }: FileRow) => (deal_id ? `/${locale}/deals/${deal_id}` : need_id ? `/${locale}/needs/${need_id}` : `/${locale}/interests/${interest_id}`)
  const what = ({ deal_id, interest_id, need_id }: FileRow) => (deal_id ? t.deal(deal_id) : need_id ? t.need(need_id) : t.interest(interest_id ?? 0))
  return (
    <Page title={t.filesTitle} crumbs={[{ href: `/${locale}/figures`, text: useTexts(figureTexts).title }, { href: back, text: t.title }]}>
      <h1>{t.filesTitle}</h1>
      <p>{asked.stay ? t.staysTotal(n(total), stages[asked.stay]) : t.filesTotal(n(total))} {total > mostFiles && t.filesMost(n(mostFiles))}</p>
      {files.length > 0 && <div class="scroll" tabIndex={0} role="region" aria-label={t.filesTitle}><table>
        <caption class="hidden">{t.filesTitle}</caption>
        <thead><tr><th scope="col">{t.open}</th><th scope="col">{t.parties}</th><th scope="col">{t.day}</th>{asked.stay && <th scope="col">{t.stayed}</th>}<th scope="col">{t.state}</th></tr></thead>
        <tbody>{files.map((file) => <tr><th scope="row"><a href={href(file)}>{what(file)}</a></th>
          <td>{[inLocale(locale, file.supplier_vi, file.supplier_en), inLocale(locale, file.demander_vi, file.demander_en)].filter(Boolean).join(' – ')}</td><td>{formatDay(file.at, locale)}</td>{asked.stay && <td>{file.stayed_from && file.stayed_until && `${formatDay(file.stayed_from, locale)} – ${formatDay(file.stayed_until, locale)}`}</td>}<td>{stages[file.stage as DealStage] ?? t.states[file.stage as keyof typeof t.states]}</td></tr>)}</tbody>
      </table></div>}
      <p><a href={back}>{t.back}</a></p>
    </Page>
  )
}
