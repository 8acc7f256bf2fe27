import type { ComponentChildren } from 'preact'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { formatIsoDay } from '../../../platform/time.ts'
import { actNames, partNames, partTexts } from '../part-messages.ts'
import type { PartFile } from '../part-queries.ts'
import type { DealPart } from '../schema.ts'
import { StageBadge, useName } from './parts.tsx'
import { GoneNotice } from './step-line.tsx'

/** A page of one part of a deal file: whose deal it is, the way to the other parts, and then the part's own matter. */
export function PartPage({ file, part, title, children }: { file: PartFile; part: DealPart; /** Of a page below the part's own. */ title?: string; children: ComponentChildren }) {
  const { locale } = useView()
  const t = useTexts(partTexts)
  const names = useTexts(partNames)
  const acts = useTexts(actNames)
  const name = useName()
  const { deal, about, as } = file
  const own = `/${locale}/deals/${deal.id}`
  return (
    <Page title={`${title ?? names[part]} · ${t.file(deal.id)}`} demonstration={deal.demonstration}
      crumbs={[{ href: `/${locale}/deals`, text: t.deals }, as === 'adviser' ? { href: `/${locale}/deals/advised`, text: t.letIn } : { href: own, text: t.file(deal.id) }, ...(title ? [{ href: `${own}/${part}`, text: names[part] }] : [])]}>
      <p class="meta parties">{t.file(deal.id)} · {name(file.supplier)} – {name(file.demander)} <StageBadge stage={deal.stage} /></p>
      {about && <p class="lead" lang={about.language === locale ? undefined : about.language}>{about.title}</p>}
      <PartNav file={file} part={part} />
      <h1>{title ?? names[part]}</h1>
      {part !== 'steps' && <GoneNotice file={file} />}
      {as !== 'party' && <div class="notice">{file.brokering.length > 0 ? file.brokering.map((one) => <p>{t.readsAsBroker(name(one.side), one.acts.map((act) => acts[act]).join(', '), formatIsoDay(one.until_on, locale))}</p>) : <p>{as === 'staff' ? t.readsAsStaff : t.readsAsAdviser}</p>}</div>}
      {children}
    </Page>
  )
}

/** The parts of the file this reader may open. `part`: where they are; null: at the file's first page. */
export function PartNav({ file: { deal, parts, as }, part }: { file: Pick<PartFile, 'deal' | 'parts' | 'as'>; part: DealPart | null }) {
  const { locale } = useView()
  const t = useTexts(partTexts)
  const names = useTexts(partNames)
  const own = `/${locale}/deals/${deal.id}`
  return (
    <nav class="file-parts" aria-label={t.partsOf}><ul>
      {as !== 'adviser' && <li><a href={own} aria-current={part === null ? 'page' : undefined}>{t.overview}</a></li>}
      {parts.map((one) => <li><a href={`${own}/${one}`} aria-current={one === part ? 'page' : undefined}>{names[one]}</a></li>)}
    </ul></nav>
  )
}
