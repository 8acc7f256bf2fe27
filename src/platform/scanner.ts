import { createReadStream } from 'node:fs'
import { connect, type Socket } from 'node:net'

/** Looks at a file: null where nothing was found, otherwise the name of what was. Throws ScannerAway where it cannot say. */
export type Scanner = (path: string) => Promise<string | null>

/** The scanner is away, too slow, or answered something that is no verdict. Nobody may take the file for clean. */
export class ScannerAway extends Error {
  override name = 'ScannerAway'
}

/** Thrown while a file arrives that the scanner knows. Nothing of it is left. */
export class Infected extends Error {
  override name = 'Infected'
  readonly sha256: string
  readonly bytes: number
  readonly signature: string
  constructor(sha256: string, bytes: number, signature: string) {
    super(`infected: ${signature}`)
    this.sha256 = sha256
    this.bytes = bytes
    this.signature = signature
  }
}

const longestAnswer = 1024

/**
 * The scanner of a clamd at tcp://host:port or unix:/path, spoken to by its INSTREAM command: the
 * file in chunks that each say their length, an empty one at the end, and one answer. Written here
 * because the packages for it take an empty or cut answer for "not infected".
 */
export function clamdAt(url: string, timeoutMs = 30_000): Scanner {
  const open = (): Socket => {
    if (url.startsWith('unix:')) return connect(url.slice('unix:'.length))
    const { hostname, port } = new URL(url)
    return connect(Number(port || 3310), hostname.replace(/^\[|\]$/g, ''))
  }
  return async (path) => {
    const socket = open()
    const file = createReadStream(path, { highWaterMark: 64 * 1024 })
    const timer = setTimeout(() => socket.destroy(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs)
    const answer = answerOf(socket)
    try {
      await Promise.race([answer, sendInChunks(socket, file)]) // an answer may come before the end: too long, or shutting down
      return verdictOf(await answer)
    } catch (error) {
      if (error instanceof ScannerAway) throw error
      throw new ScannerAway('the scanner did not answer', { cause: error })
    } finally {
      clearTimeout(timer)
      answer.catch(() => {})
      file.destroy()
      socket.destroy()
    }
  }
}

async function sendInChunks(socket: Socket, file: AsyncIterable<Buffer>): Promise<void> {
  const write = (data: Buffer | string): Promise<void> => new Promise((done, fail) => { socket.write(data, (error) => (error ? fail(error) : done())) })
  await write('zINSTREAM\0')
  for await (const chunk of file) {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(chunk.length)
    await write(Buffer.concat([length, chunk]))
  }
  await write(Buffer.alloc(4))
}

/** All the scanner says, up to the NUL that ends it. */
function answerOf(socket: Socket): Promise<string> {
  return new Promise((done, fail) => {
    let text = ''
    socket.setEncoding('utf8')
    socket.on('data', (part: string) => {
      text += part
      const end = text.indexOf('\0')
      if (end >= 0) done(text.slice(0, end))
      else if (text.length > longestAnswer) fail(new ScannerAway('the scanner answered at length'))
    })
    socket.on('error', fail)
    socket.on('close', () => fail(new ScannerAway('the scanner went away')))
  })
}

/** Only these two sentences are verdicts. */
function verdictOf(answer: string): string | null {
  if (answer === 'stream: OK') return null
  const found = /^stream: (\S.{0,200}) FOUND$/.exec(answer)?.[1]
  if (found) return found
  throw new ScannerAway(`the scanner answered: ${answer.slice(0, 100)}`)
}
