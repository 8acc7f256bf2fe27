import { constants, createHash, verify } from 'node:crypto'
import * as asn1js from 'asn1js'
import { type Attribute, ContentInfo, RSASSAPSSParams, SignedData, type SignerInfo, TSTInfo } from 'pkijs'
import { type Certified, chainTo, commonName, isValidAt, keyOf, maySignDocuments, mayStampTime, readCertificate } from './certificates.ts'
import { derChildren, strictDer } from './der.ts'
import { signatureLimits, Unreadable } from './limits.ts'
import type { Check, CheckName, Outcome, Reason } from './verdict.ts'

/** One CMS signature (RFC 5652) as PDF signatures use it: judged, with what it says of its signer and its time. */
export interface Judged { checks: Check[]; signer: Certified | null; claimed_at: Date | null; proven_at: Date | null }
export interface Trust { roots: readonly Certified[]; now: Date }
/** What is signed: the hash of it by any of the known ways. */
export type DigestOf = (algorithm: string) => Buffer

const oid = {
  data: '1.2.840.113549.1.7.1', signedData: '1.2.840.113549.1.7.2', contentType: '1.2.840.113549.1.9.3', messageDigest: '1.2.840.113549.1.9.4', signingTime: '1.2.840.113549.1.9.5',
  signingCertificate: '1.2.840.113549.1.9.16.2.12', signingCertificateV2: '1.2.840.113549.1.9.16.2.47', timeStampToken: '1.2.840.113549.1.9.16.2.14', tstInfo: '1.2.840.113549.1.9.16.1.4',
  rsa: '1.2.840.113549.1.1.1', pss: '1.2.840.113549.1.1.10',
} as const
const digests: Record<string, string> = { '2.16.840.1.101.3.4.2.1': 'sha256', '2.16.840.1.101.3.4.2.2': 'sha384', '2.16.840.1.101.3.4.2.3': 'sha512' }
const weak: Record<string, string> = { '1.3.14.3.2.26': 'SHA-1', '1.2.840.113549.2.5': 'MD5', '1.2.840.113549.2.2': 'MD2', '1.2.840.113549.1.1.5': 'SHA-1', '1.2.840.113549.1.1.4': 'MD5', '1.2.840.10045.4.1': 'SHA-1' }
/** Signature algorithms that name their hash; the plain RSA one leaves it to the digest. */
const signatureHash: Record<string, string> = { '1.2.840.113549.1.1.11': 'sha256', '1.2.840.113549.1.1.12': 'sha384', '1.2.840.113549.1.1.13': 'sha512', '1.2.840.10045.4.3.2': 'sha256', '1.2.840.10045.4.3.3': 'sha384', '1.2.840.10045.4.3.4': 'sha512' }

interface Opened { signed: SignedData; signer: SignerInfo; pool: Certified[]; own: Certified | null; content: Buffer | null; contentType: string }
function openSigned(der: Buffer): Opened | 'several_signers' {
  strictDer(der)
  const read = asn1js.fromBER(der)
  if (read.offset !== der.length || read.result.error) throw new Unreadable('no DER')
  const info = new ContentInfo({ schema: read.result })
  if (info.contentType !== oid.signedData) throw new Unreadable('no signed data')
  const signed = new SignedData({ schema: info.content })
  if (signed.signerInfos.length !== 1) return 'several_signers'
  const signer = signed.signerInfos[0]!
  const parts = derChildren(derChildren(derChildren(der)[1]!)[0]!)
  // As they stand in the file: written anew by the library, a changed one might come out whole.
  const given = parts.filter((one) => one[0] === 0xa0).flatMap(derChildren).filter((one) => one[0] === 0x30)
  if (given.length > signatureLimits.certificates) throw new Unreadable('too many certificates', true)
  // What a reader could skip is looked at as well: one signature has one way to be written.
  const version = sidIsKey(signer) ? 3 : 1
  const { eContent, eContentType } = signed.encapContentInfo
  if (signer.version !== version || signed.version !== (version === 3 || eContentType !== oid.data ? 3 : 1)) throw new Unreadable('versions that contradict the rest')
  const named = signed.digestAlgorithms
  if (named.length !== 1 || named[0]!.algorithmId !== signer.digestAlgorithm.algorithmId) throw new Unreadable('another digest named than used')
  for (const { algorithmParams } of [...named, signer.digestAlgorithm]) if (algorithmParams !== undefined && !(algorithmParams instanceof asn1js.Null)) throw new Unreadable('a digest with parameters')
  const pool = given.map(readCertificate)
  return { signed, signer, pool, own: pool.find((one) => names(derChildren(derChildren(parts.at(-1)!)[0]!)[1]!, one)) ?? null, content: eContent ? Buffer.from(eContent.getValue()) : null, contentType: eContentType }
}

