import { execFileSync, spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import S3rver from 's3rver'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { clamdAt, Infected, ScannerAway } from './scanner.ts'
import { openStorage, StorageAway } from './storage.ts'
import { openS3Storage } from './storage-s3.ts'

const folder = mkdtempSync(join(tmpdir(), 'techex-storage-'))
const closing: (() => unknown)[] = []
afterAll(async () => { for (const close of closing) await close(); rmSync(folder, { recursive: true, force: true }) })
const sha = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex')
const arriving = (place: string): string[] => readdirSync(join(place, 'arriving'))

/** A server of a few lines that treats each connection as told. */
async function aServer(treat: (socket: Socket) => void): Promise<string> {
  const server: Server = createServer((socket) => { socket.on('error', () => {}); treat(socket) })
  await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done) })
  closing.push(() => server.close())
  return `127.0.0.1:${(server.address() as { port: number }).port}`
}

describe('Files in a bucket, on a real S3 server', async () => {
  const server = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory: join(folder, 's3'), configureBuckets: [{ name: 'san-cong-nghe', configs: [] }] })
  const { port } = await server.run()
  closing.push(() => server.close())
  const settings = { endpoint: `http://127.0.0.1:${port}`, bucket: 'san-cong-nghe', region: 'us-east-1', accessKey: 'S3RVER', secretKey: 'S3RVER' }
  const local = join(folder, 'local')
  const storage = openS3Storage(local, settings)

  test('what is kept comes back byte for byte, leaves nothing on this machine, and is listed', async () => {
    const content = randomBytes(3_000_000)
    const kept = await storage.keep(Readable.from([content.subarray(0, 1_000_000), content.subarray(1_000_000)]), 5_000_000)
    expect(kept).toEqual({ sha256: sha(content), bytes: content.length })
    expect(await buffer((await storage.open(kept.sha256))!)).toEqual(content)
    expect(arriving(local)).toEqual([])
    const listed: string[] = []
    for await (const { sha256, since } of storage.files()) { listed.push(sha256); expect(Math.abs(Date.now() - since.getTime())).toBeLessThan(60_000) }
    expect(listed).toEqual([kept.sha256])
    await storage.remove(kept.sha256)
    await storage.remove(kept.sha256)
    expect(await storage.open(kept.sha256)).toBeNull()
  })
  test('a file there already is not written again, two at once included', async () => {
    const content = randomBytes(1000)
    await Promise.all([1, 2].map(() => storage.keep(Readable.from([content]), 5000)))
    const puts = vi.spyOn(server.store as { putObject: () => unknown }, 'putObject')
    await storage.keep(Readable.from([content]), 5000)
    expect(puts).not.toHaveBeenCalled()
    await storage.keep(Readable.from([randomBytes(1000)]), 5000)
    expect(puts).toHaveBeenCalledTimes(1)
    puts.mockRestore()
  })
  test('nothing but a SHA-256 is ever asked for', async () => {
    for (const name of ['../../etc/passwd', 'A'.repeat(64), '']) {
      await expect(storage.open(name)).rejects.toThrow(RangeError)
      await expect(storage.remove(name)).rejects.toThrow(RangeError)
    }
  })
  test('wrong keys and a bucket that is not there are failures in words, not missing files', async () => {
    await expect(openS3Storage(local, { ...settings, accessKey: 'x' }).keep(Readable.from([randomBytes(100)]), 200)).rejects.toThrow(StorageAway)
    expect(arriving(local)).toEqual([])
    await expect(openS3Storage(local, { ...settings, bucket: 'khong-co' }).open('a'.repeat(64))).rejects.toThrow(StorageAway)
  })
  test.each([
    ['is not running', async () => '127.0.0.1:1'], ['hangs up', () => aServer((socket) => socket.destroy())], ['never answers', () => aServer(() => {})], ['answers nonsense', () => aServer((socket) => { socket.end('xin chào\r\n\r\n') })],
    ['always has a bad day', () => aServer((socket) => { socket.end('HTTP/1.1 500 Internal Server Error\r\ncontent-length: 0\r\nconnection: close\r\n\r\n') })],
  ])('a server that %s is said to be away in bounded time, and what arrived is discarded', async (_, address) => {
    const away = openS3Storage(local, { ...settings, endpoint: `http://${await address()}` }, { patienceMs: 300 })
    const began = performance.now()
    await expect(away.keep(Readable.from([randomBytes(100_000)]), 200_000)).rejects.toThrow(StorageAway)
    await expect(away.open('a'.repeat(64))).rejects.toThrow(StorageAway)
    expect(performance.now() - began).toBeLessThan(30_000)
    expect(arriving(local)).toEqual([])
  }, 120_000)
  test('a server that comes back in time is not noticed to have been away', async () => {
    let failures = 2
    const through = await aServer((socket) => { if (failures-- > 0) socket.destroy(); else relay(socket, port) })
    const content = randomBytes(2000)
    const { sha256 } = await openS3Storage(local, { ...settings, endpoint: `http://${through}` }).keep(Readable.from([content]), 5000)
    expect(await buffer((await storage.open(sha256))!)).toEqual(content)
  })
})
function relay(socket: Socket, port: number): void {
  void import('node:net').then(({ connect }) => { const other = connect(port, '127.0.0.1'); other.on('error', () => socket.destroy()); socket.pipe(other).pipe(socket) })
}

