import { sql } from 'kysely'
import type { Actor } from '../../core/context.ts'
import type { Db } from '../../core/database.ts'
import { accessTo, type FileAccess, mostFileViews } from './file-rules.ts'
import { soldStates } from './rules.ts'
import type { LotFileKind, LotFileReaders } from './schema.ts'

export interface LotFileShown {
  id: number
  kind: LotFileKind
  readers: LotFileReaders
  title: string
  sha256: string
  bytes: number
  media_type: string
  reason: string
  added_at: Date
  /** Where this reader has it; null where it is not theirs to read. */
  document: { id: number; name: string } | null
}
/** The organisation by whose registration this reader reads what is for bidders, while it still takes part, in a lot that is over by its having won; null where there is none. */
export async function bidsFor(db: Db, actor: Actor, lot_id: number): Promise<number | null> {
  const mine = actor.memberships.map((m) => m.organisation_id)
  if (mine.length === 0) return null
  const bidder = await db.selectFrom('auction_bidder as b').innerJoin('auction_lot as l', 'l.id', 'b.lot_id').select('b.organisation_id').where('b.lot_id', '=', lot_id).where('b.organisation_id', 'in', mine).where('b.state', 'in', ['registered', 'eligible'])
    .where((on) => on.or([on('l.state', 'in', ['registration', 'armed']), on.and([on('l.state', 'in', soldStates), on('b.number', '=', on.ref('l.winner'))])])).where(sql<boolean>`not bidder_is_out(b.lot_id, b.number)`).orderBy('b.id').executeTakeFirst()
  return bidder?.organisation_id ?? null
}
/** The dossier of a lot as this reader may have it: of every file what it is, of those they may read where it is. */
export async function filesOf(db: Db, actor: Actor, lot: { id: number; organisation_id: number }): Promise<{ files: LotFileShown[]; access: FileAccess }> {
  const access = accessTo(actor, { seller: lot.organisation_id, bids: await bidsFor(db, actor, lot.id) !== null })
  const rows = await db.selectFrom('auction_file as f').leftJoin('document as d', 'd.id', 'f.document_id').select(['f.id', 'f.kind', 'f.readers', 'f.title', 'f.sha256', 'f.bytes', 'f.media_type', 'f.reason', 'f.added_at', 'f.document_id', 'd.name'])
    .where('f.lot_id', '=', lot.id).where('f.removed_at', 'is', null).orderBy(sql`array_position(array['regulation', 'asset', 'picture'], f.kind)`).orderBy('f.id').execute()
  return { access, files: rows.map(({ document_id, name, ...file }) => ({ ...file, document: name !== null && (file.readers === 'public' || access) ? { id: document_id, name } : null })) }
}
/** Quy chế cuộc đấu giá is there. */
export const hasRegulation = async (db: Db, lot_id: number): Promise<boolean> =>
  await db.selectFrom('auction_file').select('id').where('lot_id', '=', lot_id).where('kind', '=', 'regulation').where('removed_at', 'is', null).limit(1).executeTakeFirst() !== undefined

export interface FileView { title: string; person: string; organisation_vi: string | null; organisation_en: string | null; at: Date }
/** Who was handed what, for those who may know who registered. */
export const viewsOf = (db: Db, lot_id: number): Promise<FileView[]> =>
  db.selectFrom('auction_file_view as v').innerJoin('auction_file as f', 'f.id', 'v.file_id').innerJoin('person as p', 'p.id', 'v.person_id').leftJoin('organisation as o', 'o.id', 'v.organisation_id')
    .select(['f.title', 'p.name as person', 'o.name_vi as organisation_vi', 'o.name_en as organisation_en', 'v.at']).where('v.lot_id', '=', lot_id).orderBy('v.id', 'desc').limit(mostFileViews).execute()
