import { z } from 'zod'
import { type Ctx, isSignedIn, permit, transact } from '../../core/context.ts'
import { idField, optionalLineField, optionalTextField, textField } from '../../platform/fields.ts'
import { otherLocale } from '../../platform/locale.ts'
import { refuse } from '../../platform/refusal.ts'
import { type FieldName, fieldNames, isBilingual, longest, shapeOf } from './detail-fields.ts'
import { detailsOf } from './detail-queries.ts'
import { refreshSearch } from './indexing.ts'
import { type ListingRefusal, longestText, type TextField, textFields } from './rules.ts'
import { listingInTurn, markChanged } from './turns.ts'

/** The answers of the steps that are written in both languages. */
export const translatedFields = fieldNames.filter(isBilingual)
const details = Object.fromEntries(translatedFields.map((name) => [name, (shapeOf(name).kind === 'line' ? optionalLineField : optionalTextField)(longest(name))])) as Record<FieldName, ReturnType<typeof optionalTextField>>
const texts = Object.fromEntries(textFields.map((field) => [field, optionalTextField(longestText[field])])) as Record<TextField, ReturnType<typeof optionalTextField>>
/** A translation as it is typed: the texts by their names, and the answers of the steps by theirs. */
export const TranslateListing = z.object({
  id: idField, version: z.coerce.number().int(),
  ...texts, title: textField(longestText.title), ...details,
})

/**
 * The other language of the listing says this; the original stays as it is, and stays the original.
 * What is public becomes a draft, as with every change. Refused with `changed_meanwhile` where
 * somebody saved since `version` was read. The same translation again changes nothing.
 */
export async function translateListing(ctx: Ctx, { id, version, ...typed }: z.output<typeof TranslateListing>): Promise<void> {
  permit(ctx.actor, isSignedIn)
  await transact(ctx, async (tx) => {
    const listing = await listingInTurn(ctx, tx, id)
    const language = otherLocale(listing.original_language)
    const before = await tx.selectFrom('listing_text').selectAll().where('listing_id', '=', id).where('language', '=', language).executeTakeFirst()
    const kept = (await detailsOf(tx, id)).texts
    const text = Object.fromEntries(textFields.map((field) => [field, typed[field]])) as Record<(typeof textFields)[number], string>
    const changedTexts = textFields.filter((field) => (before?.[field] ?? '') !== text[field])
    const given: Record<string, string> = typed
    const changedDetails = translatedFields.filter((name) => (kept[name]?.[language] ?? '') !== given[name])
    if (changedTexts.length + changedDetails.length === 0) return
    if (listing.version !== version) refuse<ListingRefusal>({ code: 'changed_meanwhile', version: listing.version })
    await tx.insertInto('listing_text').values({ listing_id: id, language, ...text }).onConflict((on) => on.columns(['listing_id', 'language']).doUpdateSet(text)).execute()
    if (changedDetails.length > 0) {
      await tx.deleteFrom('listing_detail_text').where('listing_id', '=', id).where('language', '=', language).where('name', 'in', changedDetails).execute()
      const rows = changedDetails.filter((name) => given[name]).map((name) => ({ listing_id: id, name, language, text: given[name] ?? '' }))
      if (rows.length > 0) await tx.insertInto('listing_detail_text').values(rows).execute()
      // Whoever has one of these steps open is told that it was saved since.
      const steps = [...new Set(changedDetails.map((name) => shapeOf(name).step))]
      await tx.updateTable('listing_step').set(({ eb }) => ({ version: eb('version', '+', 1), changed_at: ctx.now() })).where('listing_id', '=', id).where('step', 'in', steps).execute()
    }
    await markChanged(ctx, tx, listing, [...changedTexts, ...changedDetails].map((name) => `${name}_${language}`))
    await refreshSearch(tx, [id])
  })
}
