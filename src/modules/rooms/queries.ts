import { sql } from 'kysely'
import type { Actor, Ctx } from '../../core/context.ts'
import { asSystem, type Db } from '../../core/database.ts'
import { found } from '../../platform/refusal.ts'
import { otherSide } from '../deals/rules.ts'
import type { Deal } from '../deals/schema.ts'
import { mostLooks, type Undertaken, undertakenBy } from './rules.ts'
import type { Folder, Marking, RoomDocument, UndertakingText } from './schema.ts'

/** The text accepted from now on. */
export const currentUndertaking = (db: Db, now: Date): Promise<UndertakingText> =>
  db.selectFrom('room_undertaking_text').selectAll().where('valid_from', '<=', now).orderBy('version', 'desc').limit(1).executeTakeFirstOrThrow()

export interface Acceptance { organisation_id: number; text_version: number; text_sha256: string; full_name: string; position: string; accepted_at: Date }
export const acceptancesIn = (db: Db, deal: number): Promise<Acceptance[]> =>
  db.selectFrom('room_undertaking').select(['organisation_id', 'text_version', 'text_sha256', 'full_name', 'position', 'accepted_at']).where('deal_id', '=', deal).orderBy('id').execute()

const personName = (id: string) => sql<string>`coalesce((select p.name from person p where p.id = ${sql.ref(id)}), '')`

/** The sides of the deal for which this person reads its room: their own, and the one that let them in. */
export async function roomSides(db: Db, deal: number): Promise<number[]> {
  const { rows: [row] } = await sql<{ sides: number[] }>`select reader_room_sides(${deal}::int) as sides`.execute(db)
  return row?.sides ?? []
}

export interface VersionShown { id: number; version: number; marking: Marking; added_at: Date; person_name: string; name: string; bytes: number; media_type: string; sha256: string }
/** The versions of these documents, the latest first. What a file is called is told by whoever may know the document, so its row is read past its own wall. */
export async function versionsOf(db: Db, documents: readonly number[]): Promise<(VersionShown & { room_document_id: number; document_id: number })[]> {
  if (!documents.length) return []
  const versions = await db.selectFrom('room_version').select(['id', 'room_document_id', 'version', 'marking', 'added_at', 'document_id', personName('person_id').as('person_name')]).where('room_document_id', 'in', documents).orderBy('version', 'desc').execute()
  const files = versions.length ? await asSystem(db).selectFrom('document').select(['id', 'name', 'bytes', 'media_type', 'sha256']).where('id', 'in', versions.map(({ document_id }) => document_id)).execute() : []
  return versions.map((version) => ({ ...files.find(({ id }) => id === version.document_id)!, ...version }))
}

export interface DocumentShown extends RoomDocument { versions: number; latest: VersionShown }
export interface FolderShown extends Folder { named: { person_id: number; name: string }[]; documents: DocumentShown[] }
export interface Room { text: UndertakingText; acceptances: Acceptance[]; undertaken: Undertaken; sides: number[]; folders: FolderShown[] }

/** The room as this reader may know it: folders of their side, and those of the other that are for them once the room is open. */
export async function roomOf({ db, now }: Ctx, deal: Deal): Promise<Room> {
  const [text, acceptances, sides, folders] = await Promise.all([
    currentUndertaking(db, now()), acceptancesIn(db, deal.id), roomSides(db, deal.id),
    db.selectFrom('room_folder').selectAll().where('deal_id', '=', deal.id).orderBy('organisation_id').orderBy('position').orderBy('id').execute(),
  ])
  const ids = folders.map(({ id }) => id)
  const [named, documents] = ids.length ? await Promise.all([
    db.selectFrom('room_folder_reader').select(['folder_id', 'person_id', personName('person_id').as('name')]).where('folder_id', 'in', ids).where('ended_at', 'is', null).orderBy('id').execute(),
    db.selectFrom('room_document').selectAll().where('folder_id', 'in', ids).orderBy('id').execute(),
  ]) : [[], []]
  const versions = await versionsOf(db, documents.map(({ id }) => id))
  const shown = (document: RoomDocument): DocumentShown => {
    const own = versions.filter((version) => version.room_document_id === document.id)
    return { ...document, versions: own.length, latest: own[0]! }
  }
  return {
    text, acceptances, sides, undertaken: undertakenBy(deal, acceptances.map(({ organisation_id }) => organisation_id)),
    folders: folders.map((folder) => ({ ...folder, named: named.filter(({ folder_id }) => folder_id === folder.id), documents: documents.filter(({ folder_id }) => folder_id === folder.id).map(shown) })),
  }
}