const sidIsKey = ({ sid }: SignerInfo): boolean => sid instanceof asn1js.Primitive || sid instanceof asn1js.OctetString
/** Whether that is the certificate meant: by issuer and number, letter for letter, or by its key. */
function names(sid: Buffer, { raw, words }: Certified): boolean {
  if (sid[0] === 0x80) {
    const key = words.extensions?.find(({ extnID }) => extnID === '2.5.29.14')?.parsedValue as asn1js.OctetString | undefined
    return key !== undefined && Buffer.from(key.valueBlock.valueHexView).equals(sid.subarray(sid.length - key.valueBlock.valueHexView.length)) && sid.length === key.valueBlock.valueHexView.length + 2
  }
  const body = derChildren(derChildren(raw)[0]!)
  const from = body[0]![0] === 0xa0 ? 1 : 0 // the version, where it is said
  const [issuer, serial] = derChildren(sid)
  return issuer?.equals(body[from + 2]!) === true && serial?.equals(body[from]!) === true
}

/** The one value of an attribute that is there once; null where it is not there, or not so. */
function attributeOf(attributes: readonly Attribute[] | undefined, type: string): asn1js.BaseBlock | null {
  const found = (attributes ?? []).filter((one) => one.type === type)
  return found.length === 1 && found[0]!.values.length === 1 ? (found[0]!.values[0] as asn1js.BaseBlock) : null
}

class Checks {
  readonly list: Check[] = []
  say(name: CheckName, outcome: Outcome, reason: Reason): void { this.list.push({ name, outcome, reason }) }
}

/** Judges the signature of a document whose bytes stand beside it. `strict`: as PAdES wants it, not as older programs wrote it. */
export function judgeSignature(der: Buffer, digestOf: DigestOf, trust: Trust, { strict, claimed }: { strict: boolean; claimed: Date | null }): Judged {
  const checks = new Checks()
  const opened = openSigned(der)
  if (opened === 'several_signers') {
    checks.say('contents', 'fail', { code: 'several_signers' })
    return { checks: checks.list, signer: null, claimed_at: claimed, proven_at: null }
  }
  if (opened.content || opened.contentType !== oid.data) checks.say('contents', 'fail', { code: 'content_inside' })
  else checks.say('contents', 'pass', { code: 'contents_sound' })
  judgeArithmetic(checks, opened, digestOf, oid.data, strict ? 'strict' : 'older')

  const said = attributeOf(opened.signer.signedAttrs?.attributes, oid.signingTime)
  const claimed_at = said instanceof asn1js.UTCTime || said instanceof asn1js.GeneralizedTime ? said.toDate() : claimed
  const proven = judgeTime(checks, opened.signer, claimed_at, trust)
  if (opened.own) judgeCertificate(checks, opened.own, opened.pool, trust, { proven, claimed: claimed_at, fit: maySignDocuments(opened.own) })
  checks.say('revocation', 'note', { code: 'revocation_not_asked' })
  return { checks: checks.list, signer: opened.own, claimed_at, proven_at: proven }
}

/** Judges a time stamp over a whole document (PAdES, RFC 3161). */
export function judgeDocumentStamp(der: Buffer, digestOf: DigestOf, trust: Trust): Judged {
  const checks = new Checks()
  const stamp = judgeStamp(der, digestOf, trust)
  if (!stamp.holds) checks.say('time', 'fail', { code: 'stamp_broken' })
  else {
    checks.say('contents', 'pass', { code: 'contents_sound' })
    checks.say('digest', 'pass', { code: 'digest_equal' })
    if (stamp.proven) checks.say('time', 'pass', { code: 'time_proven', at: stamp.at.toISOString(), by: commonName(stamp.by) })
    else checks.say('time', 'unknown', { code: 'stamp_unproven', at: stamp.at.toISOString() })
  }
  checks.say('revocation', 'note', { code: 'revocation_not_asked' })
  return { checks: checks.list, signer: stamp.holds ? stamp.by : null, claimed_at: null, proven_at: stamp.holds && stamp.proven ? stamp.at : null }
}

