import { formatInstant } from '../../../platform/time.ts'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import type { Held } from '../holdings.ts'
import { partWords } from '../messages.ts'
import { columnNames, dataTexts } from '../page-messages.ts'
import { partKeys, type PartKey } from '../schema.ts'

/** Everything held about its reader, to read and to print. */
export function ExportPage({ held }: { held: Record<PartKey, Held> }) {
  const { locale, actor, now } = useView()
  const t = useTexts(dataTexts)
  const words = useTexts(partWords), columns = useTexts(columnNames)
  const said = (value: unknown): string => value === null || value === undefined ? '' : value instanceof Date ? formatInstant(value, locale) : typeof value === 'boolean' ? (value ? t.yes : t.no) : typeof value === 'object' ? JSON.stringify(value) : String(value as string | number)
  return (
    <Page title={t.exportTitle} crumbs={[{ href: `/${locale}/my/account/data`, text: t.title }]}>
      <h1>{t.exportTitle}</h1>
      <p class="lead">{t.exportLead(actor.name, formatInstant(now, locale))}</p>
      {partKeys.map((key) => {
        const tables = Object.entries(held[key]).filter(([, rows]) => rows.length > 0)
        return <section><h2 id={key}>{words[key].name}</h2><p>{words[key].why}</p>
          {tables.length === 0 ? <p>{t.empty}</p> : tables.map(([table, rows]) => <div class="scroll" tabIndex={0} role="region" aria-label={`${words[key].name}, ${table}`}><table>
            <thead><tr>{Object.keys(rows[0] ?? {}).map((column) => <th scope="col">{columns[column] ?? column}</th>)}</tr></thead>
            <tbody>{rows.map((row) => <tr>{Object.values(row).map((value) => <td>{said(value)}</td>)}</tr>)}</tbody>
          </table></div>)}
        </section>
      })}
    </Page>
  )
}
