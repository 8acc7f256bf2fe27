import { generateKeyPairSync, sign, verify } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { anAuthority, askedIn, octets, seq, stampToken, whole } from '../../../tests/authority.ts'
import { readConfig, WrongSetting } from '../config.ts'
import { readCertificate } from '../signatures/certificates.ts'
import { bodyOf, canonicalText, commitmentOf, genesisHash, nextHash, sha256 } from './chain.ts'
import { type Checkpoint, checkpointText, cosigned, isSignedBy, originOf, readCheckpoint, signNote, textOfNote, verifierKey } from './checkpoint.ts'
import { publicKeyOf, publishedKey, signingKeyOf, signingKeyOfPem } from './keys.ts'
import { isReceiptOf, keyName, signReceipt } from './receipt.ts'
import { askStamp, judgeToken, NotStamped, stampLimits, stampRequest, tokenIn } from './stamp.ts'

const folder = mkdtempSync(join(tmpdir(), 'techex-proof-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const aKey = () => signingKeyOfPem(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
const key = aKey(), other = aKey()

describe('the chain', () => {
  test('texts are those of RFC 8785: its own example, byte for byte', () => {
    expect(canonicalText(JSON.parse('{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}')))
      .toBe('{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}')
    expect(canonicalText({ '\u20ac': 1, '\r': 2, '1': 3, '😀': 4, 'ö': 5 })).toBe('{"\\r":2,"1":3,"ö":5,"€":1,"😀":4}')
    expect(() => canonicalText(undefined)).toThrow(TypeError)
    expect(() => canonicalText({ x: Number.NaN })).toThrow(/NaN/)
  })
  test('a hash is of the hash before and the body, and the first of the genesis, whose bidders are in order', () => {
    const genesis = { lot: 7, rules_hash: 'a'.repeat(64), bidders: [{ number: 2, commitment: 'b' }, { number: 1, commitment: 'c' }], armed_at: 5 }
    const first = genesisHash(genesis)
    expect(first.equals(sha256(`{"armed_at":5,"bidders":[{"commitment":"c","number":1},{"commitment":"b","number":2}],"lot":7,"rules_hash":"${'a'.repeat(64)}"}`))).toBe(true)
    expect(genesisHash({ ...genesis, bidders: genesis.bidders.toReversed() }).equals(first)).toBe(true)
    expect(genesisHash({ ...genesis, armed_at: 6 }).equals(first)).toBe(false)
    const body = bodyOf({ type: 'opened', seq: 1, at: 9 })
    expect(body).toBe('{"at":9,"seq":1,"type":"opened"}')
    expect(nextHash(first, body).equals(sha256(Buffer.concat([first, Buffer.from(body)])))).toBe(true)
  })
  test('a commitment says nobody’s name and is another for another salt, person or organisation', () => {
    const all = [commitmentOf('s', 1, 2), commitmentOf('t', 1, 2), commitmentOf('s', 2, 1), commitmentOf('s', 1, 3)]
    expect(new Set(all).size).toBe(4)
    for (const one of all) expect(one).toMatch(/^[0-9a-f]{64}$/)
  })
})

describe('a receipt', () => {
  const receipt = signReceipt({ lot: 3, seq: 12, at: 1_800_000_000_000_001, body: '{"seq":12}' }, key)
  test('is the same each time, is signed over what it says, and is known by whoever has the public key', () => {
    expect(signReceipt({ lot: 3, seq: 12, at: 1_800_000_000_000_001, body: '{"seq":12}' }, key)).toEqual(receipt)
    expect(receipt.body_hash).toBe(sha256('{"seq":12}').toString('hex'))
    expect(receipt.key).toBe(keyName(key.publicKey))
    expect(verify(null, Buffer.from(`{"at":1800000000000001,"body_hash":"${receipt.body_hash}","key":"${receipt.key}","lot":3,"seq":12}`), key.publicKey, Buffer.from(receipt.signature, 'base64url'))).toBe(true)
    expect(isReceiptOf(receipt, key.publicKey)).toBe(true)
  })
  test.each([['lot', 4], ['seq', 13], ['at', 1_800_000_000_000_002], ['body_hash', sha256('x').toString('hex')], ['key', '0'.repeat(16)], ['signature', sign(null, Buffer.from('x'), key.privateKey).toString('base64url')], ['signature', '']])('with another %s is none', (field, value) => {
    expect(isReceiptOf({ ...receipt, [field]: value }, key.publicKey)).toBe(false)
  })
  test('is none of another key, though it bears its name', () => {
    expect(isReceiptOf(receipt, other.publicKey)).toBe(false)
    expect(isReceiptOf({ ...receipt, key: keyName(other.publicKey) }, other.publicKey)).toBe(false)
  })
})

describe('a checkpoint', () => {
  const origin = originOf('https://san.example.vn', 12)
  const checkpoint: Checkpoint = { origin, size: 9, root: sha256('root'), at: 1_800_000_000_000_000, chain: sha256('chain') }
  test('is written in the lines of C2SP, and read as it was written', () => {
    expect(checkpointText(checkpoint)).toBe(`san.example.vn/auctions/12\n9\n${sha256('root').toString('base64')}\nat 1800000000000000\nchain ${sha256('chain').toString('hex')}\n`)
    expect(readCheckpoint(checkpointText(checkpoint))).toEqual(checkpoint)
  })
  test.each(['', 'x', checkpointText(checkpoint).slice(0, -1), checkpointText(checkpoint).replace('\n9\n', '\n09\n'), checkpointText(checkpoint).replace('=', ''), `${checkpointText(checkpoint)}more\n`, checkpointText(checkpoint).replace('chain ', 'chain  ')])('another text is none: %j', (text) => {
    expect(readCheckpoint(text)).toBeNull()
  })
  test('is signed as a note with the key’s id before the signature', () => {
    const note = signNote(checkpointText(checkpoint), origin, key)
    const [, base64 = ''] = /\n\n— san\.example\.vn\/auctions\/12 ([A-Za-z0-9+/=]+)\n$/.exec(note) ?? []
    const bytes = Buffer.from(base64, 'base64')
    const raw = key.publicKey.export({ type: 'spki', format: 'der' }).subarray(-32)
    expect(bytes.subarray(0, 4).equals(sha256(Buffer.concat([Buffer.from(`${origin}\n`), Buffer.of(1), raw])).subarray(0, 4))).toBe(true)
    expect(verify(null, Buffer.from(checkpointText(checkpoint)), key.publicKey, bytes.subarray(4))).toBe(true)
    expect(verifierKey(origin, key.publicKey)).toBe(`${origin}+${bytes.subarray(0, 4).toString('hex')}+${Buffer.concat([Buffer.of(1), raw]).toString('base64')}`)
    expect(textOfNote(note)).toBe(checkpointText(checkpoint))
    expect([isSignedBy(note, origin, key.publicKey), isSignedBy(note, origin, other.publicKey), isSignedBy(note, 'x', key.publicKey), isSignedBy(note.replace('\n9\n', '\n8\n'), origin, key.publicKey), isSignedBy('x', origin, key.publicKey)]).toEqual([true, false, false, false, false])
  })
  test('takes the signatures of others below its own', () => {
    const note = cosigned(signNote(checkpointText(checkpoint), origin, key), 'so-khcn.example.vn', other)
    expect([isSignedBy(note, origin, key.publicKey), isSignedBy(note, 'so-khcn.example.vn', other.publicKey), isSignedBy(note, 'so-khcn.example.vn', key.publicKey)]).toEqual([true, true, false])
  })
  test('a published key in the form of Go’s note package is read as such: its own example', () => {
    // The key of PeterNeumann, from the documentation of golang.org/x/mod/sumdb/note.
    const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from('ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW', 'base64').subarray(1)])
    const neumann = publicKeyOf(spki.toString('base64'))
    expect(verifierKey('PeterNeumann', neumann)).toBe('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW')
    const text = 'If you think cryptography is the answer to your problem,\nthen you don\'t know what your problem is.\n'
    expect(isSignedBy(`${text}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`, 'PeterNeumann', neumann)).toBe(true)
  })
})

