import { sql } from 'kysely'
import { asSystem, type Db, type Tx } from '../../core/database.ts'
import type { Locale } from '../../platform/locale.ts'
import { daysFrom, hanoiDay } from '../../platform/time.ts'
import { numberOn } from '../rulebook/queries.ts'
import { comesBackUnreviewed, type ConfirmationDays, translationIsOlder } from './lifecycle-rules.ts'
import type { ListingView } from './queries.ts'

/** The numbers in force today. */
export async function confirmationDays(db: Db | Tx, now: Date): Promise<ConfirmationDays> {
  const day = hanoiDay(now)
  return {
    holds: await numberOn(db, 'own.reconfirmation', day), first: await numberOn(db, 'own.reconfirmation_first_warning', day),
    last: await numberOn(db, 'own.reconfirmation_last_warning', day), returns: await numberOn(db, 'own.reconfirmation_return', day),
  }
}

/** Whether this very version was public once. */
export const wasPublished = async (db: Db | Tx, id: number, version: number): Promise<boolean> =>
  await db.selectFrom('listing_version').select('version').where('listing_id', '=', id).where('version', '=', version).where('published_at', 'is not', null).executeTakeFirst() !== undefined

/** How fresh a listing is and what became of it, as its page shows it to everybody. */
export interface Standing {
  /** When it was last known to hold: its people said so, or it was published. */
  confirmed_at: Date | null
  /** When its people last said so. */
  said_at: Date | null
  created_at: Date
  /** Somebody of its organisation can be asked whether it still holds. */
  asked: boolean
  expired_at: Date | null
  confirm_not_before: Date | null
  /** Versions this reader may see. */
  versions: number
  ages: { language: Locale; changed_in: number; changed_at: Date }[]
  /** Its translation was written before the original as it stands. */
  older: boolean
}
export async function standingOf(db: Db, { id, original_language, source_name }: Pick<ListingView, 'id' | 'original_language' | 'source_name'>): Promise<Standing> {
  const { rows: [row] } = await sql<Omit<Standing, 'older' | 'ages' | 'asked'> & { ages: { language: Locale; changed_in: number; changed_at: string }[]; organisation_id: number }>`
    select greatest(confirmed_at, published_at) as confirmed_at, confirmed_at as said_at, created_at, expired_at, confirm_not_before, organisation_id, (select count(*)::int from listing_version v where v.listing_id = l.id) as versions,
      coalesce((select jsonb_agg(jsonb_build_object('language', a.language, 'changed_in', a.changed_in, 'changed_at', a.changed_at)) from listing_text_age a join listing_text t using (listing_id, language) where a.listing_id = l.id), '[]') as ages
    from listing l where l.id = ${id}`.execute(db)
  if (!row) return { confirmed_at: null, said_at: null, created_at: new Date(0), asked: false, expired_at: null, confirm_not_before: null, versions: 0, ages: [], older: false }
  const { organisation_id, ages, ...standing } = row
  // Whether an organisation has anybody is asked past what the reader may know of memberships.
  const asked = source_name === null || (await asSystem(db).selectFrom('membership').select('person_id').where('organisation_id', '=', organisation_id).limit(1).executeTakeFirst()) !== undefined
  return { ...standing, asked, ages: ages.map((age) => ({ ...age, changed_at: new Date(age.changed_at) })), older: translationIsOlder(ages, original_language) }
}

/** What its own people are told and asked: until when it holds, or how an expired one comes back. */
export interface Confirmation { days: ConfirmationDays; ends: Date | null; returnsUntil: Date | null; unreviewed: boolean; today: boolean }
export async function confirmationOf(db: Db, { id, state, version }: Pick<ListingView, 'id' | 'state' | 'version'>, { confirmed_at, said_at, confirm_not_before, expired_at, asked }: Standing, now: Date): Promise<Confirmation> {
  const days = await confirmationDays(db, now)
  const ends = state === 'published' && asked && confirmed_at ? new Date(Math.max(daysFrom(confirmed_at, days.holds).getTime(), confirm_not_before?.getTime() ?? 0)) : null
  const asPublished = state === 'expired' && await wasPublished(db, id, version)
  return {
    days, ends, today: state === 'published' && said_at !== null && hanoiDay(said_at) === hanoiDay(now), returnsUntil: expired_at && daysFrom(expired_at, days.returns),
    unreviewed: expired_at !== null && comesBackUnreviewed({ expired_at, asPublished }, days, now),
  }
}
