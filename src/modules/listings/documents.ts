import type { DocumentUse } from '../documents/queries.ts'
import { maySee } from './queries.ts'

/** A picture of a published listing is everybody's; of any other listing, its organisation's and whoever else sees that listing. */
export const listingPictures: DocumentUse = async ({ db, actor }, { id, media_type }) => {
  const pictures = await db.selectFrom('listing_picture as p').innerJoin('listing as l', 'l.id', 'p.listing_id')
    .select(['l.state', 'l.organisation_id']).where('p.document_id', '=', id).execute()
  const shown = media_type.startsWith('image/') ? 'inline' : 'attachment'
  if (pictures.some(({ state }) => state === 'published')) return { public: true, shown }
  return pictures.some((listing) => maySee(actor, listing)) ? { public: false, shown } : null
}