describe('the key that signs', () => {
  test('is made once, kept where only its owner reads it, and found again; another DATA_DIR has another', () => {
    const one = signingKeyOf({ signingKey: null, dataDir: folder })
    expect(statSync(join(folder, 'auction-key.pem')).mode & 0o777).toBe(0o600)
    expect(keyName(signingKeyOfPem(readFileSync(join(folder, 'auction-key.pem'), 'utf8')).publicKey)).toBe(keyName(one.publicKey))
    expect(signingKeyOf({ signingKey: null, dataDir: folder })).toBe(one)
    expect(keyName(signingKeyOf({ signingKey: null, dataDir: join(folder, 'second') }).publicKey)).not.toBe(keyName(one.publicKey))
    const { name, public_key } = publishedKey(one.publicKey)
    expect(keyName(publicKeyOf(public_key))).toBe(name)
  })
  test('may be a setting, and a wrong one is said without showing it', () => {
    const place = join(folder, 'own.pem'), sentence = (path: string): string => { try { readConfig({ SIGNING_KEY: path }); return '' } catch (error) { return error instanceof WrongSetting ? error.message : String(error) } }
    writeFileSync(place, key.privateKey.export({ type: 'pkcs8', format: 'pem' }))
    const config = readConfig({ SIGNING_KEY: place, DATA_DIR: join(folder, 'third') })
    expect(keyName(signingKeyOf(config).publicKey)).toBe(keyName(key.publicKey))
    expect(sentence(join(folder, 'nowhere'))).toContain('cannot be read')
    writeFileSync(place, 'khoa-kin')
    expect(sentence(place)).toMatch(/holds no private key in PEM. Make one with: openssl/)
    writeFileSync(place, generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }))
    expect(sentence(place)).toContain('no Ed25519 key')
    expect(sentence(place)).not.toMatch(/khoa-kin|BEGIN/)
    expect(readConfig({})).toMatchObject({ signingKey: null, tsaUrl: null })
    expect(() => readConfig({ TSA_URL: 'ftp://x' })).toThrow(/TSA_URL must be the full address/)
  })
})

