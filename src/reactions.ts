import { sql } from 'kysely'
import type { Tx } from './core/database.ts'
import type { Reaction, Reactions } from './core/reactions.ts'
import type { DomainEvent } from './core/schema.ts'
import { type Letter, type LetterKind, writeTo } from './letters.ts'
import { interestTitle } from './modules/deals/queries.ts'
import { refreshSearch } from './modules/listings/indexing.ts'
import { organisationNames } from './modules/organisations/queries.ts'
import { taxonomyOf } from './modules/taxonomy/queries.ts'
import type { Locale } from './platform/locale.ts'

/** When this is recorded, do that: the one table of consequences between modules. */
export function reactionsOf(publicUrl: string): Reactions {
  const write = (tx: Tx, organisationId: number, letter: Letter, at: Date) => writeTo(tx, publicUrl, organisationId, letter, at)

  const aboutListing = (kind: LetterKind) => async (tx: Tx, { data, at }: { data: { listing_id: number; reason?: string }; at: Date }) => {
    const listing = await titleOf(tx, data.listing_id)
    if (listing) await write(tx, listing.organisation_id, { kind, what: listing.title, why: data.reason ?? '', path: listing.path }, at)
  }
  const aboutOrganisation = (kind: LetterKind) => async (tx: Tx, { data, at }: { data: { organisation_id: number; reason: string }; at: Date }) => {
    const name = (await organisationNames(tx, [data.organisation_id])).get(data.organisation_id)
    if (name) await write(tx, data.organisation_id, { kind, what: name, why: data.reason, path: '/my/organisation' }, at)
  }
  /** To the side that did not act; to both where neither did. */
  const aboutDeal = (kind: LetterKind) => async (tx: Tx, { data, organisation_id, at }: { data: { deal_id: number; reason?: string }; organisation_id: number | null; at: Date }) => {
    const deal = await tx.selectFrom('deal').select(['interest_id', 'supplier_organisation_id', 'demander_organisation_id']).where('id', '=', data.deal_id).executeTakeFirst()
    if (!deal) return
    for (const side of [deal.supplier_organisation_id, deal.demander_organisation_id]) {
      if (side !== organisation_id) await write(tx, side, { kind, what: await interestTitle(tx, deal.interest_id, side), why: data.reason ?? '', path: `/deals/${data.deal_id}` }, at)
    }
  }
  const answered = (kind: LetterKind): Reaction<'interest.accepted' | 'interest.declined'> => async (tx, { data, at }) => {
    const interest = await tx.selectFrom('interest').select(['organisation_id', 'decline_code', 'answer']).where('id', '=', data.interest_id).executeTakeFirst()
    if (!interest) return
    const taxonomy = await taxonomyOf(tx)
    const reason = (locale: Locale) => (interest.decline_code ? [taxonomy.name('decline_reason', interest.decline_code, locale), interest.answer].filter(Boolean).join('. ') : '')
    const why = { vi: reason('vi'), en: reason('en') }
    await write(tx, interest.organisation_id, { kind, what: await interestTitle(tx, data.interest_id, interest.organisation_id), why, path: 'deal_id' in data ? `/deals/${data.deal_id}` : `/interests/${data.interest_id}` }, at)
  }

  return {
    'listing.published': [aboutListing('listing_published')],
    'listing.returned': [aboutListing('listing_returned')],
    // What its listings are found by holds its name.
    'organisation.changed': [async (tx, { data }) => {
      const listings = await tx.selectFrom('listing').select('id').where('organisation_id', '=', data.organisation_id).execute()
      await refreshSearch(tx, listings.map(({ id }) => id))
    }],
    'organisation.verified': [aboutOrganisation('verified')],
    'organisation.verification_refused': [aboutOrganisation('verification_refused')],
    'interest.expressed': [async (tx, { data, at }) => {
      const listing = await titleOf(tx, data.listing_id)
      if (listing) await write(tx, listing.organisation_id, { kind: 'interest_expressed', what: listing.title, path: `/interests/${data.interest_id}` }, at)
    }],
    'interest.accepted': [answered('interest_accepted')],
    'interest.declined': [answered('interest_declined')],
    'deal.message_sent': [aboutDeal('message')],
    'deal.closing_claimed': [aboutDeal('closing_claimed')],
    'deal.closing_disputed': [aboutDeal('closing_disputed')],
    'deal.won': [aboutDeal('won')],
    'deal.lost': [aboutDeal('lost')],
  } satisfies { [T in DomainEvent['type']]?: readonly Reaction<T>[] }
}

async function titleOf(tx: Tx, listingId: number): Promise<{ organisation_id: number; title: Record<Locale, string>; path: string } | undefined> {
  const title = (locale: Locale) => sql`(select t.title from listing_text t where t.listing_id = l.id order by t.language = ${locale} desc limit 1)`
  const { rows: [row] } = await sql<{ organisation_id: number; kind: string; title: Record<Locale, string> }>`
    select l.organisation_id, l.kind, json_build_object('vi', ${title('vi')}, 'en', ${title('en')}) as title from listing l where l.id = ${listingId}`.execute(tx)
  return row && { organisation_id: row.organisation_id, title: row.title, path: `/${row.kind}s/${listingId}` }
}