/** A document of the room with all its versions, for whoever may know it; for everybody else there is none. */
export async function roomDocument(db: Db, deal: number, id: number): Promise<{ document: RoomDocument; folder: Folder; versions: VersionShown[]; withdrawn_by_name: string; handed: boolean }> {
  const document = found(await db.selectFrom('room_document').selectAll().select(personName('withdrawn_by').as('withdrawn_by_name')).where('id', '=', id).where('deal_id', '=', deal).executeTakeFirst())
  const folder = found(await db.selectFrom('room_folder').selectAll().where('id', '=', document.folder_id).executeTakeFirst())
  return { document, folder, versions: await versionsOf(db, [id]), withdrawn_by_name: document.withdrawn_by_name, handed: document.withdrawn_at === null && (await mayHave(db, folder)) }
}

/** Whether this reader may be handed what lies in the folder, and not only know of it. */
export async function mayHave(db: Db, { id, deal_id, organisation_id, readers }: Pick<Folder, 'id' | 'deal_id' | 'organisation_id' | 'readers'>): Promise<boolean> {
  const { rows: [row] } = await sql<{ may: boolean }>`select reader_in_folder(${deal_id}::int, ${organisation_id}::int, ${readers}, ${id}::int) as may`.execute(db)
  return row?.may ?? false
}

/** Those of the other side whom a folder may be opened to by name: its people, and its advisers and its brokers’ people who read the room. */
export async function namable(db: Db, deal: Deal, side: number): Promise<{ person_id: number; name: string }[]> {
  const other = otherSide(deal, side)
  const { rows } = await sql<{ person_id: number; name: string }>`
    select distinct p.id as person_id, p.name from person p where p.id in (
      select m.person_id from membership m where m.organisation_id = ${other}
      union select a.person_id from deal_adviser a where a.deal_id = ${deal.id} and a.organisation_id = ${other} and a.ended_at is null and 'room' = any (a.parts)
      union select b.person_id from deal_mandate m join membership b on b.organisation_id = m.broker_organisation_id
        where m.deal_id = ${deal.id} and m.organisation_id = ${other} and m.ended_at is null and 'room' = any (m.parts) and mandate_holds(m.id, hanoi_day(now()))) order by p.name, p.id limit 200`.execute(db)
  return rows
}

export interface Look { id: number; kind: 'page' | 'file'; at: Date; person_name: string; acted_by_name: string; organisation: { id: number; name_vi: string; name_en: string } | null; room_document_id: number; title: string; version: number | null }
/** Who looked at what of the documents of these sides, and was handed what; the latest first. */
export async function looksAt(db: Db, deal: number, owners: readonly number[], document?: number): Promise<Look[]> {
  if (!owners.length) return []
  return db.selectFrom('room_view as v').innerJoin('room_document as d', 'd.id', 'v.room_document_id').leftJoin('room_version as n', 'n.id', 'v.version_id')
    .select(['v.id', 'v.kind', 'v.at', 'v.room_document_id', 'd.title', 'n.version', personName('v.person_id').as('person_name'), personName('v.acted_by').as('acted_by_name')])
    .select(sql<Look['organisation']>`(select json_build_object('id', o.id, 'name_vi', o.name_vi, 'name_en', o.name_en) from organisation o where o.id = v.organisation_id)`.as('organisation'))
    .where('v.deal_id', '=', deal).where('v.owner_organisation_id', 'in', owners).$if(document !== undefined, (query) => query.where('v.room_document_id', '=', document ?? 0))
    .orderBy('v.id', 'desc').limit(mostLooks).execute()
}

/** Whether this person belongs to one of the sides themselves, and so may give its word. */
export const belongsTo = (actor: Actor, side: number): boolean => actor.memberships.some((m) => m.organisation_id === side)
