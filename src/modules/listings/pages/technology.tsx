import { isStaff } from '../../../core/context.ts'
import { inLocale } from '../../../platform/locale.ts'
import { formatDay, formatIsoDay } from '../../../platform/time.ts'
import type { FormState } from '../../../web/http.tsx'
import { ActionButton, Choices, Form, Hidden, Select, TextArea, TextField, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { fieldTexts } from '../detail-messages.ts'
import { listingRefusals, listingTexts } from '../messages.ts'
import { type ListingView, textIn } from '../queries.ts'
import type { ListingRefusal } from '../rules.ts'
import { type Classification, technologyLists, type TechnologyClass, type TechnologyItem } from '../schema.ts'
import { technologyTexts } from '../technology-messages.ts'
import { type Pointer, standingClass } from '../technology-rules.ts'

export type Classified = Classification & { name: string | null }
interface Judged { listing: ListingView; items: readonly TechnologyItem[]; pointers: readonly Pointer[]; classified: readonly Classified[] }
const tones: Record<TechnologyClass, string> = { ordinary: '', encouraged: 'good', restricted: 'warn', prohibited: 'bad' }
const path = (locale: string, id: number): string => `/${locale}/moderation/listings/${id}/technology`

function ClassBadge({ of }: { of: TechnologyClass }) {
  return <span class={`badge ${tones[of]}`}>{useTexts(technologyTexts).classes[of]}</span>
}

/** Where a listing points at the lists: the item, and the words in their place. */
function Pointers({ pointers, items }: Pick<Judged, 'pointers' | 'items'>) {
  const { locale } = useView()
  const t = useTexts(technologyTexts), l = useTexts(listingTexts), f = useTexts(fieldTexts)
  const fieldName = (name: string): string => (name in f ? f[name as keyof typeof f].label : String((l as unknown as Record<string, unknown>)[name] ?? name))
  return (
    <ul class="list">{pointers.flatMap(({ code, found, filed }) => {
      const item = items.find((one) => one.code === code)
      return item ? <li>
        <p><ClassBadge of={item.list} /> <strong>{inLocale(locale, item.name_vi, item.name_en)}</strong> <span class="meta">{item.document}{item.article && `, ${item.article}`} · {t.marks[item.mark]}</span></p>
        {found.map(({ field, language, before, words, after }) => <p class="meta">{fieldName(field)}: <span lang={language === locale ? undefined : language ?? undefined}>…{before}<mark>{words}</mark>{after}…</span></p>)}
        {filed.length > 0 && <p class="meta">{t.filed(filed.join(', '))}</p>}
      </li> : []
    })}</ul>
  )
}

/** Beside a decision: what points at the lists, and what was said of this version. */
export function TechnologyPanel({ listing, items, pointers, classified }: Judged) {
  const { locale } = useView()
  const t = useTexts(technologyTexts)
  const standing = standingClass(classified[0] ?? null, listing.version, pointers.map(({ code }) => code))
  return (
    <section class="sheet stack" aria-labelledby="technology"><h2 id="technology">{t.title}</h2>
      {standing && <p><ClassBadge of={standing.class} /> {t.confirmed(standing.name ?? t.somebody, formatDay(standing.decided_at, locale))}{standing.reason && <>: {standing.reason}</>}</p>}
      {!standing && pointers.length > 0 && <p class="notice warn">{t.unconfirmed}</p>}
      {standing?.class === 'prohibited' && <p class="notice bad">{t.notPublished}</p>}
      {pointers.length === 0 ? !standing && <p>{t.nothing}</p> : <><p class="meta">{t.pointing(pointers.length)}</p><Pointers pointers={pointers} items={items} /></>}
      <p><a class={!standing && pointers.length > 0 ? 'button' : undefined} href={path(locale, listing.id)}>{standing ? t.again : t.open}</a></p>
    </section>
  )
}

/** What a moderator says a waiting listing is. */
export function ClassifyPage({ listing, items, pointers, classified, form }: Judged & { form: FormState }) {
  const { locale, actor } = useView()
  const t = useTexts(technologyTexts)
  const text = textIn(listing, locale)
  const review = { href: `/${locale}/moderation/listings/${listing.id}`, text: text?.title ?? '' }
  const pointed = new Set(pointers.map(({ code }) => code))
  const ordered = [...items].toSorted((a, b) => Number(pointed.has(b.code)) - Number(pointed.has(a.code)))
  return (
    <Page title={t.classify(text?.title ?? '')} width="narrow" crumbs={[review]}>
      <h1>{t.title}</h1>
      <p class="lead" lang={text && text.language !== locale ? text.language : undefined}>{text?.title}</p>
      {pointers.length > 0 ? <><p>{t.pointing(pointers.length)}</p><Pointers pointers={pointers} items={items} /></> : <p>{t.nothing}</p>}
      {listing.state !== 'submitted' ? <p class="notice">{t.notWaiting}</p> : isStaff('moderator')(actor) && (
        <Form action={path(locale, listing.id)} form={form} submit={t.confirm} labels={t} refusals={wording<ListingRefusal>(useTexts(listingRefusals))}>
          <Hidden name="version" value={listing.version} /><Hidden name="seen" value={classified[0]?.id ?? 0} />
          <Choices form={form} name="items" label={t.items} help={t.itemsHelp} optional="later" options={ordered.map(({ code, list, name_vi, name_en }) => ({ value: code, text: `${t.listNames[list]} · ${inLocale(locale, name_vi, name_en)}` }))} />
          <TextArea form={form} name="reason" label={t.reason} help={t.reasonHelp} rows={4} />
        </Form>
      )}
      <section><h2>{t.history}</h2>
        {classified.length === 0 ? <p>{t.none}</p> : <ul class="list">{classified.map(({ version, class: said, items: under, name, decided_at, reason }) => (
          <li><p><ClassBadge of={said} /> {t.version(version)}{under.length > 0 && ` · ${under.join(', ')}`} <span class="meta">{t.confirmed(name ?? t.somebody, formatDay(decided_at, locale))}</span></p>{reason && <p>{reason}</p>}</li>
        ))}</ul>}
      </section>
      <p class="row"><a href={review.href}>{t.backToReview}</a><a href={`/${locale}/moderation/technology`}>{t.title}</a></p>
    </Page>
  )
}

/** The lists themselves, and the form that adds to them. */
export function TechnologyListsPage({ items, form }: { items: readonly TechnologyItem[]; form: FormState }) {
  const { locale, actor } = useView()
  const t = useTexts(technologyTexts)
  const administrator = isStaff('administrator')(actor)
  const base = `/${locale}/moderation/technology`
  return (
    <Page title={t.title}>
      <h1>{t.title}</h1>
      <p class="lead">{t.listLead}</p>
      {technologyLists.toReversed().map((list) => {
        const rows = items.filter((item) => item.list === list)
        return <section><h2 id={list}>{t.classes[list]}</h2>
          {rows.length === 0 ? <p>{t.emptyList(t.listNames[list])}</p> : <div class="scroll" tabIndex={0} role="region" aria-labelledby={list}><table>
            <thead><tr><th scope="col">{t.code}</th><th scope="col">{t.name}</th><th scope="col">{t.law}</th><th scope="col">{t.words}</th><th scope="col">{t.valid_from}</th><th scope="col">{t.valid_to}</th></tr></thead>
            <tbody>{rows.map((item) => <tr>
              <th scope="row">{item.code}</th><td>{inLocale(locale, item.name_vi, item.name_en)}</td>
              <td><a href={item.source} rel="noopener">{item.document}{item.article && `, ${item.article}`}</a><br /><span class="meta">{t.marks[item.mark]}</span></td>
              <td class="meta">{[...item.words, ...item.codes].join(', ')}</td><td>{formatIsoDay(item.valid_from, locale)}</td>
              <td>{item.valid_to ? formatIsoDay(item.valid_to, locale) : <>{t.holds}{administrator && <ActionButton action={`${base}/${encodeURIComponent(item.code)}/ending`} text={t.end} kind="plain-button" />}</>}</td>
            </tr>)}</tbody>
          </table></div>}
        </section>
      })}
      {administrator && <section class="sheet" aria-labelledby="add"><h2 id="add">{t.add}</h2>
        <Form action={base} form={form} submit={t.add} labels={t} refusals={wording<ListingRefusal>(useTexts(listingRefusals))}>
          <Select form={form} name="list" label={t.list} options={technologyLists.map((value) => ({ value, text: t.classes[value] }))} />
          <TextField form={form} name="code" label={t.code} help={t.codeHelp} autocomplete="off" />
          <TextField form={form} name="name_vi" label={t.name_vi} lang="vi" /><TextField form={form} name="name_en" label={t.name_en} lang="en" />
          <TextField form={form} name="document" label={t.document} /><TextField form={form} name="article" label={t.article} optional /><TextField form={form} name="source" label={t.source} type="url" />
          <Select form={form} name="mark" label={t.mark} options={(['S', 'S2'] as const).map((value) => ({ value, text: t.marks[value] }))} />
          <TextArea form={form} name="words" label={t.words} help={t.wordsHelp} rows={4} optional /><TextField form={form} name="codes" label={t.codes} help={t.codesHelp} optional />
          <TextField form={form} name="valid_from" label={t.valid_from} type="date" />
        </Form>
      </section>}
    </Page>
  )
}

/** What its page says of a listing that somebody confirmed as restricted or encouraged. */
export function ClassNotice({ of, days }: { of: { class: TechnologyClass; decided_at: Date; items: readonly TechnologyItem[] }; days: { approval: number; filing: number; licence: number } | null }) {
  const { locale } = useView()
  const t = useTexts(technologyTexts)
  if (of.class !== 'restricted' && of.class !== 'encouraged') return null
  const day = formatDay(of.decided_at, locale)
  return (
    <div class="sheet stack">
      <h2>{of.class === 'restricted' ? t.restrictedTitle : t.encouragedTitle}</h2>
      <p>{of.class === 'restricted' ? t.restricted(day) : t.encouraged(day)}</p>
      <ul>{of.items.map((item) => <li>{inLocale(locale, item.name_vi, item.name_en)} <span class="meta">({item.document}{item.article && `, ${item.article}`})</span></li>)}</ul>
      {of.class === 'restricted' && days && <><ul><li>{t.approval(days.approval)}</li><li>{t.filing(days.filing)}</li><li>{t.licence(days.licence)}</li></ul><p class="meta">{t.secondary}</p></>}
    </div>
  )
}

/** For its own people, before they send it: what moderators will read against the lists. */
export function OwnPointers({ pointers, items }: Pick<Judged, 'pointers' | 'items'>) {
  const t = useTexts(technologyTexts)
  return pointers.length === 0 ? null : <section class="sheet"><h2>{t.title}</h2><p>{t.ownPointing}</p><Pointers pointers={pointers} items={items} /></section>
}