// Every scanner knows this string, which does no harm; in two parts, so that none takes this test for a threat.
const eicar = Buffer.from(['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR', '-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''))
const realClamd = existsSync('/usr/sbin/clamd')

/** A real clamd with one signature of our own; or, where none is installed, a server true to its protocol. */
async function aClamd(): Promise<string> {
  if (!realClamd) return `tcp://${await aServer((socket) => {
    let all = Buffer.alloc(0)
    socket.on('data', (part: Buffer) => {
      all = Buffer.concat([all, part])
      const content: Buffer[] = []
      for (let at = 'zINSTREAM\0'.length; at + 4 <= all.length;) {
        const length = all.readUInt32BE(at)
        if (length === 0) { socket.end(Buffer.concat(content).includes(eicar) ? 'stream: Techex.Test.Eicar.UNOFFICIAL FOUND\0' : 'stream: OK\0'); return }
        content.push(all.subarray(at + 4, at + 4 + length))
        at += 4 + length
      }
    })
  })}`
  const home = mkdtempSync('/tmp/clamd-')
  closing.push(() => rmSync(home, { recursive: true, force: true }))
  writeFileSync(join(home, 'techex.ndb'), `Techex.Test.Eicar:0:*:${eicar.toString('hex')}\n`)
  writeFileSync(join(home, 'clamd.conf'), [`LocalSocket ${home}/clamd.sock`, `DatabaseDirectory ${home}`, 'Foreground yes', 'LogTime yes', `LogFile ${home}/clamd.log`, `PidFile ${home}/clamd.pid`, 'StreamMaxLength 2M', `User ${userInfo().username}`].join('\n'))
  const clamd = spawn('/usr/sbin/clamd', ['-c', join(home, 'clamd.conf')], { stdio: 'ignore' })
  closing.unshift(() => { clamd.kill('SIGKILL') })
  await vi.waitUntil(() => existsSync(join(home, 'clamd.sock')), { timeout: 60_000, interval: 100 })
  return `unix:${home}/clamd.sock`
}

describe(`The virus scanner (${realClamd ? `real ${execFileSync('/usr/sbin/clamd', ['--version'], { encoding: 'utf8' }).split('/')[0]?.trim()}` : 'no clamd on this machine: a server true to its protocol'})`, async () => {
  const url = await aClamd()
  const place = join(folder, 'scanned')
  const storage = openStorage(place, { scanner: clamdAt(url) })
  const keep = (content: Buffer) => storage.keep(Readable.from([content]), 50_000_000)

  test('lets clean files through, small ones and such as take many chunks', async () => {
    for (const content of [Buffer.from('a'), randomBytes(1_500_000)]) expect(await keep(content)).toEqual({ sha256: sha(content), bytes: content.length })
  })
  test('refuses an infected file by the name of what was found; nothing of it is left', async () => {
    for (const content of [eicar, Buffer.concat([randomBytes(200_000), eicar])]) {
      const error = await keep(content).then(() => null, (reason) => reason)
      expect(error).toBeInstanceOf(Infected)
      expect(error).toMatchObject({ sha256: sha(content), bytes: content.length, signature: 'Techex.Test.Eicar.UNOFFICIAL' })
    }
    expect(arriving(place)).toEqual([])
  })
  test.runIf(realClamd)('a file longer than the scanner takes is not taken for clean', async () => {
    await expect(keep(randomBytes(3_000_000))).rejects.toThrow(ScannerAway)
    expect(arriving(place)).toEqual([])
  })
  const says = (answer: string) => async () => `tcp://${await aServer((socket) => { socket.once('data', () => socket.end(answer)) })}`
  test.each([
    ['is not running', async () => 'tcp://127.0.0.1:1'], ['has no socket there', async () => `unix:${folder}/none.sock`], ['hangs up', async () => `tcp://${await aServer((socket) => socket.destroy())}`],
    ['takes everything and never answers', async () => `tcp://${await aServer((socket) => { socket.resume() })}`], ['reads nothing', async () => `tcp://${await aServer((socket) => { socket.pause() })}`],
    ['answers nothing', says('\0')], ['answers half a sentence', says('stream: O')], ['answers with an error', says('INSTREAM size limit exceeded. ERROR\0')], ['answers of another file', says('other: OK\0')],
    ['answers OK and more', says('stream: OK, perhaps\0')], ['answers like a web server', says('HTTP/1.1 200 OK\r\n\r\nstream: OK')], ['never stops answering', async () => `tcp://${await aServer((socket) => { socket.once('data', () => socket.write('x'.repeat(100_000))) })}`],
  ])('one that %s lets nothing through, in bounded time', async (_, address) => {
    const closed = openStorage(place, { scanner: clamdAt(await address(), 400) })
    const began = performance.now()
    await expect(closed.keep(Readable.from([randomBytes(8_000_000)]), 10_000_000)).rejects.toThrow(ScannerAway)
    expect(performance.now() - began).toBeLessThan(30_000)
    expect(arriving(place)).toEqual([])
  })
})
