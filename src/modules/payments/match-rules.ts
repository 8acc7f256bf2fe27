import { referenceIn } from './rules.ts'

export interface OpenRequest { id: number; reference: string; amount: number; owed: number; names: readonly string[] }
export interface FreeLine { id: number; left: number; name: string; text: string; reference: string }
/** Which request a line seems to pay, and by what: its reference, or its amount and the payer's name. */
export interface Proposal { line_id: number; payment_request_id: number; by: 'reference' | 'amount_and_name'; amount: number }

/** Words as banks write them: no marks, capitals, and without what every company is called. */
export const bankWords = (text: string): string[] =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'D').toUpperCase().replace(/[^0-9A-Z]+/g, ' ').trim().split(' ').filter((word) => word && !common.has(word))
const common = new Set(['CONG', 'TY', 'CTY', 'TNHH', 'CP', 'CO', 'PHAN', 'CTCP', 'MTV', 'JSC', 'LTD', 'VIEN', 'TRUONG', 'HTX', 'HOP', 'TAC', 'XA', 'DAI', 'HOC', 'VA', 'CHUYEN', 'TIEN', 'THANH', 'TOAN'])

/** Whether every word of the payer's name stands in what the bank says of the line; a name of nothing but common words says nothing. */
export function namesPayer(line: Pick<FreeLine, 'name' | 'text'>, names: readonly string[]): boolean {
  const said = new Set(bankWords(`${line.name} ${line.text}`))
  return names.some((name) => { const words = bankWords(name); return words.length > 0 && words.every((word) => said.has(word)) })
}

/**
 * For each line the request it seems to pay. A reference of ours decides; without one, the amount to the đồng and
 * the payer's name together do, where they fit one request only. A line whose reference names no open
 * request is proposed for none: it was meant for that one.
 */
export function proposals(lines: readonly FreeLine[], requests: readonly OpenRequest[]): Proposal[] {
  const found: Proposal[] = []
  const taken = new Map<number, number>()
  const leftOf = (request: OpenRequest): number => request.owed - (taken.get(request.id) ?? 0)
  const take = (line: FreeLine, request: OpenRequest, by: Proposal['by']): void => {
    const amount = Math.min(line.left, leftOf(request))
    if (amount <= 0) return
    taken.set(request.id, (taken.get(request.id) ?? 0) + amount)
    found.push({ line_id: line.id, payment_request_id: request.id, by, amount })
  }
  const referenceOfLine = (line: FreeLine): string | null => referenceIn(line.text) ?? referenceIn(line.reference)
  for (const line of lines) { const request = requests.find(({ reference }) => reference === referenceOfLine(line)); if (request) take(line, request, 'reference') }
  for (const line of lines) {
    if (referenceOfLine(line) !== null) continue
    const fitting = requests.filter((request) => leftOf(request) === line.left && namesPayer(line, request.names))
    if (fitting.length === 1) take(line, fitting[0]!, 'amount_and_name')
  }
  return found
}
