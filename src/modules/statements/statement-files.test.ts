import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Refused } from '../../platform/refusal.ts'
import { mostStatementLines } from './rules.ts'
import { readStatement } from './statement-files.ts'

const refusalOf = (work: () => unknown) => { try { work(); return 'read' } catch (error) { if (error instanceof Refused) return error.refusal; throw error } }
const csv = (...rows: string[]): string => ['Ngày giao dịch,Ghi nợ,Ghi có,Nội dung,Tên người chuyển,Số tham chiếu', ...rows].join('\n')
const mt940 = (lines: string, currency = 'VND', close = '1500000,') => `{1:F01VTCBVNVXAXXX0000000000}{2:I940VTCBVNVXXXXXN3020}{4:\n:20:SAOKE\n:25:0011012345678\n:28C:1/1\n:60F:C260301${currency}0,\n${lines}\n:62F:C260302${currency}${close}\n-}\n`
const camt = (entries: string, head = '<?xml version="1.0" encoding="UTF-8"?>') => `${head}\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Id>1</Id>\n${entries}\n</Stmt></BkToCstmrStmt></Document>`
const entry = (amount: string, { currency = 'VND', side = 'CRDT', day = '2026-03-02', details = '' } = {}) => `<Ntry><Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>${side}</CdtDbtInd><BookgDt><Dt>${day}</Dt></BookgDt><AcctSvcrRef>FT1</AcctSvcrRef><NtryDtls>${details || '<TxDtls><RltdPties><Dbtr><Nm>RAU SACH &amp; CO</Nm></Dbtr></RltdPties><RmtInf><Ustrd>CK SCN00000001</Ustrd></RmtInf></TxDtls>'}</NtryDtls></Ntry>`

