import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * One program at a time works in a data directory. Each one asking puts down a file named after
 * itself (role, boot, process, the moment that process began) and then looks who else is there: of
 * two at once at least the later sees the other, so both never go on. The names of the dead count
 * for nothing, whatever number another process has since received.
 */
export interface RunLock {
  release(): void
  /** Someone died holding the lock: what they started may still be ending. */
  tookOver: boolean
}
export type Role = 'start' | 'command'
export interface Holder { role: Role; pid: number }

export class InUse extends Error {
  override name = 'InUse'
  readonly holder: Holder
  constructor(holder: Holder, dataDir: string) {
    super(`${dataDir} is in use: ${holder.role === 'start' ? 'the Exchange is already running' : 'a techex command is at work'} as process ${holder.pid}. Stop that one first, or give this one a folder of its own: DATA_DIR=/another/folder.`)
    this.holder = holder
  }
}

const boot = (): string => {
  try { return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8) } catch { return 'boot' }
}

/** When a process began, in ticks since boot; null when it is gone, or dead and only waiting to be counted. */
function startOf(pid: number): string | null {
  try {
    // Field 2 is a name that may hold anything; what follows its last bracket is plain.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ')
    return fields[0] === 'Z' || fields[0] === 'X' ? null : fields[19] ?? null
  } catch {
    return null
  }
}

function isAlive(name: string): Holder | null {
  const [role, bootOf, pid, start] = name.split('.')
  return bootOf === boot() && start !== undefined && startOf(Number(pid)) === start ? { role: role as Role, pid: Number(pid) } : null
}

const folderOf = (dataDir: string): string => join(dataDir, 'running')

/** Who works in this data directory now. */
export function holderOf(dataDir: string): Holder | null {
  let names: string[]
  try { names = readdirSync(folderOf(dataDir)) } catch { return null }
  for (const name of names) { const holder = isAlive(name); if (holder) return holder }
  return null
}

/** The lock is ours when this returns; throws InUse where somebody alive has it. */
export async function takeRunLock(dataDir: string, role: Role): Promise<RunLock> {
  const folder = folderOf(dataDir)
  mkdirSync(folder, { recursive: true })
  const mine = `${role}.${boot()}.${process.pid}.${startOf(process.pid)}`
  let tookOver = false
  for (let attempt = 1; ; attempt++) {
    writeFileSync(join(folder, mine), '')
    let other: Holder | null = null
    for (const name of readdirSync(folder)) {
      if (name === mine) continue
      const holder = isAlive(name)
      if (holder) other = holder
      else { rmSync(join(folder, name), { force: true }); tookOver = true }
    }
    if (!other) return { tookOver, release: () => rmSync(join(folder, mine), { force: true }) }
    rmSync(join(folder, mine), { force: true })
    // Two that asked in the same instant both step back; after waits of different length one comes first.
    if (attempt === 6) throw new InUse(other, dataDir)
    await new Promise((next) => setTimeout(next, 20 + Math.random() * 40 * attempt))
  }
}