describe('a time stamp', () => {
  const authority = anAuthority('Cấp dấu thời gian thử nghiệm'), clock = authority.clock()
  const roots = [readCertificate(authority.root.der)], text = Buffer.from('bản chốt sổ'), at = new Date('2026-03-02T05:00:00Z'), later = new Date('2026-03-02T06:00:00Z')
  const token = stampToken(text, clock, at, [authority.middle])
  const answer = (given: Buffer, status = 0): Buffer => seq(seq(whole(status)), given)

  test('is asked for by the hash of the text, with a number, and the certificate', () => {
    const { der, nonce } = stampRequest(text)
    expect(der.includes(octets(sha256(text)))).toBe(true)
    expect(der.includes(whole(nonce))).toBe(true)
    expect(stampRequest(text).nonce.equals(nonce)).toBe(false)
  })
  test('is taken from the answer as it came, and says when; a root vouches for it or not', () => {
    expect(tokenIn(answer(token), text, null).equals(token)).toBe(true)
    expect(judgeToken(token, text, roots, later)).toEqual({ at, proven: true })
    expect(judgeToken(token, text, [readCertificate(anAuthority('Khác').root.der)], later)).toEqual({ at, proven: false })
    expect(judgeToken(token, Buffer.from('khác'), roots, later)).toBeNull()
  })
  test.each<[string, Buffer, Buffer | null]>([
    ['a refusal', answer(token, 2), null], ['nothing', Buffer.alloc(0), null], ['a page', Buffer.from('<html>'), null], ['no token', seq(seq(whole(0))), null],
    ['a token of something else', answer(stampToken(Buffer.from('khác'), clock, at)), null], ['an answer to another request', answer(token), Buffer.of(1, 2, 3)],
  ])('%s is not taken', (_, bytes, nonce) => {
    expect(() => tokenIn(bytes, text, nonce)).toThrow(NotStamped)
  })
  test('with any byte changed does not hold', () => {
    for (let i = 0; i < token.length; i += 13) {
      const wrong = Buffer.from(token)
      wrong[i]! ^= 0x10
      const judged = judgeToken(wrong, text, roots, later)
      expect(judged?.proven ?? false, `byte ${i}`).toBe(false)
    }
  })

  const listening = async (handle: (request: IncomingMessage, reply: ServerResponse, body: Buffer) => void): Promise<string> => {
    const server = createServer((request, reply) => { const parts: Buffer[] = []; request.on('data', (part: Buffer) => parts.push(part)).on('end', () => handle(request, reply, Buffer.concat(parts))) })
    await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done) })
    afterAll(() => { server.closeAllConnections(); server.close() })
    return `http://tsa.example.vn:${(server.address() as AddressInfo).port}/tsr`
  }
  test('comes from the authority’s address and nowhere else; what is no answer of its is said', async () => {
    const asked: string[] = []
    // The test's clock stamps a number of its own (7), so that no real answer repeats ours.
    const wrong = await listening((request, reply) => { asked.push(`${request.headers.host} ${request.headers['content-type']}`); reply.end(answer(token)) })
    await expect(askStamp(wrong, '127.0.0.1', text)).rejects.toThrow('the answer is to another request')
    expect(asked).toEqual([`${new URL(wrong).host} application/timestamp-query`])
    await expect(askStamp(await listening((_, reply) => { reply.statusCode = 302; reply.setHeader('location', 'http://169.254.169.254/'); reply.end() }), '127.0.0.1', text)).rejects.toThrow('it answered 302')
    await expect(askStamp(await listening((_, reply) => { reply.end(Buffer.alloc(stampLimits.bytes + 1)) }), '127.0.0.1', text)).rejects.toThrow('its answer has no end')
    await expect(askStamp('http://tsa.example.vn:9/', '127.0.0.1', text)).rejects.toThrow(NotStamped)
    // One that answers what it was asked.
    const right = await listening((_, reply, body) => { reply.end(answer(stampToken(text, clock, at, [authority.middle], askedIn(body).nonce))) })
    expect(judgeToken(await askStamp(right, '127.0.0.1', text), text, roots, later)).toEqual({ at, proven: true })
  })
})
