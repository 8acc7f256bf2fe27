/** What a rule says when the answer is no: a code, and the facts that help the reader. */
export interface Refusal {
  code: string
  /** The form field the refusal belongs beside, when there is one. */
  field?: string
}

/** Thrown by a command when the rules say no. Nothing was changed; the reader is told why. */
export class Refused extends Error {
  override name = 'Refused'
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.code)
    this.refusal = refusal
  }
}

export function refuse<R extends Refusal>(refusal: R): never {
  throw new Refused(refusal)
}

/** One sentence for every refusal of R: a missing one is a compile error. */
export type Messages<R extends Refusal> = { [C in R['code']]: (refusal: Extract<R, { code: C }>) => string }

/** Said of what does not exist and, in the same words, of what this reader may not know exists. */
export type NotFound = { code: 'not_found' }
export const notFound = (): never => refuse<NotFound>({ code: 'not_found' })
export const found = <T>(row: T | undefined): T => row ?? notFound()