/** What mathematics says: the hash, the attributes, the algorithms and the signature over them. */
function judgeArithmetic(checks: Checks, { signer, own }: Opened, digestOf: DigestOf, contentType: string, manner: 'strict' | 'older' | 'stamp'): void {
  const attributes = signer.signedAttrs?.attributes
  const digest = digests[signer.digestAlgorithm.algorithmId]
  const signatureId = signer.signatureAlgorithm.algorithmId
  if (!digest || weak[signatureId]) {
    const known = weak[signer.digestAlgorithm.algorithmId] ?? weak[signatureId]
    checks.say('algorithm', 'fail', known ? { code: 'algorithm_weak', algorithm: known } : { code: 'algorithm_unknown', algorithm: signer.digestAlgorithm.algorithmId })
    return
  }
  if (!attributes?.length || !signer.signedAttrs) { checks.say('attributes', 'fail', { code: 'attributes_missing' }); return }
  const type = attributeOf(attributes, oid.contentType)
  const hashed = attributeOf(attributes, oid.messageDigest)
  if (!(type instanceof asn1js.ObjectIdentifier) || type.getValue() !== contentType || !(hashed instanceof asn1js.OctetString)) { checks.say('attributes', 'fail', { code: 'attributes_missing' }); return }
  const equal = digestOf(digest).equals(Buffer.from(hashed.getValue()))
  checks.say('digest', equal ? 'pass' : 'fail', { code: equal ? 'digest_equal' : 'digest_differs' })
  if (!own) { checks.say('certificate', 'fail', { code: 'certificate_missing' }); return }

  const named = namedCertificate(attributes, own)
  if (named === 'wrong') checks.say('attributes', 'fail', { code: 'certificate_named_wrongly' })
  else if (named === 'missing') checks.say('attributes', manner === 'strict' ? 'fail' : manner === 'older' ? 'unknown' : 'note', { code: 'certificate_not_named' })
  else checks.say('attributes', 'pass', { code: 'attributes_sound' })

  const key = keyOf(own)
  const how = paddingOf(signer, digest)
  if (!key.strong) checks.say('algorithm', 'fail', { code: 'algorithm_weak', algorithm: key.words })
  else if (!how) checks.say('algorithm', 'fail', { code: 'algorithm_unknown', algorithm: signatureId })
  else {
    checks.say('algorithm', 'pass', { code: 'algorithm_sound', digest: digest.toUpperCase().replace('SHA', 'SHA-'), key: key.words })
    const holds = verify(digest, Buffer.from(signer.signedAttrs.encodedValue), { key: own.x509.publicKey, ...how }, Buffer.from(signer.signature.getValue()))
    checks.say('signature', holds ? 'pass' : 'fail', { code: holds ? 'signature_holds' : 'signature_broken' })
  }
}

/** Whether the signed attributes name this certificate by its hash: without that another of the same key could be put in its place. */
function namedCertificate(attributes: readonly Attribute[], { raw }: Certified): 'right' | 'wrong' | 'missing' {
  if (!attributes.some(({ type }) => type === oid.signingCertificateV2)) return 'missing'
  const value = attributeOf(attributes, oid.signingCertificateV2)
  const list = value instanceof asn1js.Sequence ? value.valueBlock.value[0] : undefined
  const first = list instanceof asn1js.Sequence ? list.valueBlock.value[0] : undefined
  if (!(first instanceof asn1js.Sequence)) return 'wrong'
  const [head, next] = first.valueBlock.value
  const algorithm = head instanceof asn1js.Sequence && head.valueBlock.value[0] instanceof asn1js.ObjectIdentifier ? digests[head.valueBlock.value[0].getValue()] : 'sha256'
  const hash = head instanceof asn1js.OctetString ? head : next
  if (!algorithm || !(hash instanceof asn1js.OctetString)) return 'wrong'
  return createHash(algorithm).update(raw).digest().equals(Buffer.from(hash.getValue())) ? 'right' : 'wrong'
}

/** How the signature is to be checked; null where it is made in a way that is not known, or contradicts itself. */
function paddingOf({ signatureAlgorithm }: SignerInfo, digest: string): { padding?: number; saltLength?: number } | null {
  const { algorithmId, algorithmParams } = signatureAlgorithm
  if (algorithmId === oid.rsa) return { padding: constants.RSA_PKCS1_PADDING }
  if (algorithmId === oid.pss) {
    const { hashAlgorithm, maskGenAlgorithm, saltLength } = new RSASSAPSSParams({ schema: algorithmParams as asn1js.Sequence })
    const mask = (maskGenAlgorithm.algorithmParams as asn1js.Sequence | undefined)?.valueBlock.value[0]
    const sameMask = mask instanceof asn1js.ObjectIdentifier && digests[mask.getValue()] === digest
    return digests[hashAlgorithm.algorithmId] === digest && sameMask ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength } : null
  }
  if (signatureHash[algorithmId] !== digest) return null
  return algorithmId.startsWith('1.2.840.10045') ? {} : { padding: constants.RSA_PKCS1_PADDING }
}

