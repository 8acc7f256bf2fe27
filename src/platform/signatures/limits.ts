/** What a file that claims to be signed may ask of us. Beyond, it is not judged: nobody's contract needs more. */
export const signatureLimits = {
  /** Of the whole file, in bytes. */
  bytes: 100 * 1024 * 1024,
  /** Signatures and time stamps together. */
  signatures: 20,
  /** One signature with its certificates, in bytes. */
  contents: 256 * 1024,
  /** Certificates in one signature, and links from a signer to a root. */
  certificates: 30,
  chain: 8,
  /** Revisions of the file and objects in it. */
  revisions: 60,
  objects: 200_000,
  /** Brackets within brackets. */
  depth: 60,
  /** What one packed table of the file may unfold to, in bytes. */
  unpacked: 8 * 1024 * 1024,
  /** Streams of packed objects in a file. */
  packedStreams: 2000,
} as const

/** Thrown where the file does not hold to its format, or asks too much. `what` is for the operator's log. */
export class Unreadable extends Error {
  override name = 'Unreadable'
  readonly beyond: boolean
  constructor(what: string, beyond = false) {
    super(what)
    this.beyond = beyond
  }
}
