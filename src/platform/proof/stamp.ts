import * as asn1js from 'asn1js'
import { createHash, randomBytes } from 'node:crypto'
import { request as overHttp } from 'node:http'
import { request as overHttps } from 'node:https'
import { isIP } from 'node:net'
import { AlgorithmIdentifier, MessageImprint, TimeStampReq, TSTInfo } from 'pkijs'
import type { Certified } from '../signatures/certificates.ts'
import { judgeDocumentStamp } from '../signatures/cms.ts'
import { derChildren, strictDer } from '../signatures/der.ts'

/** Time stamps by a third party (RFC 3161): that these bytes were there at that time is then not only the Exchange's word. */
export const stampLimits = { bytes: 65_536, milliseconds: 10_000 } as const
const sha256Oid = '2.16.840.1.101.3.4.2.1'

/** The authority did not stamp: away, too slow, or it answered what is no stamp of ours. */
export class NotStamped extends Error {
  override name = 'NotStamped'
}

/** A request for a stamp of these bytes, with a number that only its answer repeats. */
export function stampRequest(over: Uint8Array, nonce: Buffer = randomBytes(8)): { der: Buffer; nonce: Buffer } {
  nonce[0] = (nonce[0]! & 0x7f) | 1 // a whole number above nought, written in as few bytes as there are
  const der = new TimeStampReq({
    version: 1, certReq: true, nonce: new asn1js.Integer({ valueHex: new Uint8Array(nonce).buffer }),
    messageImprint: new MessageImprint({ hashAlgorithm: new AlgorithmIdentifier({ algorithmId: sha256Oid, algorithmParams: new asn1js.Null() }), hashedMessage: new asn1js.OctetString({ valueHex: new Uint8Array(createHash('sha256').update(over).digest()).buffer }) }),
  }).toSchema().toBER()
  return { der: Buffer.from(der), nonce }
}

/** The token in an authority's answer, as it came: granted, of these bytes, and in answer to this request. Throws NotStamped. */
export function tokenIn(answer: Buffer, over: Uint8Array, nonce: Buffer | null): Buffer {
  try {
    strictDer(answer)
    const [status, token] = derChildren(answer)
    const granted = status && derChildren(status)[0]
    if (!granted || granted[0] !== 2 || granted.length !== 3 || granted[2]! > 1 || !token) throw new NotStamped('the authority refused')
    const told = stampIn(token)
    if (nonce && !told.nonce?.equals(nonce)) throw new NotStamped('the answer is to another request')
    if (!holds(token, over)) throw new NotStamped('the token is of something else')
    return Buffer.from(token)
  } catch (error) {
    throw error instanceof NotStamped ? error : new NotStamped(`the answer is no stamp (${error instanceof Error ? error.message : 'unreadable'})`)
  }
}
/** What a token says: when, and in answer to what. */
function stampIn(token: Buffer): { at: Date; nonce: Buffer | null } {
  const signed = derChildren(derChildren(token)[1]!)[0]!
  const inside = derChildren(derChildren(signed)[2]!)[1]!
  const { genTime, nonce } = new TSTInfo({ schema: asn1js.fromBER(derChildren(inside)[0]!.subarray(headOf(derChildren(inside)[0]!))).result })
  return { at: genTime, nonce: nonce ? Buffer.from(nonce.valueBlock.valueHexView) : null }
}
const headOf = (value: Buffer): number => (value[1]! < 128 ? 2 : 2 + (value[1]! & 127))
const judged = (token: Buffer, over: Uint8Array, roots: readonly Certified[], now: Date) => judgeDocumentStamp(token, (algorithm) => createHash(algorithm).update(over).digest(), { roots, now })
const holds = (token: Buffer, over: Uint8Array): boolean => !judged(token, over, [], new Date(8.64e15)).checks.some(({ outcome }) => outcome === 'fail')
/** When these bytes were stamped, and whether a root we trust vouches for it; null where the token does not hold. */
export function judgeToken(token: Buffer, over: Uint8Array, roots: readonly Certified[], now: Date): { at: Date; proven: boolean } | null {
  const verdict = judged(token, over, roots, now)
  return verdict.checks.some(({ outcome }) => outcome === 'fail') ? null : { at: verdict.proven_at ?? stampIn(token).at, proven: verdict.proven_at !== null }
}

/** Asks that address of the authority's host for a stamp. Follows nothing, hears no more than a token needs, and waits ten seconds. */
export async function askStamp(url: string, address: string, over: Uint8Array): Promise<Buffer> {
  const { der, nonce } = stampRequest(over)
  const family = isIP(address)
  const answer = await new Promise<Buffer>((done, fail) => {
    const ask = (new URL(url).protocol === 'https:' ? overHttps : overHttp)(url, {
      method: 'POST', agent: false, signal: AbortSignal.timeout(stampLimits.milliseconds), headers: { 'content-type': 'application/timestamp-query', 'content-length': String(der.length) },
      lookup: (_host, { all }, found) => { if (all) (found as unknown as (error: null, addresses: { address: string; family: number }[]) => void)(null, [{ address, family }]); else found(null, address, family) },
    }, (reply) => {
      if (reply.statusCode !== 200) { fail(new NotStamped(`it answered ${reply.statusCode}`)); ask.destroy(); return }
      const parts: Buffer[] = []
      let heard = 0
      reply.on('data', (part: Buffer) => { heard += part.length; if (heard > stampLimits.bytes) { fail(new NotStamped('its answer has no end')); ask.destroy() } else parts.push(part) })
        .on('end', () => done(Buffer.concat(parts))).on('error', fail)
    })
    ask.on('error', fail).end(der)
  }).catch((error: unknown) => { throw error instanceof NotStamped ? error : new NotStamped(error instanceof Error ? error.message || error.name : 'away') })
  return tokenIn(answer, over, nonce)
}
