import { createDecipheriv, createPrivateKey, createPublicKey, diffieHellman } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { hex, randomSalt } from '../sealing/bytes.ts'
import { plainBytes, sealedBytes } from '../sealing/envelope.ts'
import { publicKeyOfSecret } from '../sealing/key.ts'
import { combineShares, makeSplitKey } from '../sealing/shares.ts'
import { ballotText, openBallot, sealBallot } from './seal.ts'

const { publicKey, shares } = await makeSplitKey()
const ballot = { amount: 120_000_000, bidder: 211, lot: 7, salt: randomSalt() }
const sealed = await sealBallot(publicKey, ballot)
const secret = await combineShares([0, 2, 4].map((i) => shares[i]!))

describe('a ballot', () => {
  test('opens with the key, for its lot and number alone; all are of one length whatever they say', async () => {
    expect(await openBallot(secret, 7, 211, sealed)).toEqual(ballot)
    expect(await openBallot(secret, 7, 342, sealed)).toBeNull()
    expect(await openBallot(secret, 8, 211, sealed)).toBeNull()
    for (const amount of [1, Number.MAX_SAFE_INTEGER]) expect((await sealBallot(publicKey, { ...ballot, amount })).length).toBe(sealedBytes)
    expect(hex(await sealBallot(publicKey, ballot))).not.toBe(hex(sealed))
  })
  test('one bit another anywhere, and it is unreadable', async () => {
    for (let i = 0; i < sealed.length; i += 7) {
      const wrong = sealed.slice()
      wrong[i]! ^= 1 << (i % 8)
      // The highest bit of the sender's key is no part of it (RFC 7748), but it is bound into the sealing.
      expect(await openBallot(secret, 7, 211, wrong), String(i)).toBeNull()
    }
    for (const length of [0, 31, 207]) expect(await openBallot(secret, 7, 211, sealed.slice(0, length))).toBeNull()
  })
  test('what does not say exactly what a ballot says is none', async () => {
    for (const amount of [0, -5, 1.5, Number.MAX_SAFE_INTEGER + 1]) expect(await openBallot(secret, 7, 211, await sealBallot(publicKey, { ...ballot, amount })), String(amount)).toBeNull()
    for (const salt of ['', 'x', 'ABCDEFABCDEFABCDEFABCDEFABCDEFAB']) expect(await openBallot(secret, 7, 211, await sealBallot(publicKey, { ...ballot, salt })), salt).toBeNull()
    await expect(sealBallot(publicKey, { ...ballot, salt: 'x'.repeat(plainBytes) })).rejects.toThrow('longer')
  })
  test('is plain HPKE, which anybody opens by RFC 9180', async () => {
    const { hkdfSync, createHmac } = await import('node:crypto')
    const suite = Buffer.from('HPKE\0\x20\0\x01\0\x02', 'latin1'), kem = Buffer.from('KEM\0\x20', 'latin1'), none = Buffer.alloc(0)
    const extract = (id: Buffer, salt: Buffer, label: string, ikm: Buffer): Buffer => createHmac('sha256', salt).update(Buffer.concat([Buffer.from('HPKE-v1'), id, Buffer.from(label), ikm])).digest()
    const expand = (id: Buffer, prk: Buffer, label: string, info: Buffer, length: number): Buffer => {
      const labelled = Buffer.concat([Buffer.from([length >> 8, length & 255]), Buffer.from('HPKE-v1'), id, Buffer.from(label), info])
      const blocks: Buffer[] = []
      for (let n = 1, last: Buffer = none; Buffer.concat(blocks).length < length; n++) { last = createHmac('sha256', prk).update(Buffer.concat([last, labelled, Buffer.from([n])])).digest(); blocks.push(last) }
      return Buffer.concat(blocks).subarray(0, length)
    }
    expect(hkdfSync).toBeTypeOf('function')
    const enc = Buffer.from(sealed.slice(0, 32)), ct = Buffer.from(sealed.slice(32))
    const privateKey = createPrivateKey({ key: Buffer.concat([Buffer.from('302e020100300506032b656e04220420', 'hex'), secret]), format: 'der', type: 'pkcs8' })
    const dh = diffieHellman({ privateKey, publicKey: createPublicKey({ key: Buffer.concat([Buffer.from('302a300506032b656e032100', 'hex'), enc]), format: 'der', type: 'spki' }) })
    const shared = expand(kem, extract(kem, none, 'eae_prk', dh), 'shared_secret', Buffer.concat([enc, publicKeyOfSecret(secret)]), 32)
    const context = Buffer.concat([Buffer.from([0]), extract(suite, none, 'psk_id_hash', none), extract(suite, none, 'info_hash', Buffer.from('techex-ballot/1\n7'))])
    const prk = extract(suite, shared, 'secret', none), decipher = createDecipheriv('aes-256-gcm', expand(suite, prk, 'key', context, 32), expand(suite, prk, 'base_nonce', context, 12))
    decipher.setAAD(Buffer.from('7\n211')).setAuthTag(ct.subarray(-16))
    expect(Buffer.concat([decipher.update(ct.subarray(0, -16)), decipher.final()]).toString()).toBe(ballotText(ballot).padEnd(plainBytes))
  })
})