describe('Reading a statement', () => {
  test('CSV: money that came in, whichever way a bank writes days and amounts; totals and what went out are no lines.', () => {
    expect(readStatement(`Sao kê tài khoản 001\nTừ ngày 01/03/2026\n${csv('02/03/2026,,"1.500.000",CK dot 1,CTY RAU SACH,FT01', '2026-03-03,200000,,Phi,,FT02', '3/3/2026,0,"2,000,000.00",dot 2,,FT03', 'Tổng cộng,200000,3500000,,,')}`)).toMatchObject({ format: 'csv', lines: [
      { line: 4, on_day: '2026-03-02', amount: 1_500_000, text: 'CK dot 1', name: 'CTY RAU SACH', reference: 'FT01' }, { line: 6, on_day: '2026-03-03', amount: 2_000_000 },
    ] })
    expect(readStatement('\uFEFFDate;Credit;Description\r\n2026-03-02;1500000;"a;b"\r\n').lines).toMatchObject([{ amount: 1_500_000, text: 'a;b' }])
    expect(readStatement('A,B,C\n2026-03-02,7,x\n', { day: '1', amount: 'B', text: '3' }).lines).toMatchObject([{ amount: 7, text: 'x' }])
  })
  test.each([['Nợ/Có', 'Nợ', 'Có'], ['D/C', 'D', 'C'], ['Dr/Cr', 'DR', 'CR'], ['Debit/Credit', 'Debit', 'Credit'], ['Ghi nợ/Ghi có', 'Ghi nợ', 'Ghi có']])('CSV with one column of amounts and “%s” beside it: what went out is no line, and what is neither is said.', (headed, out, into) => {
    const file = (...ways: string[]) => ['Ngày;Số tiền;Chiều;Nội dung'.replace('Chiều', headed), ...ways.map((way, i) => `02/03/2026;${i + 1}.000;${way};CK ${i}`)].join('\n')
    expect(readStatement(file(out, into, out)).lines).toMatchObject([{ line: 3, amount: 2_000, text: 'CK 1' }])
    expect(refusalOf(() => readStatement(file(into, '')))).toMatchObject({ code: 'statement_unreadable', line: 3, why: 'direction' })
  })
  test('MT940 and CAMT.053 give the same lines.', () => {
    expect(readStatement(mt940(':61:2603020302C1500000,NTRFNONREF//FT1\n:86:CK SCN00000001 RAU SACH\n:61:2603020302D0,NTRFNONREF\n:86:phi')).lines).toMatchObject([{ line: 6, on_day: '2026-03-02', amount: 1_500_000, reference: 'FT1' }])
    expect(readStatement(camt(entry('1500000.00') + entry('5', { side: 'DBIT' }))).lines).toEqual([{ line: 3, on_day: '2026-03-02', amount: 1_500_000, name: 'RAU SACH & CO', account: '', text: 'CK SCN00000001', reference: 'FT1' }])
    const apart = '<TxDtls><Amt Ccy="VND">1</Amt><RmtInf><Ustrd>a</Ustrd></RmtInf></TxDtls><TxDtls><Amt Ccy="VND">2</Amt><RmtInf><Ustrd>b</Ustrd></RmtInf></TxDtls>'
    expect(readStatement(camt(entry('3', { details: apart }))).lines.map(({ amount, text }) => [amount, text])).toEqual([[1, 'a'], [2, 'b']])
    expect(readStatement(camt(entry('4', { details: apart }))).lines.map(({ amount }) => amount)).toEqual([4]) // what does not add up is not told apart
  })
  test.each<[string, string, object]>([
    ['a fraction of a đồng', csv('02/03/2026,,1500000.50,x,,'), { code: 'statement_unreadable', line: 2, why: 'fraction' }], ['no amount', csv('02/03/2026,,1 triệu,x,,'), { line: 2, why: 'amount' }], ['no day', csv('02/03/2026,,5,x,,', '32/03/2026,,5,x,,'), { line: 3, why: 'day' }],
    ['no columns it knows', 'a,b,c\n1,2,3\n', { code: 'statement_columns', missing: 'day amount text' }], ['nothing', csv(), { code: 'statement_empty' }], ['a quote that never ends', csv('02/03/2026,,5,"x,,'), { why: 'structure' }],
    ['another currency in MT940', mt940(':61:2603020302C1500000,NTRFNONREF', 'USD'), { line: 6, why: 'currency' }], ['MT940 that does not add up', mt940(':61:2603020302C1500000,NTRFNONREF', 'VND', '9,'), { why: 'structure' }], ['MT940 with a broken line', mt940(':61:hello'), { line: 6, why: 'structure' }],
    ['another currency in CAMT', camt(entry('5', { currency: 'USD' })), { line: 3, why: 'currency' }], ['a fraction in CAMT', camt(entry('5.5')), { line: 3, why: 'fraction' }], ['a day that is none', camt(`${entry('5')}\n${entry('5', { day: '2026-02-30' })}`), { line: 4, why: 'day' }],
    ['XML cut short', camt(entry('5')).slice(0, 300), { why: 'structure' }], ['another XML', '<a><b/></a>', { code: 'statement_format_unknown' }],
    ['an entity that would read a file', camt(entry('5'), '<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'), { line: 2, why: 'entities' }],
    ['an entity that would grow without end', camt(entry('5'), '<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">]>'), { why: 'entities' }],
  ])('%s is said, with its line', (_, content, refusal) => expect(refusalOf(() => readStatement(content))).toMatchObject(refusal))
  test('No more lines than the limit are read.', () => expect(refusalOf(() => readStatement(csv(...Array.from({ length: mostStatementLines + 1 }, (_, i) => `02/03/2026,,${i + 1},x,,`))))).toMatchObject({ code: 'statement_too_long' }))
  test('Whatever a file holds, it is read or refused, and never an error of ours.', () => {
    const heads = [csv(), mt940(''), camt(''), '<', ':20:', '{1:', '']
    fc.assert(fc.property(fc.constantFrom(...heads), fc.string({ maxLength: 300 }), fc.nat(400), (head, noise, at) => { refusalOf(() => readStatement(head.slice(0, at) + noise + head.slice(at))) }), { numRuns: 400 })
  })
})
