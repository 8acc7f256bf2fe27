import { plainError } from './scrub.ts'

/** Lines for an operator, one JSON object each, in the form the web process writes its own. */
const levels = { trace: 10, debug: 20, info: 30, warn: 40, error: 50, fatal: 60 } as const
export type LogLevel = keyof typeof levels
export type Log = Record<LogLevel, (facts: object, message: string) => void>

export function openLog(least: string, name: string, write: (line: string) => void = (line) => process.stdout.write(line)): Log {
  const from = least === 'silent' ? Infinity : levels[least as LogLevel] ?? levels.info
  const at = (level: LogLevel) => (facts: object, message: string): void => {
    if (levels[level] >= from) write(`${JSON.stringify({ level: levels[level], time: Date.now(), pid: process.pid, name, ...plain(facts), msg: message })}\n`)
  }
  return { trace: at('trace'), debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error'), fatal: at('fatal') }
}

const plain = (facts: object): object => Object.fromEntries(Object.entries(facts).map(([key, value]) =>
  [key, value instanceof Error ? plainError(value) : value]))
