import { Signer, SignPdf } from '@signpdf/signpdf'
import { plainAddPlaceholder } from '@signpdf/placeholder-plain'
import { createHash } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { anAuthority, certify, cms, type Hash, usages } from '../../../tests/authority.ts'
import { aPdf, changed, entriesOf, firstPage, type PdfSigningWish, rootOf, signed, updated } from '../../../tests/signed-pdf.ts'
import { type Certified, readRoots } from './certificates.ts'
import { openPdf } from './pdf-file.ts'
import type { Verdict } from './verdict.ts'
import { changesSince, verifyPdf } from './verify.ts'

const authority = anAuthority()
const roots = readRoots(authority.root.pem)
const chain = [authority.middle]
const lan = authority.signer()
const minh = authority.signer({ subject: { CN: 'Trần Văn Minh', O: 'Viện Cơ khí', UID: 'CCCD:001085012345' }, kind: 'rsa' })
const now = new Date('2026-03-05T03:00:00Z')
const day = new Date('2026-03-02T03:00:00Z')
let plain: Buffer
let good: Buffer
let both: Buffer
beforeAll(async () => {
  plain = await aPdf()
  good = signed(plain, { by: lan, chain })
  both = signed(good, { by: minh, chain, at: new Date('2026-03-03T03:00:00Z') })
})

const judge = (bytes: Buffer, trusted: readonly Certified[] = roots, at = now): Verdict => verifyPdf(bytes, { roots: trusted, now: at })
/** What speaks against the nth signature, or cannot be said. */
const against = (verdict: Verdict, nth = 0): string[] => verdict.signatures[nth]!.checks.filter(({ outcome }) => outcome === 'fail' || outcome === 'unknown').map(({ reason }) => reason.code)
const codes = (verdict: Verdict, nth = 0): string[] => verdict.signatures[nth]!.checks.map(({ reason }) => reason.code)
const oneSigned = (wish: Partial<PdfSigningWish>): Buffer => signed(plain, { by: lan, chain, ...wish })

test('a contract signed with an elliptic key is valid, with who, when and by whose word', () => {
  const verdict = judge(good)
  expect([verdict.state, against(verdict)]).toEqual(['valid', []])
  expect(verdict.signatures[0]!.signer).toMatchObject({ name: 'Nguyễn Thị Lan', organisation: 'Công ty TNHH Lan Anh', tax_code: '0101234567', identity: null, issuer: 'Trung tâm chứng thực thử nghiệm' })
  expect(verdict.signatures[0]).toMatchObject({ kind: 'signature', claimed_at: day.toISOString(), proven_at: null, covers: good.length, reason: 'agreed' })
  expect(codes(verdict)).toEqual(expect.arrayContaining(['covers_all', 'in_form', 'contents_sound', 'digest_equal', 'attributes_sound', 'algorithm_sound', 'signature_holds', 'time_claimed', 'certificate_for_signing', 'valid_then', 'chain_to_root', 'revocation_not_asked', 'nothing_later']))
})

test('RSA, RSA-PSS, SHA-384 and SHA-512 are known, and a personal number is shown by its end only', () => {
  for (const wish of [{ by: minh }, { by: minh, pss: true }, { by: minh, hash: 'sha512' }, { hash: 'sha384' }] as Partial<PdfSigningWish>[]) expect(judge(oneSigned(wish)).state).toBe('valid')
  expect(judge(oneSigned({ by: minh })).signatures[0]!.signer).toMatchObject({ identity: '•••••••••345', tax_code: null })
})

test('a file signed by the library others use is read as well', async () => {
  class Ours extends Signer {
    override sign(bytes: Buffer): Promise<Buffer> { return Promise.resolve(cms((hash: Hash) => createHash(hash).update(bytes).digest(), { by: lan, chain })) }
  }
  const prepared = plainAddPlaceholder({ pdfBuffer: plain, reason: 'x', contactInfo: 'x', name: 'x', location: 'x', signingTime: day, subFilter: 'ETSI.CAdES.detached' })
  const file = await new SignPdf().sign(prepared, new Ours())
  const verdict = judge(file)
  expect([verdict.state, against(verdict)]).toEqual(['valid', []])
  expect(file.subarray(0, plain.length).equals(plain)).toBe(true)
  expect(changesSince(file, plain.length)).toEqual({ beyond: [], stamps: [] })
})

