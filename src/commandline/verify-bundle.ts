import type { Command } from 'commander'
import { readFileSync } from 'node:fs'
import { say, Stopped } from './exchange.ts'
import { type Course, follow, type Rules, type Told } from './verify-bundle-course.ts'
import { isSealing, judgeBallots, type Opening, type Sealing } from './verify-bundle-ballots.ts'
import { canonical, type Key, merkleLeaf, merkleRoots, readKey, readNote, sha256, signedBy, strictBase64 } from './verify-bundle-format.ts'
import { type Finding, wordFinding } from './verify-bundle-texts.ts'

/** Recomputes a lot from its public file. Shares no code with what ran the lot, and asks nobody: the file, and what somebody holds of their own, is all it reads. */
export interface Held { name: string; text: string }
export interface Verified {
  right: boolean; findings: Finding[]; events: number; checkpoints: number; receipts: number; root: string | null; keys: string[]; cosigners: string[]; stamps: number
  /** Null where it could not be recomputed: the log is wrong, or its rules are still kept back. */
  result: { phase: string; winner: number | null; price: number | null; closes_at: number } | null
}
const mostFindings = 50
type Json = Record<string, unknown>
const isObject = (value: unknown): value is Json => value !== null && typeof value === 'object' && !Array.isArray(value)
const isWhole = (value: unknown): value is number => Number.isSafeInteger(value)
const isHash = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)

