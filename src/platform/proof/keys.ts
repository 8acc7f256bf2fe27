import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { keyName } from './receipt.ts'

export interface SigningKey { privateKey: KeyObject; publicKey: KeyObject }
export const signingKeyOfPem = (pem: string): SigningKey => { const privateKey = createPrivateKey(pem); return { privateKey, publicKey: createPublicKey(privateKey) } }

const known = new Map<string, SigningKey>()
/**
 * The key by which the Exchange signs receipts and checkpoints of auctions (Ed25519): the setting, or
 * one made once and kept where only its owner reads it. All processes on one DATA_DIR have the same.
 */
export function signingKeyOf({ signingKey, dataDir }: { signingKey: string | null; dataDir: string }): SigningKey {
  const place = join(dataDir, 'auction-key.pem')
  const there = known.get(signingKey ?? place)
  if (there) return there
  const key = signingKeyOfPem(signingKey ?? keptAt(place, dataDir))
  known.set(signingKey ?? place, key)
  return key
}
function keptAt(place: string, dataDir: string): string {
  const read = (): string | null => { try { return readFileSync(place, 'utf8') || null } catch { return null } }
  const kept = read()
  if (kept) return kept
  mkdirSync(dataDir, { recursive: true })
  const making = `${place}.${process.pid}`
  writeFileSync(making, generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flush: true })
  // Whoever is second takes the first one's.
  try { linkSync(making, place) } catch (error) { if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error }
  rmSync(making)
  return read() as string
}

/** A public key as it is published and kept: its name, and its SubjectPublicKeyInfo in base64. */
export interface PublishedKey { name: string; public_key: string }
export const publishedKey = (publicKey: KeyObject): PublishedKey => ({ name: keyName(publicKey), public_key: publicKey.export({ type: 'spki', format: 'der' }).toString('base64') })
export const publicKeyOf = (base64: string): KeyObject => createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' })