test('a file without signatures is unsigned, and what is no PDF is unreadable', () => {
  expect(judge(plain).state).toBe('unsigned')
  for (const bytes of [Buffer.alloc(0), Buffer.from('%PDF-1.7'), Buffer.from('hello'), good.subarray(0, good.length - 40), Buffer.concat([Buffer.from('x'), good])]) expect(judge(bytes).state).toBe('unreadable')
})

test('no root is set: integrity is judged, and that nobody vouches is said', () => {
  expect([judge(good, []).state, against(judge(good, []))]).toEqual(['unproven', ['no_roots']])
})

test('a root of strangers, a chain cut short and an authority that is none do not vouch', () => {
  const strangers = readRoots(anAuthority('Khác').root.pem)
  expect(against(judge(good, strangers))).toEqual(['chain_foreign'])
  expect(against(judge(oneSigned({ chain: [] })))).toEqual(['chain_foreign'])
  const pretender = authority.signer()
  expect(against(judge(oneSigned({ by: certify({ subject: { CN: 'Giả' }, by: pretender }), chain: [pretender, authority.middle] })))).toEqual(['chain_foreign'])
  // The authority in between may certify people, and no further authorities.
  const third = certify({ subject: { CN: 'Cấp ba' }, by: authority.middle, authority: true })
  expect(against(judge(oneSigned({ by: certify({ subject: { CN: 'Xa' }, by: third }), chain: [third, authority.middle] })))).toEqual(['chain_unfit'])
  const lapsed = certify({ subject: { CN: 'Hết hạn' }, by: authority.root, authority: true, until: new Date('2026-01-01T00:00:00Z') })
  expect(against(judge(oneSigned({ by: certify({ subject: { CN: 'Sau' }, by: lapsed }), chain: [lapsed] })))).toEqual(['chain_unfit'])
  const weak = certify({ subject: { CN: 'SHA-1' }, by: authority.middle, hash: 'sha1' })
  expect(against(judge(oneSigned({ by: weak })))).toEqual(['chain_unfit'])
})

test('a certificate speaks for the time it was valid, and an old day claimed with an expired one proves nothing', () => {
  const expired = authority.signer({ until: new Date('2026-03-01T00:00:00Z') })
  expect(against(judge(oneSigned({ by: expired })))).toEqual(['expired'])
  expect(against(judge(oneSigned({ by: expired, at: new Date('2026-02-01T00:00:00Z') })))).toEqual(['valid_only_as_claimed'])
  expect(against(judge(oneSigned({ by: authority.signer({ from: new Date('2026-03-04T00:00:00Z') }) })))).toEqual(['not_yet_valid'])
  expect(against(judge(oneSigned({ at: new Date('2026-04-01T00:00:00Z') })))).toEqual(['time_ahead'])
  // With a time stamp the day is proven, and the certificate may have expired since.
  const clock = authority.clock()
  const proven = judge(oneSigned({ by: expired, at: new Date('2026-02-01T00:00:00Z'), clock: { by: clock, at: new Date('2026-02-01T00:01:00Z') } }))
  expect([proven.state, proven.signatures[0]!.proven_at]).toEqual(['valid', '2026-02-01T00:01:00.000Z'])
})

test('a time stamp of something else, or of a clock that may not stamp, proves nothing', () => {
  const at = new Date('2026-03-02T03:01:00Z')
  expect(against(judge(oneSigned({ clock: { by: authority.clock(), at, over: Buffer.from('other') } })))).toEqual(['stamp_broken'])
  for (const by of [lan, authority.clock({ until: new Date('2026-01-01T00:00:00Z') })]) {
    const verdict = judge(oneSigned({ clock: { by, at } }))
    expect([verdict.state, verdict.signatures[0]!.proven_at, codes(verdict).includes('stamp_unproven')]).toEqual(['valid', null, true])
  }
})