export function verifyBundle(text: string, { receipts = [], checkpoints = [], keys: pinned = [] }: { receipts?: readonly Held[]; checkpoints?: readonly Held[]; keys?: readonly string[] } = {}): Verified {
  const v: Verified = { right: false, findings: [], events: 0, checkpoints: 0, receipts: receipts.length, root: null, keys: [], cosigners: [], stamps: 0, result: null }
  const find = (finding: Finding): void => { if (v.findings.length < mostFindings) v.findings.push(finding) }
  let file: unknown
  try { file = JSON.parse(text) } catch { find({ code: 'not_json' }); return v }
  const own = `${canonical(file)}\n`
  if (own !== text) { let place = 0; while (own[place] === text[place]) place++; find({ code: 'not_canonical', place }) }
  const shape = shapeFault(file)
  if (shape) { find({ code: 'wrong_shape', expected: shape }); return v }
  const { seal, ...rest } = file as Json & { seal: { key: string; signature: string } }
  const { genesis, rules, events, checkpoints: made, keys: listed, origin, result, openings, opening_key } = rest as unknown as {
    genesis: { lot: number; rules_hash: string; armed_at: number; bidders: { number: number; commitment: string }[]; ballots?: Sealing }; rules: Rules | null; events: { body: string; hash: string }[]; checkpoints: { note: string; token: string | null }[]
    keys: { name: string; public_key: string }[]; origin: string; result: Json; openings: Opening[]; opening_key: string | undefined
  }
  v.events = events.length

  // Who signs. A file proves nothing of whose keys it brings: --key compares them with what the Exchange publishes elsewhere.
  const keys: Key[] = []
  for (const { name, public_key } of listed) { const key = readKey(public_key); if (key?.name === name) keys.push(key); else find({ code: 'key_wrong', expected: name }) }
  v.keys = keys.map(({ name }) => name)
  const trusted = pinned.length ? keys.filter((key) => pinned.some((pin) => [key.name, key.publicKey.export({ type: 'spki', format: 'der' }).toString('base64'), key.raw.toString('base64')].includes(pin))) : keys
  const sealer = keys.find(({ name }) => name === seal.key)
  if (!sealer || !signedBy(sealer, `techex-auction-bundle/1\n${sha256(canonical(rest)).toString('hex')}\n`, Buffer.from(seal.signature, 'hex'))) find({ code: 'seal_wrong' })
  else if (!trusted.includes(sealer)) find({ code: 'key_unknown', expected: sealer.name })

  // What was settled before the first event.
  const published = rules !== null && sha256(canonical(rules)).toString('hex') === genesis.rules_hash
  if (rules && !published) find({ code: 'rules_differ' })
  const numbers = genesis.bidders.map(({ number }) => number)
  if (numbers.some((number, i) => !isWhole(number) || number < 1 || (i > 0 && number <= numbers[i - 1]!)) || genesis.bidders.some(({ commitment }) => !isHash(commitment))) find({ code: 'bidders_wrong' })

  // The chain, event by event.
  const log: Told[] = [], leaves = [merkleLeaf(canonical(genesis))], hashes = [sha256(canonical(genesis)).toString('hex')]
  let whole = true
  for (const [i, { body, hash }] of events.entries()) {
    const event = i + 1
    let told: Told
    try { told = JSON.parse(body) as Told } catch { told = { type: '', seq: -1, at: -1 } }
    if (!isObject(told) || canonical(told) !== body || typeof told.type !== 'string' || !isWhole(told.at)) { find({ code: 'body_wrong', event }); whole = false; told = { type: '', seq: event, at: -1 } }
    else if (told.seq !== event) { find({ code: 'gap', event }); whole = false }
    else if (told.at <= (log.at(-1)?.at ?? genesis.armed_at)) { find({ code: 'time_back', event }); whole = false }
    const next = sha256(Buffer.from(hashes[i]!, 'hex'), body).toString('hex')
    if (next !== hash) { find({ code: 'chain_broken', event }); whole = false }
    log.push(told); leaves.push(merkleLeaf(body)); hashes.push(hash)
  }

  // What was signed on the way, and what others hold.
  const rootAt = merkleRoots(leaves)
  const judge = (note: string, checkpoint: number | string): { size: number } | null => {
    const read = readNote(note, trusted)
    if (!read) { find({ code: 'checkpoint_unreadable', checkpoint }); return null }
    const { point, signature, signers } = read
    if (!signature) find({ code: 'checkpoint_unsigned', checkpoint })
    if (point.origin !== origin) { find({ code: 'checkpoint_other_log', checkpoint, expected: origin }); return point }
    for (const name of signers) if (name !== origin && !v.cosigners.includes(name)) v.cosigners.push(name)
    if (point.size > leaves.length) { find({ code: 'checkpoint_beyond', checkpoint, expected: String(point.size) }); return point }
    if (!rootAt(point.size).equals(point.root)) find({ code: 'root_differs', checkpoint })
    if (point.chain !== hashes[point.size - 1] || point.at !== (log[point.size - 2]?.at ?? genesis.armed_at)) find({ code: 'checkpoint_facts', checkpoint })
    return point
  }
  let covered = 0
  for (const [i, { note, token }] of made.entries()) {
    const point = judge(note, i + 1)
    if (!point) continue
    if (point.size <= covered) find({ code: 'checkpoint_order', checkpoint: i + 1 })
    covered = Math.max(covered, point.size)
    const bytes = token === null ? null : strictBase64(token)
    // Whether the authority's own signature holds, openssl ts says; that the stamp is of this text is said here.
    if (token !== null && !bytes?.includes(sha256(note.slice(0, note.indexOf('\n\n') + 1)))) find({ code: 'token_wrong', checkpoint: i + 1 })
    if (bytes) v.stamps++
  }
  v.checkpoints = made.length
  if (made.length === 0) find({ code: 'no_checkpoint' })
  else if (covered < leaves.length) find({ code: 'uncovered', expected: String(leaves.length - covered) })
  for (const { name, text: note } of checkpoints) judge(note, name)
  v.root = rootAt(leaves.length).toString('base64')
  for (const receipt of receipts) judgeReceipt(receipt, { lot: genesis.lot, events, log, keys: trusted, find })
  if (whole) judgeBallots({ lot: genesis.lot, sealing: genesis.ballots, secret: opening_key, openings, log, rootAt, find })

  // The course, by rules written a second time.
  if (whole && published) {
    const { course, fault } = followed(rules, numbers, genesis.armed_at, log)
    if (fault) find({ code: 'course_wrong', event: fault.seq, why: fault.why, ...(fault.expected === undefined ? {} : { expected: fault.expected }) })
    else {
      v.result = resultOf(course)
      if (canonical(v.result) !== canonical(result)) find({ code: 'result_differs', expected: canonical(v.result) })
    }
  }
  v.right = v.findings.length === 0
  return v
}
/** An event that lacks what its kind says stops the course as one against the rules does. */
function followed(...given: Parameters<typeof follow>): ReturnType<typeof follow> {
  try { return follow(...given) } catch { return { course: follow(given[0], given[1], given[2], []).course, fault: { seq: 0, why: 'unknown' } } }
}
const resultOf = ({ phase, winner, price, closes }: Course): NonNullable<Verified['result']> => ({ phase, winner, price, closes_at: closes })

