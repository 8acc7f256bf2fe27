import { X509Certificate } from 'node:crypto'
import * as asn1js from 'asn1js'
import { type BasicConstraints, Certificate, type ExtKeyUsage } from 'pkijs'
import { strictDer } from './der.ts'
import { signatureLimits, Unreadable } from './limits.ts'
import type { SignerNames } from './verdict.ts'

/** A certificate as both libraries read it: one for its words, one for its arithmetic. */
export interface Certified { raw: Buffer; words: Certificate; x509: X509Certificate }

const oids = { basicConstraints: '2.5.29.19', keyUsage: '2.5.29.15', extendedKeyUsage: '2.5.29.37' } as const
/** What must be understood where it is marked critical. */
const understood = new Set<string>([...Object.values(oids), '2.5.29.32', '2.5.29.17', '2.5.29.35', '2.5.29.14', '2.5.29.31'])
const weakSignatures = new Set(['1.2.840.113549.1.1.2', '1.2.840.113549.1.1.4', '1.2.840.113549.1.1.5', '1.2.840.10045.4.1', '1.2.840.10040.4.3'])
/** Purposes that say: not for documents. A certificate of nothing else signs none. */
const otherPurposes = new Set(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.3', '1.3.6.1.5.5.7.3.8', '1.3.6.1.5.5.7.3.9'])
const timeStamping = '1.3.6.1.5.5.7.3.8'

export function readCertificate(der: Uint8Array): Certified {
  const raw = Buffer.from(der)
  strictDer(raw)
  const read = asn1js.fromBER(raw)
  if (read.offset !== raw.length) throw new Unreadable('no certificate')
  const words = new Certificate({ schema: read.result })
  if (words.signature.algorithmId !== words.signatureAlgorithm.algorithmId) throw new Unreadable('a certificate that contradicts itself')
  return { raw, words, x509: new X509Certificate(raw) }
}

/** The roots a PEM file names; whoever wrote something else there is told at once. */
export function readRoots(pem: string): Certified[] {
  const blocks = [...pem.matchAll(/-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g)].map(([, base64]) => Buffer.from(base64!, 'base64'))
  if (!blocks.length) throw new Unreadable('no certificate between BEGIN CERTIFICATE and END CERTIFICATE')
  return blocks.map(readCertificate)
}

const extension = (certificate: Certified, oid: string) => certificate.words.extensions?.find(({ extnID }) => extnID === oid)
/** The bits of keyUsage from the first on; null where the certificate says nothing. */
function usageOf(certificate: Certified): boolean[] | null {
  const value = extension(certificate, oids.keyUsage)?.parsedValue as asn1js.BitString | undefined
  if (!value) return null
  return [...new Uint8Array(value.valueBlock.valueHexView)].flatMap((byte) => [128, 64, 32, 16, 8, 4, 2, 1].map((bit) => (byte & bit) !== 0))
}
const purposesOf = (certificate: Certified): string[] | null => (extension(certificate, oids.extendedKeyUsage)?.parsedValue as ExtKeyUsage | undefined)?.keyPurposes ?? null
const understands = (certificate: Certified): boolean => (certificate.words.extensions ?? []).every(({ extnID, critical }) => !critical || understood.has(extnID))

/** For signing documents: its keyUsage says digitalSignature or nonRepudiation, and its purposes, where it names any, are not only others. */
export function maySignDocuments(certificate: Certified): boolean {
  const usage = usageOf(certificate)
  const purposes = purposesOf(certificate)
  return usage !== null && (usage[0] === true || usage[1] === true) && (purposes === null || purposes.some((purpose) => !otherPurposes.has(purpose))) && understands(certificate)
}
/** For time stamps and nothing else (RFC 3161, 2.3). */
export const mayStampTime = (certificate: Certified): boolean => {
  const purposes = purposesOf(certificate)
  return purposes?.length === 1 && purposes[0] === timeStamping && extension(certificate, oids.extendedKeyUsage)?.critical === true && understands(certificate)
}

export const isValidAt = ({ words }: Certified, at: Date): boolean => at >= words.notBefore.value && at <= words.notAfter.value

export type Chain = { found: true; root: Certified } | { found: false; unfit: Certified | null }
/** A way from the certificate to one of the roots: each link signed by the next, which is an authority, fit and valid at that time. */
export function chainTo(certificate: Certified, pool: readonly Certified[], roots: readonly Certified[], at: Date): Chain {
  let tries = 0
  let unfit: Certified | null = null
  const climb = (from: Certified, below: number): Certified | null => {
    const trusted = roots.find((root) => root.raw.equals(from.raw))
    if (trusted) return trusted
    if (below >= signatureLimits.chain) return null
    for (const issuer of [...roots, ...pool]) {
      if (++tries > 500) return null
      if (issuer.raw.equals(from.raw) || !from.x509.checkIssued(issuer.x509) || !from.x509.verify(issuer.x509.publicKey)) continue
      if (weakSignatures.has(from.words.signatureAlgorithm.algorithmId)) { unfit ??= from; continue }
      if (!isAuthority(issuer, below) || !isValidAt(issuer, at)) { unfit ??= issuer; continue }
      const root = climb(issuer, below + 1)
      if (root) return root
    }
    return null
  }
  const root = climb(certificate, 0)
  return root ? { found: true, root } : { found: false, unfit }
}
/** May certify others, with so many authorities between it and the signer. */
function isAuthority(certificate: Certified, between: number): boolean {
  const constraints = extension(certificate, oids.basicConstraints)?.parsedValue as BasicConstraints | undefined
  const usage = usageOf(certificate)
  const most = constraints?.pathLenConstraint
  return constraints?.cA === true && (usage === null || usage[5] === true) && (typeof most !== 'number' || between <= most) && understands(certificate)
}

/** An RSA key of 2048 bits, an elliptic one of 256, or more. */
export function keyOf({ x509 }: Certified): { words: string; strong: boolean } {
  const { asymmetricKeyType: type = 'unknown', asymmetricKeyDetails: details } = x509.publicKey
  if (type === 'rsa' || type === 'rsa-pss') return { words: `RSA ${details?.modulusLength ?? 0}`, strong: (details?.modulusLength ?? 0) >= 2048 }
  if (type === 'ec') return { words: `ECDSA ${details?.namedCurve ?? ''}`.trim(), strong: ['prime256v1', 'secp384r1', 'secp521r1'].includes(details?.namedCurve ?? '') }
  return { words: type, strong: false }
}

const attribute = (name: Certificate['subject'], oid: string): string[] => name.typesAndValues.filter(({ type }) => type === oid).map(({ value }) => String(value.valueBlock.value).normalize('NFC').slice(0, 200))
export const commonName = ({ words }: Certified, of: 'subject' | 'issuer' = 'subject'): string => attribute(words[of], '2.5.4.3')[0] ?? attribute(words[of], '2.5.4.10')[0] ?? '?'

/** Who signs, as the certificate says. Vietnamese authorities write MST:… and CCCD:… into the user id; European ones VATVN-… */
export function namesOf(certificate: Certified): SignerNames {
  const { subject, serialNumber, notBefore, notAfter } = certificate.words
  const numbers = ['0.9.2342.19200300.100.1.1', '2.5.4.97', '2.5.4.5'].flatMap((oid) => attribute(subject, oid)).join(' ')
  const person = /(?:CCCD|CMND|PNOVN-|IDCVN-|HC):? ?([A-Z0-9]{6,15})/i.exec(numbers)?.[1]
  return {
    name: commonName(certificate),
    organisation: attribute(subject, '2.5.4.10')[0] ?? null,
    tax_code: /(?:MST:? ?|VATVN-)(\d{10}(?:-\d{3})?)/i.exec(numbers)?.[1] ?? null,
    identity: person ? `${'•'.repeat(person.length - 3)}${person.slice(-3)}` : null,
    issuer: commonName(certificate, 'issuer'),
    serial: Buffer.from(serialNumber.valueBlock.valueHexView).toString('hex'),
    fingerprint: certificate.x509.fingerprint256.replaceAll(':', '').toLowerCase(),
    valid_from: notBefore.value.toISOString(),
    valid_until: notAfter.value.toISOString(),
  }
}