test('a time stamp over the whole document is read as one', () => {
  const stamped = signed(good, { by: authority.clock(), chain, format: 'ETSI.RFC3161', stamp: true, at: new Date('2026-03-04T03:00:00Z') })
  const verdict = judge(stamped)
  expect(verdict.signatures.map(({ kind, state, proven_at }) => [kind, state, proven_at])).toEqual([['signature', 'valid', null], ['timestamp', 'valid', '2026-03-04T03:00:00.000Z']])
})

test('SHA-1, short keys and certificates for other things are refused', () => {
  expect(against(judge(oneSigned({ hash: 'sha1' })))).toEqual(['algorithm_weak'])
  expect(against(judge(oneSigned({ by: authority.signer({ kind: 'small' }) })))).toEqual(['algorithm_weak'])
  for (const wish of [{ usage: usages.encipher }, { usage: null }, { purposes: ['1.3.6.1.5.5.7.3.1'] }]) expect(against(judge(oneSigned({ by: authority.signer(wish) })))).toEqual(['certificate_not_for_signing'])
  expect(judge(oneSigned({ by: authority.signer({ purposes: ['1.3.6.1.5.5.7.3.2', '1.3.6.1.5.5.7.3.4'] }) })).state).toBe('valid')
  expect(against(judge(oneSigned({ format: 'adbe.pkcs7.sha1' })))).toEqual(['format_unknown'])
})

test('the signature must name its certificate: older programs leave that open, PAdES does not', () => {
  expect(against(judge(oneSigned({ named: null })))).toEqual(['certificate_not_named'])
  expect([judge(oneSigned({ named: null })).state, judge(oneSigned({ named: null, format: 'adbe.pkcs7.detached' })).state]).toEqual(['invalid', 'unproven'])
  expect(against(judge(oneSigned({ named: minh })))).toEqual(['certificate_named_wrongly'])
})

test('signed content inside the signature is no signature of the document', () => {
  expect(against(judge(oneSigned({ inside: Buffer.from('anything') })))).toEqual(['content_inside'])
})

test('padding is zeros behind one DER value: tag 0 alone, bytes behind it and endless lengths are refused', () => {
  const from = good.lastIndexOf('/Contents <') + '/Contents <'.length
  const with_ = (change: (hex: string) => string): Buffer => { const copy = Buffer.from(good); copy.write(change(copy.toString('latin1', from, from + 32_000)), from, 'latin1'); return copy }
  expect(against(judge(with_(() => '0'.repeat(32_000))))).toEqual(['contents_empty'])
  expect(against(judge(with_((hex) => `00${hex.slice(0, -2)}`)))).toEqual(['contents_broken'])
  expect(against(judge(with_((hex) => `${hex.slice(0, -2)}01`)))).toEqual(['contents_trailing'])
  expect(against(judge(with_((hex) => `3080${hex.slice(8, -4)}0000`.padEnd(32_000, '0').slice(0, 32_000))))).toEqual(['contents_broken'])
  expect(against(judge(with_((hex) => `${hex.slice(0, 200)} ${hex.slice(201)}`)))).toEqual(['range_wrong'])
})

test('every byte counts: changed anywhere, the file is no longer valid', () => {
  const from = good.lastIndexOf('/Contents <') + '/Contents <'.length
  const der = Buffer.from(good.toString('latin1', from, from + 32_000), 'hex')
  const size = 4 + der.readUInt16BE(2)
  const places = new Set<number>()
  for (let at = 0; at < good.length; at += 997) places.add(at)
  for (let at = 0; at < size; at += 11) places.add(from + 2 * at + 1) // the second digit, so that it stays a digit
  for (const at of [0, 5, plain.length - 2, plain.length + 3, from - 1, from + 31_999, from + 32_000, good.length - 2, good.lastIndexOf('/ByteRange') + 14]) places.add(at)
  const unnoticed = [...places].filter((at) => {
    const copy = Buffer.from(good)
    const inside = at >= from && at < from + 32_000
    copy[at] = inside ? '0123456789abcdef'.charCodeAt((parseInt(String.fromCharCode(copy[at]!), 16) ^ 1) & 15) : copy[at]! ^ 1
    return judge(copy).state === 'valid'
  })
  expect(unnoticed).toEqual([])
  expect(places.size).toBeGreaterThan(150)
})

