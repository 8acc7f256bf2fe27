/** Bytes and their digests, for what is sealed in a browser and opened by the server: no Buffer, no Node. */
export type Bytes = Uint8Array<ArrayBuffer>

const encoder = new TextEncoder()
export const bytesOf = (text: string): Bytes => encoder.encode(text)
export const digest = async (...parts: Bytes[]): Promise<Bytes> => new Uint8Array(await crypto.subtle.digest('SHA-256', joined(parts)))
export function joined(parts: readonly Bytes[]): Bytes {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) { whole.set(part, at); at += part.length }
  return whole
}
/** A copy that is nothing but a Uint8Array: the shares' arithmetic refuses Node's Buffer. */
export const plainArray = (bytes: Uint8Array): Bytes => new Uint8Array(bytes)
export const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
export const fromHex = (text: string): Bytes => Uint8Array.from(text.match(/../g) ?? [], (two) => Number.parseInt(two, 16))
export const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes))
export const fromBase64 = (text: string): Bytes => Uint8Array.from(atob(text), (one) => one.charCodeAt(0))
export const hashOf = async (bytes: Bytes): Promise<string> => hex(await digest(bytes))
export const randomSalt = (): string => hex(crypto.getRandomValues(new Uint8Array(16)))
