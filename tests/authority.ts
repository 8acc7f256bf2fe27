import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

/** A certificate authority made on the spot, and the CMS signatures its people make: written in DER by hand, so that nothing that verifies has also signed. */
const length = (size: number): Buffer => (size < 128 ? Buffer.from([size]) : size < 256 ? Buffer.from([0x81, size]) : size < 65_536 ? Buffer.from([0x82, size >> 8, size & 255]) : Buffer.from([0x83, size >> 16, (size >> 8) & 255, size & 255]))
export const der = (tag: number, ...parts: readonly Buffer[]): Buffer => { const body = Buffer.concat(parts); return Buffer.concat([Buffer.from([tag]), length(body.length), body]) }
export const seq = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts)
/** DER sorts what stands in a set. */
export const set = (...parts: readonly Buffer[]): Buffer => der(0x31, ...parts.toSorted((a, b) => Buffer.compare(a, b)))
export const octets = (bytes: Buffer): Buffer => der(4, bytes)
export const whole = (value: number | Buffer): Buffer => { const bytes = typeof value === 'number' ? Buffer.from([value]) : value; return der(2, bytes[0]! & 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes) }
export function oid(dotted: string): Buffer {
  const [a = 0, b = 0, ...rest] = dotted.split('.').map(Number)
  return der(6, Buffer.from([a * 40 + b, ...rest.flatMap((part) => { const groups = [part & 127]; for (let left = Math.floor(part / 128); left; left = Math.floor(left / 128)) groups.unshift((left & 127) | 128); return groups })]))
}
const nothing = der(5)
const stamp = (at: Date): string => at.toISOString().replace(/[-:T]/g, '').slice(0, 14)
const instant = (at: Date): Buffer => (at.getUTCFullYear() < 2050 ? der(0x17, Buffer.from(`${stamp(at).slice(2)}Z`)) : der(0x18, Buffer.from(`${stamp(at)}Z`)))
const digestOids = { sha1: '1.3.14.3.2.26', sha256: '2.16.840.1.101.3.4.2.1', sha384: '2.16.840.1.101.3.4.2.2', sha512: '2.16.840.1.101.3.4.2.3' } as const
export type Hash = keyof typeof digestOids
const digestAlgorithm = (hash: Hash): Buffer => seq(oid(digestOids[hash]), nothing)
const signatureAlgorithm = (key: KeyObject, hash: Hash): Buffer => key.asymmetricKeyType === 'ec'
  ? seq(oid({ sha1: '1.2.840.10045.4.1', sha256: '1.2.840.10045.4.3.2', sha384: '1.2.840.10045.4.3.3', sha512: '1.2.840.10045.4.3.4' }[hash]))
  : seq(oid({ sha1: '1.2.840.113549.1.1.5', sha256: '1.2.840.113549.1.1.11', sha384: '1.2.840.113549.1.1.12', sha512: '1.2.840.113549.1.1.13' }[hash]), nothing)

export interface Certificate { der: Buffer; key: KeyObject; name: Buffer; serial: Buffer; pem: string }
const nameOids: Record<string, string> = { CN: '2.5.4.3', O: '2.5.4.10', C: '2.5.4.6', UID: '0.9.2342.19200300.100.1.1' }
const nameOf = (subject: Record<string, string>): Buffer => seq(...Object.entries(subject).map(([key, value]) => der(0x31, seq(oid(nameOids[key]!), der(12, Buffer.from(value))))))
/** digitalSignature, nonRepudiation, keyEncipherment, keyCertSign, as the first bits of keyUsage. */
export const usages = { signing: 0xc0, encipher: 0x20, authority: 0x06 } as const

export interface CertificateWish { subject: Record<string, string>; by?: Certificate | null; kind?: 'rsa' | 'ec' | 'small'; authority?: boolean; usage?: number | null; purposes?: string[]; from?: Date; until?: Date; hash?: Hash; depth?: number }
export function certify({ subject, by = null, kind = 'ec', authority = false, usage = authority ? usages.authority : usages.signing, purposes, from = new Date('2025-01-01T00:00:00Z'), until = new Date('2035-01-01T00:00:00Z'), hash = 'sha256', depth }: CertificateWish): Certificate {
  const { privateKey: key, publicKey } = kind === 'ec' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('rsa', { modulusLength: kind === 'small' ? 1024 : 2048 })
  const name = nameOf(subject)
  const serial = Buffer.concat([Buffer.from([1]), randomBytes(8)])
  const extension = (id: string, critical: boolean, value: Buffer): Buffer => seq(oid(id), ...(critical ? [der(1, Buffer.from([255]))] : []), octets(value))
  const extensions = [
    extension('2.5.29.19', true, seq(...(authority ? [der(1, Buffer.from([255])), ...(depth === undefined ? [] : [whole(depth)])] : []))),
    ...(usage === null ? [] : [extension('2.5.29.15', true, der(3, Buffer.from([0, usage])))]),
    ...(purposes ? [extension('2.5.29.37', true, seq(...purposes.map(oid)))] : []),
  ]
  const signer = by?.key ?? key
  const algorithm = signatureAlgorithm(signer, hash)
  const body = seq(der(0xa0, whole(2)), whole(serial), algorithm, by?.name ?? name, seq(instant(from), instant(until)), name, publicKey.export({ type: 'spki', format: 'der' }), der(0xa3, seq(...extensions)))
  const encoded = seq(body, algorithm, der(3, Buffer.concat([Buffer.from([0]), sign(hash, body, signer)])))
  return { der: encoded, key, name, serial, pem: `-----BEGIN CERTIFICATE-----\n${encoded.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n` }
}

