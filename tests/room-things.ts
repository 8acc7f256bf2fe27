import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { Ctx } from '../src/core/context.ts'
import type { Db } from '../src/core/database.ts'
import { makeFolder, MakeFolder } from '../src/modules/rooms/commands.ts'
import { currentUndertaking } from '../src/modules/rooms/queries.ts'
import { AcceptUndertaking, acceptUndertaking } from '../src/modules/rooms/undertaking-commands.ts'
import { aPdf, multipart } from './readers.ts'

/** The rooms of a deal file: its owner’s side has given the undertaking and has a folder the other side is not yet in. */
export async function someRoom(db: Db, owner: Ctx, deal_id: number) {
  const { version, sha256 } = await currentUndertaking(db, owner.now())
  await acceptUndertaking(owner, AcceptUndertaking.parse({ deal_id, text_version: version, text_sha256: sha256, full_name: owner.actor.name, position: 'Viện trưởng', agreed: 'yes' }))
  const folder = await makeFolder(owner, MakeFolder.parse({ deal_id, request_key: randomUUID(), name: 'Hồ sơ kỹ thuật', readers: 'named' }))
  return { folder }
}

/** A document put into that folder as a browser would; what it is, and its first version. */
export async function aRoomDocument(app: FastifyInstance, db: Db, headers: Record<string, string>, deal: number, folder: number): Promise<{ document: number; version: number }> {
  const upload = await multipart({ title: 'Bản vẽ lắp đặt' }, { name: 'Bản vẽ.pdf', type: 'application/pdf', content: aPdf })
  const answer = await app.inject({ method: 'POST', url: `/vi/deals/${deal}/room/folders/${folder}/documents`, headers: { ...upload.headers, ...headers }, payload: upload.payload })
  if (answer.statusCode !== 303) throw new Error(`the document was not taken: ${answer.statusCode}`)
  const { id, room_document_id } = await db.selectFrom('room_version').select(['id', 'room_document_id']).where('deal_id', '=', deal).executeTakeFirstOrThrow()
  return { document: room_document_id, version: id }
}