/** The first course names neither itself nor calls; a later one than the second is not known here, and nothing is said of it. */
const isCourse = ({ course, calls }: { course?: unknown; calls?: unknown }): boolean =>
  course === undefined ? calls === undefined : course === 2 && (calls === null || (isObject(calls as Json) && isWhole((calls as Json).from) && isWhole((calls as Json).apart)))

/** The first part that is not what the format says; null where all are. */
function shapeFault(file: unknown): string | null {
  if (!isObject(file)) return 'file'
  const is: [name: string, right: (value: never) => boolean][] = [
    ['format', (x) => x === 'techex-auction-bundle/1'], ['lot', isObject], ['origin', (x) => typeof x === 'string'], ['rules', (x: Json | null) => x === null || (isObject(x) && ['start', 'step', 'opens_at', 'closes_at', 'reopen', 'most_steps', 'deposit'].every((name) => isWhole(x[name])) && ['floor', 'tick'].every((name) => x[name] === null || isWhole(x[name])) && (x.extension === null || isObject(x.extension)) && isCourse(x))], ['result', isObject],
    ['genesis', (x: Json) => isObject(x) && isWhole(x.lot) && isHash(x.rules_hash) && isWhole(x.armed_at) && Array.isArray(x.bidders) && x.bidders.every(isObject) && (x.ballots === undefined || isSealing(x.ballots))],
    ['events', (x: Json[]) => Array.isArray(x) && x.every((one) => isObject(one) && typeof one.body === 'string' && isHash(one.hash))],
    ['checkpoints', (x: Json[]) => Array.isArray(x) && x.every((one) => isObject(one) && typeof one.note === 'string' && (one.token === null || typeof one.token === 'string'))],
    ['keys', (x: Json[]) => Array.isArray(x) && x.every((one) => isObject(one) && typeof one.name === 'string' && typeof one.public_key === 'string')],
    ['openings', (x: Json[]) => Array.isArray(x) && x.every((one) => isObject(one) && typeof one.ciphertext === 'string')],
    ['opening_key', (x: unknown) => x === undefined || isHash(x)],
    ['seal', (x: Json) => isObject(x) && typeof x.key === 'string' && typeof x.signature === 'string' && /^[0-9a-f]{128}$/.test(x.signature)],
  ]
  return is.find(([name, right]) => !right(file[name] as never))?.[0] ?? null
}

/** What somebody was promised for one of their own commands, held against the log. */
function judgeReceipt({ name, text }: Held, { lot, events, log, keys, find }: { lot: number; events: readonly { body: string }[]; log: readonly Told[]; keys: readonly Key[]; find: (finding: Finding) => void }): void {
  let receipt: Json
  try { receipt = JSON.parse(text) as Json } catch { find({ code: 'receipt_unreadable', file: name }); return }
  if (!isObject(receipt) || !isWhole(receipt.lot) || !isWhole(receipt.seq) || !isWhole(receipt.at) || !isHash(receipt.body_hash) || typeof receipt.key !== 'string' || typeof receipt.signature !== 'string') { find({ code: 'receipt_unreadable', file: name }); return }
  const { lot: ofLot, seq, at, body_hash, key, signature } = receipt
  const bytes = strictBase64(signature, 'base64url'), signer = keys.find((one) => one.name === key)
  if (!signer || !bytes || !signedBy(signer, canonical({ at, body_hash, key, lot: ofLot, seq }), bytes)) { find({ code: 'receipt_forged', file: name }); return }
  if (ofLot !== lot) { find({ code: 'receipt_other_lot', file: name }); return }
  const event = events[seq - 1]
  if (!event) find({ code: 'receipt_missing', file: name, event: seq })
  else if (sha256(event.body).toString('hex') !== body_hash || log[seq - 1]!.at !== at) find({ code: 'receipt_differs', file: name, event: seq })
}

