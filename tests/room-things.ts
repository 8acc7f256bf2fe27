import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { Ctx } from '../src/core/context.ts'
import type { Db } from '../src/core/database.ts'
import { recordDecision } from '../src/modules/rooms/decision-commands.ts'
import { proposeMeeting } from '../src/modules/rooms/meeting-commands.ts'
import { ProposePilot, proposePilot } from '../src/modules/rooms/pilot-commands.ts'
import { askQuestion } from '../src/modules/rooms/question-commands.ts'
import { makeFolder, MakeFolder } from '../src/modules/rooms/commands.ts'
import { currentUndertaking } from '../src/modules/rooms/queries.ts'
import { WriteReport, writeReport } from '../src/modules/rooms/report-commands.ts'
import { AcceptUndertaking, acceptUndertaking } from '../src/modules/rooms/undertaking-commands.ts'
import { dayAfter, daysFrom, hanoiDay } from '../src/platform/time.ts'
import { aPdf, multipart } from './readers.ts'

/** The rooms of a deal file: its owner’s side has given the undertaking and has a folder the other side is not yet in. */
export async function someRoom(db: Db, owner: Ctx, deal_id: number) {
  const { version, sha256 } = await currentUndertaking(db, owner.now())
  await acceptUndertaking(owner, AcceptUndertaking.parse({ deal_id, text_version: version, text_sha256: sha256, full_name: owner.actor.name, position: 'Viện trưởng', agreed: 'yes' }))
  const folder = await makeFolder(owner, MakeFolder.parse({ deal_id, request_key: randomUUID(), name: 'Hồ sơ kỹ thuật', readers: 'named' }))
  const question = await askQuestion(owner, { deal_id, request_key: randomUUID(), topic: 'technical', text: 'Nguồn điện tại xưởng là mấy pha?', due_on: dayAfter(hanoiDay(owner.now()), 7) })
  const meeting = await proposeMeeting(owner, { deal_id, request_key: randomUUID(), kind: 'site_visit', agenda: 'Xem mặt bằng đặt máy.', starts_at: daysFrom(new Date(), 3), ends_at: daysFrom(new Date(), 4), place: 'Đan Phượng', link: '' })
  await recordDecision(owner, { deal_id, request_key: randomUUID(), whose: 'ours', text: 'Cử hai kỹ sư theo dõi.', reason: 'Cần đo tại chỗ.', effective_on: hanoiDay(owner.now()), replaces_id: null })
  const pilot = await proposePilot(owner, ProposePilot.parse({ deal_id, request_key: randomUUID(), title: 'Sấy thử 200 kg', place: 'Đan Phượng', starts_on: hanoiDay(owner.now()), ends_on: dayAfter(hanoiDay(owner.now()), 14), cost_bearer: 'shared', measure_1: 'Điện tiêu thụ', target_1: '1,3', direction_1: 'at_most', unit_1: 'kWh/kg' }))
  const today = hanoiDay(owner.now())
  const report = await writeReport(owner, WriteReport.parse({ deal_id, request_key: randomUUID(), object: 'Máy sấy lạnh SL-500', sample: 'Lô rau 03', method: 'TCVN 12828:2019', tester: 'supplier', tester_name: 'Phòng đo của viện', tested_from: dayAfter(today, -3), tested_to: dayAfter(today, -1), place: 'Đan Phượng', quantity_1: 'Điện tiêu thụ', required_1: '≤ 1,3', measured_1: '1,24', unit_1: 'kWh/kg', verdict_1: 'passed', conclusion: 'meets', remarks: '', due_on: dayAfter(today, 14) }))
  return { folder, question, meeting, pilot, report }
}

/** A document put into that folder as a browser would; what it is, and its first version. */
export async function aRoomDocument(app: FastifyInstance, db: Db, headers: Record<string, string>, deal: number, folder: number): Promise<{ document: number; version: number }> {
  const upload = await multipart({ title: 'Bản vẽ lắp đặt' }, { name: 'Bản vẽ.pdf', type: 'application/pdf', content: aPdf })
  const answer = await app.inject({ method: 'POST', url: `/vi/deals/${deal}/room/folders/${folder}/documents`, headers: { ...upload.headers, ...headers }, payload: upload.payload })
  if (answer.statusCode !== 303) throw new Error(`the document was not taken: ${answer.statusCode}`)
  const { id, room_document_id } = await db.selectFrom('room_version').select(['id', 'room_document_id']).where('deal_id', '=', deal).executeTakeFirstOrThrow()
  return { document: room_document_id, version: id }
}
