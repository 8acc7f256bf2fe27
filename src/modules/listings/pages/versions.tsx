import type { ComponentChildren } from 'preact'
import { formatInstant } from '../../../platform/time.ts'
import { ActionButton } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { Prose } from '../../../web/ui/prose.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { lifecycleTexts } from '../lifecycle-messages.ts'
import { listingTexts } from '../messages.ts'
import { type ListingView, textIn } from '../queries.ts'
import type { Difference, KeptVersion, Line } from '../versions.ts'
import { listingPath } from './card.tsx'

export interface VersionsPageProps {
  listing: ListingView
  versions: KeptVersion[]
  /** Two versions laid side by side; null where nothing is compared. */
  compared: { newer: number; older: number; differences: Difference[] } | null
  /** One version, whole. */
  read: { version: number; lines: Line[] } | null
  /** The reader may take versions out of others' sight. */
  own: boolean
}

/** What the listing said, version by version, and what changed between two of them. */
export function VersionsPage({ listing, versions, compared, read, own }: VersionsPageProps) {
  const { locale } = useView()
  const t = useTexts(lifecycleTexts)
  const text = textIn(listing, locale)
  const path = `${listingPath(listing)}/versions`
  const at = (instant: Date | null) => instant && <time dateTime={instant.toISOString()}>{formatInstant(instant, locale)}</time>
  return (
    <Page title={`${t.versions}: ${text?.title ?? ''}`} crumbs={[{ href: `/${locale}${listingPath(listing)}`, text: text?.title ?? '' }]}>
      <h1>{t.versions}</h1>
      <p class="lead" lang={text && text.language !== locale ? text.language : undefined}>{text?.title}</p>
      <p>{t.versionsLead}</p>
      {compared && <section class="stack" aria-labelledby="changes"><h2 id="changes">{t.changes(compared.newer, compared.older)}</h2><Differences differences={compared.differences} /></section>}
      {read && <section class="stack" aria-labelledby="content"><h2 id="content">{t.contentOf(read.version)}</h2>
        <dl class="facts">{read.lines.filter(({ text }) => text).map(({ label, text, lang }) => <div><dt>{label}</dt><dd><Prose text={text} lang={lang === locale ? undefined : lang} /></dd></div>)}</dl>
      </section>}
      <section><h2>{t.versions}</h2>
        {versions.length === 0 ? <p>{t.noVersions}</p> : <>
          <div class="scroll" tabIndex={0} role="region" aria-label={t.versions}><table>
            <thead><tr><th scope="col">{t.of}</th><th scope="col">{t.sent}</th><th scope="col">{t.published}</th><th scope="col">{t.state}</th></tr></thead>
            <tbody>{versions.map(({ version, submitted_at, published_at, withheld_at }, i) => {
              const older = versions[i + 1]?.version
              return <tr>
                <th scope="row">{t.version(version)}</th>
                <td>{at(submitted_at)}</td>
                <td>{at(published_at) ?? t.notPublished}</td>
                <td class="stack">
                  {version === listing.version && <p>{t.current}</p>}
                  {withheld_at && <p>{t.withheld}</p>}
                  <p class="row"><a href={`/${locale}${path}?of=${version}`}>{t.whole}<span class="hidden"> ({t.version(version)})</span></a>{older !== undefined && <a href={`/${locale}${path}?of=${version}&with=${older}`}>{t.see}<span class="hidden"> ({t.version(version)})</span></a>}</p>
                  {own && published_at && <ActionButton action={`/${locale}/my/listings/${listing.id}/versions/${version}/showing`} text={withheld_at ? t.show : t.withhold} fields={{ shown: withheld_at ? 'yes' : 'no' }} kind="button second" />}
                </td>
              </tr>
            })}</tbody>
          </table></div>
          {versions.length > 2 && <form method="get" action={`/${locale}${path}`} class="row">
            <VersionChoice name="of" label={t.of} versions={versions} chosen={compared?.newer ?? versions[0]?.version} />
            <VersionChoice name="with" label={t.with} versions={versions} chosen={compared?.older ?? versions.at(-1)?.version} />
            <button class="button second">{t.compare}</button>
          </form>}
        </>}
      </section>
    </Page>
  )
}

function VersionChoice({ name, label, versions, chosen }: { name: string; label: string; versions: KeptVersion[]; chosen: number | undefined }) {
  return <div class="field"><label for={`f-${name}`}>{label}</label><select id={`f-${name}`} name={name}>{versions.map(({ version }) => <option value={version} selected={version === chosen}>{version}</option>)}</select></div>
}

/** Field by field: what was put in and taken out, said in words as well as marked; where little is alike, the two texts whole. */
function Differences({ differences }: { differences: Difference[] }) {
  const { locale } = useView()
  const t = useTexts(lifecycleTexts)
  const l = useTexts(listingTexts)
  if (differences.length === 0) return <p>{t.nothingChanged}</p>
  const gone = (text: string): ComponentChildren => <del><Said>{t.removed}</Said>{text}<Said>{t.end}</Said></del>
  const come = (text: string): ComponentChildren => <ins><Said>{t.added}</Said>{text}<Said>{t.end}</Said></ins>
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={t.difference}><table class="diff">
      <caption class="hidden">{l.history}</caption>
      <thead><tr><th scope="col">{t.field}</th><th scope="col">{t.difference}</th></tr></thead>
      <tbody>{differences.map(({ key, label, text, lang, before, pieces }) => <tr id={`d-${key}`}>
        <th scope="row">{label}</th>
        <td lang={lang === locale ? undefined : lang}>{pieces.length > 0
          ? pieces.map(({ value, added, removed }) => (added ? come(value) : removed ? gone(value) : value))
          : <>{before ? gone(before) : <span class="meta">{t.none}</span>} → {text ? come(text) : <span class="meta">{t.none}</span>}</>}</td>
      </tr>)}</tbody>
    </table></div>
  )
}
/** For those who hear the page. */
const Said = ({ children }: { children: ComponentChildren }) => <span class="hidden"> [{children}] </span>
