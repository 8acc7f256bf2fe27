import { WrongSetting } from './config.ts'
import { InUse } from './run-lock.ts'

/** The end of a program, with a sentence for whoever started it. */
export class Ending extends Error {
  override name = 'Ending'
  readonly exitCode: number
  constructor(message: string, exitCode: number) {
    super(message)
    this.exitCode = exitCode
  }
}

/** What to say at the end, and the code to leave with: 2 a setting, 3 already running, 4 the port, 1 anything else. */
export function endingOf(error: unknown): { exitCode: number; sentence: string } {
  if (!(error instanceof Error)) return { exitCode: 1, sentence: String(error) }
  const { message } = error
  const { code = '' } = error as NodeJS.ErrnoException
  if (error instanceof WrongSetting) return { exitCode: 2, sentence: message }
  if (error instanceof InUse) return { exitCode: 3, sentence: message }
  if (error instanceof Ending) return { exitCode: error.exitCode, sentence: message }
  if (/^(EACCES|EPERM|EROFS|ENOTDIR)$/.test(code)) return { exitCode: 2, sentence: `A file cannot be written: ${message}. Start as the user that owns the data directory, or choose another: DATA_DIR=/a/folder.` }
  if (/^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|28...|3D000)$/.test(code)) return { exitCode: 1, sentence: `The database of DATABASE_URL cannot be used: ${message}. Check that it runs, and its address, name and password.` }
  return { exitCode: 1, sentence: `The Exchange could not be started: ${message}` }
}

export interface Undoing {
  /** Remembers how to take down what was just put up. */
  later(step: () => unknown): void
  /** Takes everything down, the last first, and leaves. Asked twice, it is done once. */
  end(exitCode: number, sentence?: string): Promise<never>
  /** Ends because of what was thrown. */
  fail(error: unknown): Promise<never>
  isEnding(): boolean
}

export function openUndoing(): Undoing {
  const steps: (() => unknown)[] = []
  let ending: Promise<never> | null = null
  const complain = (sentence: string): void => { process.stderr.write(`${sentence}\n`) }
  const undo = async (exitCode: number): Promise<never> => {
    for (const step of steps.toReversed()) {
      try { await step() } catch (error) { complain(endingOf(error).sentence) }
    }
    return process.exit(exitCode)
  }
  const end = (exitCode: number, sentence?: string): Promise<never> => {
    if (sentence && !ending) complain(sentence)
    return ending ??= undo(exitCode)
  }
  return {
    later: (step) => { steps.push(step) },
    end,
    fail: (error) => { const { exitCode, sentence } = endingOf(error); return end(exitCode, sentence) },
    isEnding: () => ending !== null,
  }
}
