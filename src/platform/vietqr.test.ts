import fc from 'fast-check'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { readQr } from '../../tests/qr-reader.ts'
import { drawQr } from './qr.ts'
import { crc16, fieldsIn, readVietQr, vietQr } from './vietqr.ts'

test.each([
  ['the check value of CRC-16/CCITT-FALSE', '123456789', '29B1'], ['nothing', '', 'FFFF'],
  ['NAPAS’s own example of a transfer with amount and purpose', '00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA530370454061800005802VN62340107NPS68690819thanh toan don hang6304', '2E2E'],
  ['NAPAS’s own example of a card', '00020101021238600010A00000072701300006970403011697040311012345670208QRIBFTTC530370454061800005802VN62340107NPS68690819thanh toan don hang6304', 'A203'],
  ['a code in use, whose checksum begins with a nought', '00020101021138580010A000000727012800069704070114190304136010180208QRIBFTTA53037045802VN6304', '0283'],
])('The checksum: %s.', (_, text, crc) => expect(crc16(text)).toBe(crc))

test('A transfer is written field by field as NAPAS publishes it, and read back.', () => {
  const text = vietQr({ bin: '970403', account: '0011012345678', amount: 180_000, purpose: 'thanh toan don hang' })
  expect(text.slice(0, -4)).toBe('00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA530370454061800005802VN62230819thanh toan don hang6304')
  const read = readVietQr(text)
  expect(read).toMatchObject({ '00': '01', '01': '12', '53': '704', '54': '180000', '58': 'VN' })
  expect(fieldsIn(fieldsIn(read?.['38'] ?? '')?.['01'] ?? '')).toEqual({ '00': '970403', '01': '0011012345678' })
  expect(vietQr({ bin: '970403', account: '0011012345678', amount: null, purpose: '' })).toBe('00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA53037045802VN63049E6F')
})

test('A code that is cut, or of which one sign is another, is not read.', () => {
  const text = vietQr({ bin: '970403', account: '0011012345678', amount: 180_000, purpose: 'SCN000000123' })
  fc.assert(fc.property(fc.integer({ min: 0, max: text.length - 1 }), fc.constantFrom(...'0123456789ABCDEFXYZ'), (at, sign) => {
    const other = text.slice(0, at) + sign + text.slice(at + 1)
    expect(readVietQr(other) === null).toBe(other !== text)
    expect(readVietQr(text.slice(0, at))).toBeNull()
  }))
})

test('What it cannot say is refused, not shortened.', () => {
  const good = { bin: '970403', account: '0011012345678', amount: 1, purpose: '' }
  for (const wrong of [{ bin: '97040' }, { bin: '9704033' }, { account: '001' }, { account: '001 101' }, { account: 'x'.repeat(20) }, { amount: 0 }, { amount: -1 }, { amount: 1.5 }, { amount: 1e14 }, { purpose: 'x'.repeat(26) }, { purpose: 'thanh toán' }]) expect(() => vietQr({ ...good, ...wrong }), JSON.stringify(wrong)).toThrow(RangeError)
})

test('Drawn, it is read by a program that knows nothing of what drew it.', async () => {
  const text = vietQr({ bin: '970436', account: '1012345678901234567', amount: 1_250_000_000, purpose: 'SCN00000012K' })
  const { path, modules } = drawQr(text)
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${modules * 4}" height="${modules * 4}" viewBox="0 0 ${modules} ${modules}" shape-rendering="crispEdges"><rect width="100%" height="100%" fill="#fff"/><path d="${path}"/></svg>`
  const { data, info } = await sharp(Buffer.from(svg)).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  expect(readQr({ data, ...info })).toBe(text)
})