test('what stands behind the last signature is not covered by it', () => {
  for (const more of [Buffer.from('\n'), Buffer.from('% x\n'), Buffer.from('\nstartxref\n9\n%%EOF\n')]) {
    const verdict = judge(Buffer.concat([good, more]))
    expect([verdict.state, verdict.signatures.length && against(verdict).includes('appended')]).not.toEqual(['valid', false])
    expect(['invalid', 'unreadable']).toContain(verdict.state)
  }
  const file = openPdf(good)
  const page = firstPage(file, 1)
  // The attack called incremental saving: a page changed behind the signature.
  const rewritten = updated(good, new Map([[page, changed(entriesOf(file.object(page)), { Rotate: '90' })]]))
  expect(against(judge(rewritten))).toEqual(['appended', 'later_content'])
})

test('a range that leaves out more than the signature, begins later or ends earlier is no range', () => {
  const wrong: NonNullable<PdfSigningWish['range']>[] = [
    ([a, b, c, d]) => [a, b - 20, c, d], ([a, b, c, d]) => [a, b, c + 5, d - 5], ([, b, c, d]) => [9, b - 9, c, d], ([a, b, c]) => [a, b, c, 0], ([a, b, c, d]) => [a, b, c, d + 50], ([a, b, , d]) => [a, b, b, d],
  ]
  for (const range of wrong) expect(against(judge(oneSigned({ range })))[0]).toBe('range_wrong')
  expect(against(judge(oneSigned({ range: ([a, b, c, d]) => [a, b, c, d - 30] })))[0]).toBe('appended')
})

test('a signature the form names and that covers nothing is shown as broken (universal forgery)', () => {
  const swap = (from: string, to: string): Buffer => Buffer.from(good.toString('latin1').replace(from, to.padEnd(from.length)), 'latin1')
  const range = /\/ByteRange \[[^\]]*\]/.exec(good.toString('latin1'))![0]
  for (const forged of [swap(range, '/ByteRange null'), swap(range, ''), swap(range, '/ByteRange [0 -1 -1 0]'), swap(range, '/ByteRange [0 9999999 9 9]')]) {
    const verdict = judge(forged)
    expect([verdict.state, against(verdict)]).toEqual(['invalid', ['range_wrong']])
  }
})

test('a signature that stands in the file and in no field of its form is no signature of it', () => {
  const file = openPdf(good)
  const orphan = updated(good, new Map([[rootOf(file), changed(entriesOf(file.object(rootOf(file))), { AcroForm: '<< /Fields [] >>' })]]))
  expect(against(judge(orphan))).toEqual(expect.arrayContaining(['appended', 'not_in_form']))
})

test('two sign one after the other: the first covers what was there, and what came later is only signing', () => {
  const verdict = judge(both)
  expect(verdict.state).toBe('valid')
  expect(verdict.signatures.map(({ signer, covers }) => [signer?.name, covers])).toEqual([['Nguyễn Thị Lan', good.length], ['Trần Văn Minh', both.length]])
  expect([codes(verdict), codes(verdict, 1)]).toEqual([expect.arrayContaining(['covers_until', 'later_signing']), expect.arrayContaining(['covers_all', 'nothing_later'])])
})

