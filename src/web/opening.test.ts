import { createServer } from 'node:http'
import { createServer as anyServer } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { openWaitingRoom } from './opening.ts'

const rooms: ReturnType<typeof openWaitingRoom>[] = []
afterEach(async () => { for (const room of rooms.splice(0)) await room.end() })
const freePort = (): Promise<number> => new Promise((tell) => { const server = anyServer().listen(0, '127.0.0.1', () => { const { port } = server.address() as { port: number }; server.close(() => tell(port)) }) })
async function aRoom() {
  const port = await freePort()
  const room = openWaitingRoom({ port, host: '127.0.0.1' })
  rooms.push(room)
  const status = async (): Promise<number> => { try { return (await fetch(`http://127.0.0.1:${port}/vi`)).status } catch { return 0 } }
  const becomes = async (wanted: number): Promise<void> => { for (const late = Date.now() + 15_000; await status() !== wanted;) { if (Date.now() > late) throw new Error(`never ${wanted}`); await new Promise((next) => setTimeout(next, 30)) } }
  return { port, room, status, becomes }
}

test('Who comes while nobody answers is told to try again, and once the process is ready the door is its own.', async () => {
  const { port, room, becomes, status } = await aRoom()
  await becomes(503)
  await room.end()
  expect(await status()).toBe(0)
  const open = createServer((_, answer) => { answer.end('ok') })
  await new Promise<void>((done, fail) => { open.once('error', fail).listen(port, '127.0.0.1', done) })
  room.others(0) // whatever is said later changes nothing
  expect(await status()).toBe(200)
  open.closeAllConnections()
  open.close()
})
test('Nobody is turned away while another process answers; when that ends they are told again.', async () => {
  const { room, becomes, status } = await aRoom()
  room.others(1)
  await new Promise((next) => setTimeout(next, 1_200))
  expect(await status()).toBe(0)
  room.others(0)
  await becomes(503)
  room.others(2)
  await becomes(0)
})
test('A port somebody else has is left to the one who listens after it to tell of.', async () => {
  const { port, room } = await aRoom()
  const other = createServer((_, answer) => { answer.end('other') })
  await new Promise<void>((done) => { other.listen(port, '127.0.0.1', done) })
  await new Promise((next) => setTimeout(next, 1_200))
  await room.end()
  expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe('other')
  other.closeAllConnections()
  other.close()
})
