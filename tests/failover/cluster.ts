import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, chownSync, closeSync, mkdirSync, openSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { type Link, openLink } from './link.ts'
import { owner, type Programs } from './packages.ts'

export const rest = (ms: number): Promise<void> => new Promise((next) => { setTimeout(next, ms) })
/** Ports nobody has, held together so that they differ. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => new Promise<ReturnType<typeof createServer>>((next) => { const server = createServer().listen(0, '127.0.0.1', () => { next(server) }) })))
  const ports = servers.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(servers.map((server) => new Promise((next) => { server.close(next) })))
  return ports
}

export interface Node { name: string; home: string; ports: { etcd: number; peer: number; postgres: number; rest: number }; keeper: Link[]; stream: Link; clients: Link; running: { etcd: ChildProcess | null; patroni: ChildProcess | null } }
interface Member { name: string; role: string; state: string; lag?: number | string }

export interface ClusterWish {
  /** How Patroni speaks with etcd. `etcd3` is the control: with Debian's Patroni 3.0.2 a thawed primary can take the leader's key back. */
  dcs: 'etcd' | 'etcd3'
  /** A commit is acknowledged only once another server has it. Without it commits are lost: the other control. */
  synchronous: boolean
}

/** Three servers of loopback, each with etcd, Patroni and PostgreSQL, and the wires between them in our hand. */
export async function openCluster(folder: string, { env, etcd, python, postgres }: Programs, { dcs, synchronous }: ClusterWish) {
  const as = owner()
  const ports = await freePorts(12)
  const nodes: Node[] = await Promise.all([0, 1, 2].map(async (n) => {
    const home = join(folder, `node-${n + 1}`), [etcdPort, peer, postgresPort, restPort] = ports.slice(n * 4, n * 4 + 4) as [number, number, number, number]
    mkdirSync(home, { recursive: true, mode: 0o700 })
    if (as) chownSync(home, as.uid, as.gid)
    return { name: `n${n + 1}`, home, ports: { etcd: etcdPort, peer, postgres: postgresPort, rest: restPort }, keeper: [], stream: await openLink(postgresPort), clients: await openLink(postgresPort), running: { etcd: null, patroni: null } }
  }))
  for (const node of nodes) for (const other of nodes) node.keeper.push(await openLink(other.ports.etcd))
  if (as) chmodSync(folder, 0o755)

  const start = (node: Node, what: 'etcd' | 'patroni', command: string, args: readonly string[]): void => {
    const out = openSync(join(node.home, `${what}.log`), 'a')
    const child = spawn(command, args, { cwd: node.home, env, stdio: ['ignore', out, out], ...as })
    closeSync(out)
    child.on('exit', () => { if (node.running[what] === child) node.running[what] = null })
    child.on('error', (error) => { console.error(`${what} of ${node.name}: ${error.message}`) })
    node.running[what] = child
  }
  function startEtcd(node: Node): void {
    const { etcd: client, peer } = node.ports
    start(node, 'etcd', etcd, ['--name', node.name, '--data-dir', join(node.home, 'etcd'), '--listen-client-urls', `http://127.0.0.1:${client}`, '--advertise-client-urls', `http://127.0.0.1:${client}`, '--listen-peer-urls', `http://127.0.0.1:${peer}`, '--initial-advertise-peer-urls', `http://127.0.0.1:${peer}`,
      '--initial-cluster', nodes.map(({ name, ports: { peer: at } }) => `${name}=http://127.0.0.1:${at}`).join(), '--initial-cluster-state', 'new', '--initial-cluster-token', 'failover', '--heartbeat-interval', '300', '--election-timeout', '3000', '--enable-v2=true'])
  }
  /** Patroni's interface to etcd 3 ends itself where the keepers have not agreed on their version yet. */
  async function agreed(node: Node): Promise<void> {
    for (const late = Date.now() + 60_000; ;) {
      const said = await fetch(`http://127.0.0.1:${node.ports.etcd}/version`, { signal: AbortSignal.timeout(1_000) }).then((answer) => answer.json() as Promise<{ etcdcluster?: string }>).catch(() => null)
      if (said?.etcdcluster && said.etcdcluster !== 'not_decided') return
      if (Date.now() > late) throw new Error(`the keepers do not agree: ${JSON.stringify(said)}`)
      await rest(200)
    }
  }
  function startPatroni(node: Node): void {
    const { postgres: port, rest: api } = node.ports
    const settings = {
      scope: 'lots', name: node.name, restapi: { listen: `127.0.0.1:${api}`, connect_address: `127.0.0.1:${api}` },
      [dcs]: { hosts: node.keeper.map((link) => `127.0.0.1:${link.port}`), use_proxies: true },
      bootstrap: {
        dcs: { ttl: 20, loop_wait: 4, retry_timeout: 8, maximum_lag_on_failover: synchronous ? 0 : 100_000_000, synchronous_mode: synchronous, synchronous_mode_strict: synchronous, postgresql: { use_pg_rewind: true, use_slots: true, parameters: { wal_log_hints: 'on', max_connections: 60, wal_keep_size: '256MB', synchronous_commit: 'on', fsync: 'on', shared_buffers: '64MB' } } },
        initdb: ['data-checksums', { encoding: 'UTF8' }, { locale: 'C.UTF-8' }],
      },
      postgresql: {
        listen: `127.0.0.1:${port}`, connect_address: `127.0.0.1:${node.stream.port}`, data_dir: join(node.home, 'data'), bin_dir: postgres, pgpass: join(node.home, 'pgpass'), use_unix_socket: true,
        authentication: { superuser: { username: 'techex', password: 'loopback' }, replication: { username: 'copier', password: 'loopback' }, rewind: { username: 'techex', password: 'loopback' } },
        pg_hba: ['local all all trust', 'host all all 127.0.0.1/32 trust', 'host replication all 127.0.0.1/32 trust'], parameters: { unix_socket_directories: node.home },
      },
    }
    const file = join(node.home, 'patroni.yml')
    writeFileSync(file, JSON.stringify(settings, null, 1)) // JSON is YAML.
    if (as) chownSync(file, as.uid, as.gid)
    start(node, 'patroni', python, ['-m', 'patroni', file])
  }

  const asked = async (node: Node, path: string): Promise<Response | null> => fetch(`http://127.0.0.1:${node.ports.rest}${path}`, { signal: AbortSignal.timeout(1_000) }).catch(() => null)
  /** PostgreSQL works in its data's folder, and so does every process of it. */
  const serversOf = ({ home }: Node): number[] => readdirSync('/proc').filter((name) => /^\d+$/.test(name)).filter((pid) => { try { return readlinkSync(`/proc/${pid}/cwd`) === join(home, 'data') } catch { return false } }).map(Number)
  const tell = (pids: readonly (number | undefined)[], signal: NodeJS.Signals): void => { for (const pid of pids) try { if (pid) process.kill(pid, signal) } catch { /* it is gone already */ } }

  // Whoever wants the primary comes here, as to a balancer that asks each Patroni: two may say that they are, for a while.
  const door = await openLink(null)
  const primaries: { list: Node[] } = { list: [] }
  let over = false
  const silent = new Map<Node, number>()
  const watching = (async () => {
    while (!over) {
      const say = await Promise.all(nodes.map(async (node) => (await asked(node, '/primary'))?.status === 200))
      for (const [n, node] of nodes.entries()) {
        silent.set(node, say[n] ? 0 : (silent.get(node) ?? 0) + 1)
        if (silent.get(node) === 2) node.clients.cut()
      }
      primaries.list = nodes.filter((_, n) => say[n])
      // The one that said so last: a thawed primary gets a chance to be believed.
      door.target = primaries.list.at(-1)?.clients.port ?? null
      await rest(300)
    }
  })()

  const members = async (): Promise<Member[]> => {
    for (const node of nodes) { const said = await asked(node, '/cluster'); if (said?.ok) return ((await said.json()) as { members: Member[] }).members }
    return []
  }
  for (const node of nodes) startEtcd(node)
  for (const node of nodes) { await agreed(node); startPatroni(node) }
  return {
    nodes, door, members,
    primary: (): Node | null => primaries.list.at(-1) ?? null,
    /** All three run, one leads, and another has everything it has (which Patroni 3.0.2 often cannot write down in etcd 3). Throws after that time. */
    async whole(withinMs = 150_000): Promise<void> {
      const late = Date.now() + withinMs
      for (;;) {
        const now = await members()
        const fine = now.length === 3 && now.filter(({ role }) => role === 'leader').length === 1 && now.every(({ state }) => state === 'running' || state === 'streaming') && (!synchronous || dcs === 'etcd3' || now.some(({ role }) => role === 'sync_standby'))
        if (fine && primaries.list.length === 1) return
        if (Date.now() > late) throw new Error(`the cluster is not whole: ${JSON.stringify(now)}`)
        await rest(500)
      }
    },
    killPostgres(node: Node): void { tell(serversOf(node), 'SIGKILL') },
    /** A machine that dies takes with it what it had not sent yet. */
    killNode(node: Node): void { node.stream.cut(); tell([node.running.patroni?.pid, node.running.etcd?.pid, ...serversOf(node)], 'SIGKILL') },
    async startNode(node: Node): Promise<void> {
      while (node.running.patroni || node.running.etcd) await rest(50)
      startEtcd(node)
      await agreed(node)
      startPatroni(node)
    },
    freeze(node: Node): void { tell([node.running.patroni?.pid, ...serversOf(node)], 'SIGSTOP') },
    thaw(node: Node): void { tell([...serversOf(node), node.running.patroni?.pid], 'SIGCONT') },
    async close(): Promise<void> {
      over = true
      await watching
      for (const node of nodes) { this.thaw(node); this.killNode(node) }
      door.close()
      for (const { keeper, stream, clients } of nodes) for (const link of [...keeper, stream, clients]) link.close()
    },
  }
}
export type Cluster = Awaited<ReturnType<typeof openCluster>>