test('the second signature may not bring a page, other words, a script or another form along', () => {
  const attacks: ((file: ReturnType<typeof openPdf>, free: number) => Map<number, string>)[] = [
    (file, free) => { // a third page
      const pages = file.trailer && entriesOf(file.object(rootOf(file))).get('Pages') as { id: number }
      return new Map([[free, `<< /Type /Page /Parent ${pages.id} 0 R /MediaBox [0 0 612 792] >>`], [pages.id, changed(entriesOf(file.object(pages.id)), { Count: '3', Kids: `[${firstPage(file)} 0 R ${firstPage(file, 1)} 0 R ${free} 0 R]` })]])
    },
    (file, free) => { const page = firstPage(file, 1); return new Map([[free, '<< /Length 0 >>\nstream\n\nendstream'], [page, changed(entriesOf(file.object(page)), { Contents: `${free} 0 R` })]]) },
    (file) => { const content = entriesOf(file.object(firstPage(file, 1))).get('Contents') as { id: number }; return new Map([[content.id, '<< /Length 4 >>\nstream\nq Q \nendstream']]) },
    (file) => { const page = firstPage(file, 1); return new Map([[page, changed(entriesOf(file.object(page)), { AA: '<< /O << /S /JavaScript /JS (x) >> >>' })]]) },
    (file, free) => { const page = firstPage(file, 1); return new Map([[free, '<< /Type /Annot /Subtype /FreeText /Rect [0 0 100 100] /Contents (5 000 000 000) >>'], [page, changed(entriesOf(file.object(page)), { Annots: `[${free} 0 R]` })]]) },
  ]
  for (const more of attacks) expect(against(judge(signed(good, { by: minh, chain, more })))).toEqual(['later_content'])
  expect(against(judge(signed(good, { by: minh, chain, form: '/XFA (x)' })))).toEqual(['later_content'])
  expect(against(judge(signed(good, { by: minh, chain, form: '/NeedAppearances true' })))).toEqual(['later_content'])
})

test('a drawn signature is told of, and one that covers the page counts as content', () => {
  const stamped = judge(signed(good, { by: minh, chain, rect: '50 50 250 150' }))
  expect([stamped.state, stamped.signatures[0]!.later_stamps]).toEqual(['valid', [{ page: 1, share: 5 }]])
  expect(against(judge(signed(good, { by: minh, chain, rect: '0 0 612 400' })))).toEqual(['later_content'])
})

test('who certified that nothing may follow is obeyed', () => {
  const final = oneSigned({ extra: '/Reference [ << /Type /SigRef /TransformMethod /DocMDP /TransformParams << /P 1 /V /1.2 >> >> ]' })
  expect(judge(final).state).toBe('valid')
  expect(against(judge(signed(final, { by: minh, chain })))).toEqual(['later_forbidden'])
})

test('what was issued is what is signed: the same bytes in front, and nothing changed behind them', () => {
  expect(changesSince(both, plain.length)).toEqual({ beyond: [], stamps: [] })
  const file = openPdf(plain)
  const page = firstPage(file, 1)
  const shadowed = signed(updated(plain, new Map([[page, changed(entriesOf(file.object(page)), { Rotate: '180' })]])), { by: lan, chain })
  expect(judge(shadowed).state).toBe('valid') // her signature covers what she signed
  expect(shadowed.subarray(0, plain.length).equals(plain)).toBe(true)
  expect(changesSince(shadowed, plain.length)?.beyond).toEqual([`${page} Page`]) // which is not what was issued
})

test('more signatures than anybody needs, and files made to keep us busy, are not judged', () => {
  let many = plain
  for (let i = 0; i < 21; i++) many = signed(many, { by: lan, chain, room: 3000 })
  expect(judge(many).state).toBe('unreadable')
  const deep = updated(plain, new Map([[rootOf(openPdf(plain)), `${'['.repeat(5000)}${']'.repeat(5000)}`]]))
  expect(judge(deep).state).toBe('unreadable')
  const circle = Buffer.from(plain.toString('latin1').replace(/trailer\n<</, `trailer\n<< /Prev ${/startxref\n(\d+)/.exec(plain.toString('latin1'))![1]}`), 'latin1')
  expect(judge(circle).state).toBe('unreadable')
})