/** A root, an authority under it, and whom it certifies. */
export function anAuthority(name = 'Trung tâm chứng thực thử nghiệm') {
  const root = certify({ subject: { CN: `${name} – gốc`, C: 'VN' }, kind: 'rsa', authority: true })
  const middle = certify({ subject: { CN: name, C: 'VN' }, by: root, authority: true, depth: 0 })
  return {
    root, middle,
    signer: (wish: Partial<CertificateWish> = {}): Certificate => certify({ subject: { CN: 'Nguyễn Thị Lan', O: 'Công ty TNHH Lan Anh', UID: 'MST:0101234567', C: 'VN' }, by: middle, ...wish }),
    clock: (wish: Partial<CertificateWish> = {}): Certificate => certify({ subject: { CN: 'Dấu thời gian thử nghiệm' }, by: middle, purposes: ['1.3.6.1.5.5.7.3.8'], ...wish }),
  }
}

export interface SigningWish {
  by: Certificate
  chain?: readonly Certificate[]
  hash?: Hash
  /** The signing-certificate-v2 attribute: of this certificate, of another, or none. */
  named?: Certificate | null
  /** A time stamp by this clock, at that time. */
  clock?: { by: Certificate; at: Date; over?: Buffer } | null
  /** Said in a signed attribute. */
  signingTime?: Date | null
  pss?: boolean
  inside?: Buffer | null
}
const attribute = (id: string, value: Buffer): Buffer => seq(oid(id), der(0x31, value))
/** A CMS signature over what has this hash. */
export function cms(digestOf: (hash: Hash) => Buffer, { by, chain = [], hash = 'sha256', named = by, clock = null, signingTime = null, pss = false, inside = null }: SigningWish, contentType = '1.2.840.113549.1.7.1'): Buffer {
  const attributes = [
    attribute('1.2.840.113549.1.9.3', oid(contentType)),
    attribute('1.2.840.113549.1.9.4', octets(digestOf(hash))),
    ...(named ? [attribute('1.2.840.113549.1.9.16.2.47', seq(seq(seq(octets(createHash('sha256').update(named.der).digest())))))] : []),
    ...(signingTime ? [attribute('1.2.840.113549.1.9.5', instant(signingTime))] : []),
  ]
  const signed = set(...attributes)
  const signature = sign(hash, signed, pss ? { key: by.key, padding: 6, saltLength: 32 } : by.key)
  const algorithm = pss ? seq(oid('1.2.840.113549.1.1.10'), seq(der(0xa0, digestAlgorithm(hash)), der(0xa1, seq(oid('1.2.840.113549.1.1.8'), digestAlgorithm(hash))), der(0xa2, whole(32)))) : signatureAlgorithm(by.key, hash)
  const unsigned = clock ? [der(0xa1, attribute('1.2.840.113549.1.9.16.2.14', stampToken(clock.over ?? signature, clock.by, clock.at, chain)))] : []
  const issuer = der(0x30, issuerOf(by.der), whole(by.serial))
  const info = seq(whole(1), issuer, digestAlgorithm(hash), Buffer.concat([Buffer.from([0xa0]), signed.subarray(1)]), algorithm, octets(signature), ...unsigned)
  return seq(oid('1.2.840.113549.1.7.2'), der(0xa0, seq(
    whole(contentType === '1.2.840.113549.1.7.1' ? 1 : 3), der(0x31, digestAlgorithm(hash)), seq(oid(contentType), ...(inside ? [der(0xa0, octets(inside))] : [])), der(0xa0, by.der, ...chain.map((one) => one.der)), der(0x31, info))))
}
/** What a request for a stamp asks for: the hash, and the number its answer repeats. */
export function askedIn(query: Buffer): { imprint: Buffer; nonce: Buffer } {
  const hash = query.indexOf(Buffer.of(4, 32)) + 2, number = query.indexOf(Buffer.of(2, 8), hash + 32) + 2
  return { imprint: query.subarray(hash, hash + 32), nonce: query.subarray(number, number + 8) }
}
/** An RFC 3161 token over these bytes, which repeats the number it was asked with. */
export function stampToken(over: Buffer, by: Certificate, at: Date, chain: readonly Certificate[] = [], nonce: Buffer | null = null): Buffer {
  const info = seq(whole(1), oid('1.2.3.4'), seq(digestAlgorithm('sha256'), octets(createHash('sha256').update(over).digest())), whole(7), der(0x18, Buffer.from(`${stamp(at)}Z`)), ...(nonce ? [whole(nonce)] : []))
  return cms((hash) => createHash(hash).update(info).digest(), { by, chain, inside: info }, '1.2.840.113549.1.9.16.1.4')
}

/** The issuer's name, read from the certificate's own bytes: the fourth thing in its body. */
function issuerOf(certificate: Buffer): Buffer {
  const inner = (bytes: Buffer): Buffer => bytes.subarray(head(bytes))
  let left = inner(inner(certificate))
  for (let i = 0; i < 3; i++) left = left.subarray(sizeOf(left))
  return left.subarray(0, sizeOf(left))
}
const head = (bytes: Buffer): number => (bytes[1]! < 128 ? 2 : 2 + (bytes[1]! & 127))
const sizeOf = (bytes: Buffer): number => head(bytes) + (bytes[1]! < 128 ? bytes[1]! : bytes.readUIntBE(2, bytes[1]! & 127))
