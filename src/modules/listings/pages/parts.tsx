import { inLocale } from '../../../platform/locale.ts'
import type { Refusal } from '../../../platform/refusal.ts'
import { formatDay, formatInstant } from '../../../platform/time.ts'
import { freshForm, type FormState } from '../../../web/http.tsx'
import { ActionButton, FileField, Form, Hidden, Select, TextArea, TextField, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { Prose } from '../../../web/ui/prose.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { accessTexts, tierNames } from '../../disclosure/messages.ts'
import { somethingAbove } from '../../disclosure/queries.ts'
import { opens } from '../../disclosure/rules.ts'
import { keptTiers } from '../../disclosure/schema.ts'
import { formatBytes, uploadRefusals } from '../../documents/messages.ts'
import { fileHref } from '../../documents/queries.ts'
import { acceptedFor, acceptOf } from '../../documents/rules.ts'
import { listingRefusals, listingTexts, partTexts } from '../messages.ts'
import type { KeptView } from '../part-commands.ts'
import type { Kept, KeptPart, OutlineRow } from '../part-queries.ts'
import { type ListingView, textIn } from '../queries.ts'
import { type ListingRefusal, tiersOfPart, usualTier } from '../rules.ts'
import { type PartName, partNames } from '../schema.ts'
import { listingPath } from './card.tsx'
import { NextPage, StepNav } from './steps.tsx'

/** On a listing's page: what exists beyond it and at which level, what this reader may read of it, and how they would get more. */
export function KeptSection({ kept, listing }: { kept: KeptView; listing: Pick<ListingView, 'id' | 'kind'> }) {
  const { locale, actor } = useView()
  const t = useTexts(partTexts)
  const tiers = useTexts(tierNames)
  const { reading, outline, withheld } = kept
  if (outline.length === 0) return null
  const named = ({ kind, name, title }: OutlineRow) => (kind === 'part' ? t.names[name as PartName] : title ? `${t.document}: ${title}` : t.document)
  // Strangers are told no titles, so their documents of one level are one line.
  const rows = actor.person_id !== null ? outline.map((row) => ({ key: `${row.kind}:${row.name}`, text: named(row), tier: row.tier })) : [
    ...outline.filter(({ kind }) => kind === 'part').map((row) => ({ key: row.name, text: named(row), tier: row.tier })),
    ...keptTiers.flatMap((tier) => { const n = outline.filter((row) => row.kind === 'document' && row.tier === tier).length; return n ? { key: tier, text: t.strangers(n), tier } : [] }),
  ]
  return (
    <section id="kept">
      <h2>{t.title}</h2>
      <p class="meta">{t.lead}</p>
      <div class="scroll" tabIndex={0} role="region" aria-label={t.title}><table>
        <thead><tr><th scope="col">{t.part}</th><th scope="col">{t.level}</th><th scope="col">{t.yours}</th></tr></thead>
        <tbody>{rows.map(({ key, text, tier }) => <tr key={key}><th scope="row">{text}</th><td>{tiers[tier]}</td><td>{opens(reading.tier, tier) ? t.open : t.closed}</td></tr>)}</tbody>
      </table></div>
      {withheld && <div class="notice warn"><p>{t.withheld}</p></div>}
      <NextStep kept={kept} listing={listing} />
      {kept.parts.map((part) => <PartText part={part} />)}
      {kept.documents.length > 0 && <><h3>{t.documents}</h3><ul class="list">{kept.documents.map((document) => (
        <li><a href={fileHref({ id: document.document_id, name: document.name })}>{document.title}</a> <span class="meta">{t.version(document.version)} · {formatBytes(document.bytes, locale)} · {formatDay(document.added_at, locale)}</span></li>
      ))}</ul></>}
    </section>
  )
}

function PartText({ part }: { part: KeptPart }) {
  const { locale } = useView()
  const t = useTexts(partTexts)
  const text = inLocale(locale, part.text_vi, part.text_en)
  const language = text === part.text_vi ? 'vi' : 'en'
  return <><h3>{t.names[part.name]}</h3><Prose text={text} lang={language === locale ? undefined : language} /></>
}

/** What this reader would do to read more; nothing where nothing more is there. */
function NextStep({ kept: { reading, outline }, listing }: { kept: KeptView; listing: Pick<ListingView, 'id' | 'kind'> }) {
  const { locale, actor } = useView()
  const t = useTexts(partTexts)
  const a = useTexts(accessTexts)
  const base = `/${locale}/my`
  if (reading.owner) return <p class="row"><a class="button second" href={`${base}/listings/${listing.id}/access`}>{t.access}</a></p>
  const held = reading.grant && <div class="notice good"><p>{t.heldUntil(formatDay(reading.grant.expires_at, locale))}</p>{reading.grant.limits && <p>{t.limits}: {reading.grant.limits}</p>}</div>
  if (!somethingAbove(reading.tier, outline)) return held || null
  if (actor.person_id === null) {
    const here = encodeURIComponent(`/${locale}${listingPath(listing)}`)
    return <p>{outline.some(({ tier }) => tier === 'signed_in') ? t.signIn : t.signInFirst} <a class="button second" href={`/${locale}/sign-in?next=${here}`}>{useTexts({ vi: 'Đăng nhập', en: 'Sign in' })}</a></p>
  }
  const membership = actor.memberships.find((m) => m.organisation_id === actor.organisation_id)
  if (!membership) return <p>{actor.staff_roles.length ? t.noMore : t.organisationFirst}</p>
  if (reading.pending) return <>{held}<p>{t.waiting(formatDay(reading.pending.asked_at, locale))} <a href={`${base}/access`}>{a.mine}</a></p></>
  if (reading.grant?.tier === 'nda' && !reading.grant.accepted) return <>{held}<div class="notice warn"><p>{t.signerNeeded}</p>{(membership.role === 'owner' || membership.role === 'signer') && <p><a class="button" href={`${base}/access/grants/${reading.grant.id}/nda`}>{a.sign}</a></p>}</div></>
  if (membership.role !== 'owner' && membership.role !== 'editor') return <>{held}<p>{t.editorAsks}</p></>
  return <>{held}<p class="row"><a class="button" href={`${base}/access/listings/${listing.id}`}>{a.ask}</a></p></>
}

/** What the form of kept parts shows of them as they stand. */
export const partValues = (kept: Kept): Record<string, unknown> => ({
  version: kept.version,
  ...Object.fromEntries(partNames.flatMap((name) => {
    const part = kept.parts.find((one) => one.name === name)
    return [[`${name}_tier`, part?.tier ?? usualTier[name]], [`${name}_vi`, part?.text_vi ?? ''], [`${name}_en`, part?.text_en ?? '']]
  })),
})

interface ConfidentialProps { listing: ListingView; kept: Kept; maxBytes: number; form?: FormState; upload?: FormState }
/** Where an owner or editor says what lies at which level: five groups of text, and documents with their versions. */
export function ConfidentialPage({ listing, kept, maxBytes, form = freshForm(partValues(kept)), upload = freshForm() }: ConfidentialProps) {
  const { locale } = useView()
  const t = useTexts(partTexts)
  const tiers = useTexts(tierNames)
  const base = `/${locale}/my/listings/${listing.id}/confidential`
  const stale = form.refusal?.code === 'changed_meanwhile'
  const labels = Object.fromEntries(partNames.flatMap((name) => [[`${name}_tier`, `${t.names[name]}: ${t.who}`], [`${name}_vi`, `${t.names[name]}: ${t.text_vi}`], [`${name}_en`, `${t.names[name]}: ${t.text_en}`]]))
  return (
    <Page title={t.editTitle} width="narrow" crumbs={[{ href: `/${locale}${listingPath(listing)}`, text: textIn(listing, locale)?.title ?? '' }]}>
      <h1>{t.editTitle}</h1>
      <StepNav listing={listing} page="confidential" />
      <p>{t.editLead}</p>
      <p><a href={`/${locale}/my/listings/${listing.id}/access`}>{t.access}</a></p>
      <Form action={base} form={form} submit={t.save} labels={labels} refusals={wording<ListingRefusal>({ ...useTexts(listingRefusals), changed_meanwhile: () => t.stale })}>
        <Hidden name="version" value={stale ? kept.version : String(form.values.version ?? kept.version)} />
        {partNames.map((name) => (
          <fieldset class="sheet"><legend class="label">{t.names[name]}</legend>
            <p class="help">{t.help[name]} {t.empty}</p>
            <Select form={form} name={`${name}_tier`} label={labels[`${name}_tier`] ?? ''} empty={false} options={tiersOfPart[name].map((tier) => ({ value: tier, text: tiers[tier] }))} />
            <TextArea form={form} name={`${name}_vi`} label={labels[`${name}_vi`] ?? ''} rows={4} lang="vi" optional />
            <TextArea form={form} name={`${name}_en`} label={labels[`${name}_en`] ?? ''} rows={4} lang="en" optional />
          </fieldset>
        ))}
      </Form>
      <Documents listing={listing} kept={kept} maxBytes={maxBytes} form={upload} base={base} />
      <NextPage listing={listing} page="confidential" />
    </Page>
  )
}

function Documents({ kept, maxBytes, form, base }: Omit<ConfidentialProps, 'form' | 'upload'> & { form: FormState; base: string }) {
  const { locale } = useView()
  const t = useTexts(partTexts)
  const tiers = useTexts(tierNames)
  const words = { ...useTexts(listingRefusals), ...useTexts(uploadRefusals) } as unknown as Record<string, (refusal: Refusal) => string>
  const current = kept.documents.filter((row) => row.current)
  return (
    <section id="documents">
      <h2>{t.documents}</h2>
      {kept.documents.length === 0 ? <p>{t.none}</p> : <div class="scroll" tabIndex={0} role="region" aria-label={t.documents}><table>
        <thead><tr><th scope="col">{t.document}</th><th scope="col">{t.who}</th><th scope="col">{t.version(0).replace(' 0', '')}</th></tr></thead>
        <tbody>{kept.documents.map((row) => <tr>
          <th scope="row"><a href={fileHref({ id: row.document_id, name: row.name })}>{row.title}</a><br /><span class="meta">{row.name} · {formatBytes(row.bytes, locale)}</span></th>
          <td>{tiers[row.tier]}{row.current && <>
            {keptTiers.filter((tier) => tier !== row.tier).map((tier) => <ActionButton action={`${base}/documents/${row.series}/tier`} fields={{ tier }} text={`${t.move}: ${tiers[tier]}`} kind="plain-button" />)}
            <ActionButton action={`${base}/documents/${row.series}/removal`} text={t.remove} kind="plain-button" />
          </>}</td>
          <td>{t.version(row.version)}, {row.current ? t.current : row.removed_at ? t.removed : t.older}<br /><span class="meta">{t.added(formatInstant(row.added_at, locale), row.added_by_name ?? '')}</span></td>
        </tr>)}</tbody>
      </table></div>}
      <div class="sheet"><h3>{t.addDocument}</h3>
        <Form action={`${base}/documents`} form={form} submit={t.upload} labels={{ series: t.series, title: t.documentTitle, tier: t.who, file: t.file }} refusals={(refusal) => words[refusal.code]?.(refusal) ?? refusal.code} multipart>
          {current.length > 0 && <Select form={form} name="series" label={t.series} help={t.seriesHelp} empty={false} options={[{ value: '', text: t.seriesNew }, ...current.map((row) => ({ value: String(row.series), text: `${t.newVersion}: ${row.title}` }))]} />}
          <TextField form={form} name="title" label={t.documentTitle} help={t.documentTitleHelp} />
          <Select form={form} name="tier" label={t.who} options={keptTiers.map((tier) => ({ value: tier, text: tiers[tier] }))} />
          <FileField form={form} name="file" label={t.file} help={`${acceptedFor('document').join(', ')}. ${useTexts(listingTexts).fileHelp(Math.round(maxBytes / 1024 / 1024))}`} accept={acceptOf('document')} />
        </Form>
      </div>
    </section>
  )
}
