import type { FormState } from '../../../web/http.tsx'
import { ActionButton, FileField, Form, TextField } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import type { Refusal } from '../../../platform/refusal.ts'
import { useTexts, useView } from '../../../web/view.ts'
import { uploadRefusals } from '../../documents/messages.ts'
import { listingRefusals, listingTexts } from '../messages.ts'
import { type ListingView, textIn } from '../queries.ts'
import { listingPath } from './card.tsx'
import { NextPage, StepNav } from './steps.tsx'

/** The pictures of a listing, to add to and take away. */
export function PicturesPage({ form, listing, maxBytes }: { form: FormState; listing: ListingView; maxBytes: number }) {
  const { locale } = useView()
  const t = useTexts(listingTexts)
  const words = { ...useTexts(listingRefusals), ...useTexts(uploadRefusals) } as unknown as Record<string, (refusal: Refusal) => string>
  const base = `/${locale}/my/listings/${listing.id}/pictures`
  const fixed = listing.state === 'submitted'
  return (
    <Page title={t.pictures} width="narrow" crumbs={[{ href: `/${locale}${listingPath(listing)}`, text: textIn(listing, locale)?.title ?? '' }]}>
      <h1>{t.pictures}</h1>
      <StepNav listing={listing} page="pictures" />
      {fixed ? <p class="notice warn">{useTexts(listingRefusals).under_review({ code: 'under_review' })}</p> : listing.state === 'published' ? <p class="notice warn">{t.picturesLive}</p> : <p>{t.picturesDraft}</p>}
      <ul class="list">{listing.pictures.map(({ document_id, name, caption }) => (
        <li class="card"><img src={`/files/${document_id}/${encodeURIComponent(name)}`} alt={caption} /><p>{caption}</p>{!fixed && <ActionButton action={`${base}/${document_id}/removal`} text={t.remove} kind="button second" />}</li>
      ))}</ul>
      {(!fixed || form.refusal) && <section class="sheet"><h2>{t.addPicture}</h2>
        <Form action={base} form={form} submit={t.upload} labels={t} refusals={(refusal) => words[refusal.code]?.(refusal) ?? refusal.code} multipart>
          <TextField form={form} name="caption" label={t.caption} />
          <FileField form={form} name="file" label={t.file} help={t.fileHelp(Math.round(maxBytes / 1024 / 1024))} accept="image/jpeg,image/png,image/webp" />
        </Form>
      </section>}
      <NextPage listing={listing} page="pictures" />
    </Page>
  )
}
