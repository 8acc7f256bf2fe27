import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { get } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The whole Exchange as a user starts it, in a folder of its own. */
export interface Running {
  child: ChildProcess
  base: string
  dataDir: string
  output: () => string
  exited: Promise<number | null>
}

export function ensureBuilt(): void {
  if (!existsSync('dist/start.mjs')) execFileSync(process.execPath, ['build.ts'], { stdio: 'inherit' })
}

export function aDataDir(): string {
  const folder = mkdtempSync(join(tmpdir(), 'techex-run-'))
  chmodSync(folder, 0o755)
  return folder
}

export const freePort = (): Promise<number> => new Promise((tell) => {
  const server = createServer()
  server.listen(0, '127.0.0.1', () => { const { port } = server.address() as { port: number }; server.close(() => tell(port)) })
})

export function startExchange(dataDir: string, port: number, env: NodeJS.ProcessEnv = {}): Running {
  const { DATABASE_URL: _, SECRET: __, ...inherited } = process.env
  const child = spawn(process.execPath, ['dist/start.mjs'], {
    env: { ...inherited, DATA_DIR: dataDir, PORT: String(port), DEMONSTRATION: 'no', LOG_LEVEL: 'error', TRUST_PROXY: 'yes', ...env }, stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => { output += chunk.toString() })
  return { child, base: `http://127.0.0.1:${port}`, dataDir, output: () => output, exited: new Promise((tell) => child.once('close', tell)) }
}

/** Waits until `holds`, asking often; after `seconds` it fails with the sentence. */
export async function until(holds: () => Promise<boolean> | boolean, sentence: () => string, seconds = 30): Promise<void> {
  for (const late = Date.now() + seconds * 1000; ;) {
    if (await holds()) return
    if (Date.now() > late) throw new Error(sentence())
    await new Promise((next) => setTimeout(next, 50))
  }
}

/** A page is served, and the database behind it answers. */
export const answers = async (base: string): Promise<boolean> => {
  try {
    const pages = await Promise.all(['/vi/sign-up', '/health'].map((path) => fetch(base + path, { signal: AbortSignal.timeout(2_000) })))
    return pages.every(({ status }) => status === 200)
  } catch { return false }
}
export const untilOpen = (running: Running): Promise<void> => until(() => answers(running.base), () => `no page at ${running.base}:\n${running.output()}`)

interface Process { pid: number; parent: number; command: string }
function processes(): Process[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ')
      return stat[0] === 'Z' ? [] : [{ pid: Number(name), parent: Number(stat[1]), command: readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() }]
    } catch { return [] }
  })
}

export type Part = 'postmaster' | 'backend' | 'web' | 'worker' | 'start'
/** The process ids of one part of a running Exchange. */
export function pidsOf(part: Part, { child, dataDir }: Running): number[] {
  if (part === 'start') return [child.pid as number]
  const all = processes()
  if (part === 'web' || part === 'worker') return all.filter(({ parent, command }) => parent === child.pid && command.includes(part === 'web' ? 'server.mjs' : 'worker.mjs')).map(({ pid }) => pid)
  const postmaster = all.find(({ command }) => command.includes(`-D ${dataDir}/`))
  if (!postmaster) return []
  return part === 'postmaster' ? [postmaster.pid] : all.filter(({ parent, command }) => parent === postmaster.pid && command.startsWith('postgres: techex techex')).map(({ pid }) => pid)
}

/** The web processes that say in the log (LOG_LEVEL=info) that they listen. */
export const answeringOf = (running: Running): number[] => {
  const said = running.output().split('\n').filter((line) => line.includes('Server listening')).map((line) => (JSON.parse(line) as { pid: number }).pid)
  return pidsOf('web', running).filter((pid) => said.includes(pid))
}

/** The status of a page, asked for on a connection of its own by somebody at this address; 0 where the connection was lost. */
export const statusOf = (url: string, address: string): Promise<number> => new Promise((tell) => {
  get(url, { agent: false, headers: { 'x-forwarded-for': address }, timeout: 10_000 }, (answer) => { answer.resume().on('end', () => tell(answer.statusCode ?? 0)).on('error', () => tell(0)) })
    .on('error', () => tell(0)).on('timeout', function timedOut(this: { destroy(): void }) { this.destroy() })
})

/** Everything that still runs for this data directory: the server by its folder, ours by their settings. */
export function leftFor(dataDir: string): string[] {
  return processes().filter(({ pid, command }) => {
    if (command.includes(`-D ${dataDir}/`)) return true
    try { return pid !== process.pid && readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`DATA_DIR=${dataDir}`) } catch { return false }
  }).map(({ pid, command }) => `${pid} ${command}`)
}

export function kill(pid: number, signal: NodeJS.Signals = 'SIGKILL'): void {
  try { process.kill(pid, signal) } catch { /* gone already */ }
}