interface Options { receipt: string[]; checkpoint: string[]; key: string[]; json?: boolean }
export function addVerifyBundle(verify: Command): void {
  const several = (value: string, before: string[]): string[] => [...before, value]
  verify.command('bundle <file>')
    .description('Recompute an auctioned lot from its public file: chain, tree, checkpoints, signatures, course, winner and price. Needs no database. Ends with 0 when all is right, 1 when not.')
    .option('--receipt <file>', 'a receipt you hold; may be repeated', several, [])
    .option('--checkpoint <file>', 'a checkpoint you noted earlier; may be repeated', several, [])
    .option('--key <key>', 'a public key of the Exchange you trust, by its name or in base64; without it those in the file are believed', several, [])
    .option('--json', 'the result as one JSON object')
    .addHelpText('after', `
Examples:
  techex verify bundle lot-12.json
  techex verify bundle lot-12.json --receipt receipt-12-48.json --key 0f1e2d3c4b5a6978
  techex verify bundle lot-12.json --checkpoint noted.txt --json > result.json

Whoever holds the Exchange's signing key could sign another history. Receipts and checkpoints
kept by others show that; keep yours.`)
    .action((path: string, options: Options) => { process.exitCode = runVerifyBundle(path, options) })
}

const read = (path: string): string => { try { return readFileSync(path, 'utf8') } catch (error) { throw new Stopped(`${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`) } }
const heldIn = (paths: readonly string[]): Held[] => paths.map((name) => ({ name, text: read(name) }))
export function runVerifyBundle(path: string, { receipt, checkpoint, key, json }: Options, write: (line: string) => void = say): number {
  const result = verifyBundle(read(path), { receipts: heldIn(receipt), checkpoints: heldIn(checkpoint), keys: key })
  for (const line of json ? [JSON.stringify(result)] : worded(result, key.length > 0)) write(line)
  return result.right ? 0 : 1
}

function worded({ right, findings, events, checkpoints, receipts, root, keys, cosigners, stamps, result }: Verified, pinned: boolean): string[] {
  const n = (value: number): string => value.toLocaleString('en')
  return [
    ...findings.flatMap((finding) => { const [vi, en] = wordFinding(finding); return [`✗ ${vi}`, `  ${en}`] }),
    `${n(events)} sự kiện, ${n(checkpoints)} bản chốt sổ, ${n(receipts)} biên nhận · events, checkpoints, receipts: ${right ? 'tất cả đều đúng · all is right' : `${n(findings.length)} điểm sai · findings`}`,
    ...(result ? [`Kết quả tính lại · recomputed: ${result.phase}${result.winner === null ? '' : `, số · number ${result.winner}`}${result.price === null ? '' : `, ${result.price.toLocaleString('en')} VND`}`] : right ? ['Quy chế còn giá sàn kín nên diễn biến chưa được tính lại. · The rules hold a reserve that is still secret: the course was not recomputed.'] : []),
    ...(root ? [`Gốc Merkle · Merkle root: ${root}`] : []), `Khóa · keys: ${keys.join(', ')}`,
    ...(cosigners.length ? [`Đồng ký (chưa kiểm) · cosigned (not checked): ${cosigners.join(', ')}`] : []), ...(stamps ? [`${n(stamps)} dấu thời gian; chữ ký của chúng kiểm bằng openssl ts. · time stamps; check their own signatures with openssl ts.`] : []),
    ...(pinned ? [] : ['Hãy so khóa với khóa Sàn công bố (--key). · Compare the keys with those the Exchange publishes (--key).']),
  ]
}