/** A claim may run ahead of our clock by so much. */
const clockSlackMs = 5 * 60_000
/** When it was signed: as the signer claims, and where a time stamp stands beside the signature, as that proves. */
function judgeTime(checks: Checks, signer: SignerInfo, claimed: Date | null, trust: Trust): Date | null {
  const stamps = (signer.unsignedAttrs?.attributes ?? []).filter(({ type }) => type === oid.timeStampToken).flatMap(({ values }) => values as asn1js.BaseBlock[])
  if (claimed && claimed.getTime() > trust.now.getTime() + clockSlackMs) checks.say('time', 'fail', { code: 'time_ahead', at: claimed.toISOString() })
  if (stamps.length > 1) { checks.say('time', 'fail', { code: 'stamp_broken' }); return null }
  if (stamps.length === 1) {
    const signature = Buffer.from(signer.signature.getValue())
    const stamp = judgeStamp(Buffer.from(stamps[0]!.toBER()), (algorithm) => createHash(algorithm).update(signature).digest(), trust)
    if (!stamp.holds) { checks.say('time', 'fail', { code: 'stamp_broken' }); return null }
    if (stamp.proven) { checks.say('time', 'pass', { code: 'time_proven', at: stamp.at.toISOString(), by: commonName(stamp.by) }); return stamp.at }
    checks.say('time', 'note', { code: 'stamp_unproven', at: stamp.at.toISOString() })
    return null
  }
  checks.say('time', 'note', claimed ? { code: 'time_claimed', at: claimed.toISOString() } : { code: 'time_not_said' })
  return null
}

type Stamped = { holds: false } | { holds: true; proven: boolean; at: Date; by: Certified }
/** A time stamp token: what it stamps is this, it is signed by whoever may stamp, and where roots are known, by one they vouch for. */
function judgeStamp(der: Buffer, digestOf: DigestOf, { roots, now }: Trust): Stamped {
  try {
    const opened = openSigned(der)
    if (opened === 'several_signers' || !opened.own || opened.contentType !== oid.tstInfo || !opened.content) return { holds: false }
    const { content, own, pool } = opened
    const read = asn1js.fromBER(content)
    if (read.offset !== content.length) return { holds: false }
    const { messageImprint, genTime } = new TSTInfo({ schema: read.result })
    const imprint = digests[messageImprint.hashAlgorithm.algorithmId]
    if (!imprint || !digestOf(imprint).equals(Buffer.from(messageImprint.hashedMessage.getValue()))) return { holds: false }
    const checks = new Checks()
    judgeArithmetic(checks, opened, (algorithm) => createHash(algorithm).update(content).digest(), oid.tstInfo, 'stamp')
    if (!checks.list.some(({ reason }) => reason.code === 'signature_holds') || checks.list.some(({ outcome }) => outcome === 'fail')) return { holds: false }
    const trusted = genTime.getTime() <= now.getTime() + clockSlackMs && mayStampTime(own) && isValidAt(own, genTime) && chainTo(own, pool, roots, genTime).found
    return { holds: true, proven: trusted, at: genTime, by: own }
  } catch (error) {
    if (error instanceof RangeError || error instanceof Error) return { holds: false }
    throw error
  }
}

/** Whose certificate it is, whether it was valid then, and whether a trusted root vouches for it. */
function judgeCertificate(checks: Checks, own: Certified, pool: readonly Certified[], { roots, now }: Trust, { proven, claimed, fit }: { proven: Date | null; claimed: Date | null; fit: boolean }): void {
  checks.say('certificate', fit ? 'pass' : 'fail', { code: fit ? 'certificate_for_signing' : 'certificate_not_for_signing' })
  const { notBefore, notAfter } = own.words
  const at = proven ?? (claimed && claimed <= now ? claimed : now)
  if (at < notBefore.value) checks.say('validity', 'fail', { code: 'not_yet_valid', from: notBefore.value.toISOString() })
  else if (at > notAfter.value) checks.say('validity', 'fail', { code: 'expired', until: notAfter.value.toISOString() })
  // Whoever finds an old key may claim an old day: expired since, a claim alone proves nothing.
  else if (!proven && !isValidAt(own, now)) checks.say('validity', 'unknown', { code: 'valid_only_as_claimed', until: notAfter.value.toISOString() })
  else checks.say('validity', 'pass', { code: 'valid_then' })

  if (!roots.length) { checks.say('chain', 'unknown', { code: 'no_roots' }); return }
  const chain = chainTo(own, pool, roots, at)
  if (chain.found) checks.say('chain', 'pass', { code: 'chain_to_root', root: commonName(chain.root) })
  else checks.say('chain', 'fail', chain.unfit ? { code: 'chain_unfit', certificate: commonName(chain.unfit) } : { code: 'chain_foreign', issuer: commonName(own, 'issuer') })
}
