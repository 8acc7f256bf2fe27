import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Programs { etcd: string; python: string; postgres: string; env: Record<string, string> }

function run(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 64 << 20 })
  if (status !== 0) throw new Error(`${command} ${args.slice(0, 3).join(' ')} failed: ${stderr || String(error)}`)
  return stdout
}

/**
 * Debian's own Patroni, etcd and PostgreSQL 15, with whatever of theirs is missing on this machine, fetched
 * by apt and unpacked into that folder. Nothing is installed, and no service starts.
 */
export function unpack(folder: string): Programs {
  const root = join(folder, 'root'), packages = join(folder, 'packages')
  if (!existsSync('/usr/bin/python3')) throw new Error('Debian’s python3 is needed: apt-get install python3')
  if (!existsSync(join(root, 'unpacked'))) {
    mkdirSync(packages, { recursive: true })
    mkdirSync(root, { recursive: true })
    const plan = run('apt-get', ['--simulate', 'install', '--no-install-recommends', 'patroni', 'etcd-server', 'postgresql-15'], folder)
    const names = [...plan.matchAll(/^Inst (\S+)/gm)].map(([, name]) => name!)
    if (names.length) run('apt-get', ['download', ...names], packages)
    for (const name of readdirSync(packages).filter((one) => one.endsWith('.deb'))) run('dpkg-deb', ['--extract', join(packages, name), root], folder)
    run('touch', [join(root, 'unpacked')], folder)
  }
  const first = (...places: string[]): string => places.find((place) => existsSync(place)) ?? places.at(-1)!
  const libraries = join(root, 'usr/lib', `${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`)
  return {
    etcd: first(join(root, 'usr/bin/etcd'), '/usr/bin/etcd'), python: '/usr/bin/python3', postgres: first(join(root, 'usr/lib/postgresql/15/bin'), '/usr/lib/postgresql/15/bin'),
    env: { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8', LD_LIBRARY_PATH: libraries, PYTHONPATH: join(root, 'usr/lib/python3/dist-packages'), PYTHONDONTWRITEBYTECODE: '1' },
  }
}

/** PostgreSQL refuses to run as root: then an unprivileged user of the system runs all of it. */
export function owner(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null
  const user = readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':')).find(([name]) => name === 'nobody')
  if (!user) throw new Error('Started as root, and this system has no user named nobody.')
  return { uid: Number(user[2]), gid: Number(user[3]) }
}
