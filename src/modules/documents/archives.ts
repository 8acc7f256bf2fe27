import { type FileHandle, open } from 'node:fs/promises'

/** What an office file may unpack to. Real ones stay far below; a bomb is made to go far beyond. */
export const archiveLimits = { entries: 5_000, bytes: 300 * 1024 * 1024, ratio: 150, ratioFrom: 5 * 1024 * 1024, directoryBytes: 2 * 1024 * 1024 }
const endMark = Buffer.from('PK\x05\x06', 'latin1')
const endBytes = 22

/**
 * Whether a zip may be kept and handed on: it begins at the first byte and ends with the last, lists
 * every entry once within the file, hides nothing by encryption or by names that climb out, and
 * unpacks to something sane. Reads its table of contents only, and of that no more than a limit.
 */
export async function isSoundArchive(path: string, bytes: number): Promise<boolean> {
  const file = await open(path)
  try {
    const entries = await contentsOf(file, bytes)
    return entries !== null && isSane(entries)
  } finally {
    await file.close()
  }
}

/** Whether something that is no zip carries one at its end, where archive programs look first. */
export async function carriesArchive(path: string, bytes: number): Promise<boolean> {
  const file = await open(path)
  try {
    const tail = await read(file, Math.max(0, bytes - 66_000), Math.min(bytes, 66_000))
    for (let at = tail.lastIndexOf(endMark); at >= 0; at = at === 0 ? -1 : tail.lastIndexOf(endMark, at - 1)) {
      if (at + endBytes <= tail.length && tail.readUInt16LE(at + 10) > 0 && at + endBytes + tail.readUInt16LE(at + 20) <= tail.length) return true
    }
    return false
  } finally {
    await file.close()
  }
}

/** Whether a file that is something else would also be taken for a PDF, which readers look for in the first kilobyte. */
export async function beginsAsPdfToo(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    return (await read(file, 0, 1024 + 5)).includes('%PDF-')
  } finally {
    await file.close()
  }
}

interface Entry { name: string; packed: number; unpacked: number; at: number; encrypted: boolean }

/** Its table of contents; null where it has none that holds together. Zip64, which nothing of our size needs, is none. */
async function contentsOf(file: FileHandle, bytes: number): Promise<Entry[] | null> {
  if (bytes < endBytes || !(await read(file, 0, 4)).equals(Buffer.from('PK\x03\x04', 'latin1'))) return null
  const end = await read(file, bytes - endBytes, endBytes) // no comment behind it: what follows a zip is not the zip's
  if (!end.subarray(0, 4).equals(endMark) || end.readUInt16LE(20) !== 0) return null
  const [count, length, at] = [end.readUInt16LE(10), end.readUInt32LE(12), end.readUInt32LE(16)]
  if (end.readUInt16LE(8) !== count || length > archiveLimits.directoryBytes || at + length !== bytes - endBytes) return null
  const directory = await read(file, at, length)
  const entries: Entry[] = []
  let place = 0
  while (place < length) {
    if (place + 46 > length || directory.readUInt32LE(place) !== 0x02014b50) return null
    const nameLength = directory.readUInt16LE(place + 28)
    entries.push({
      encrypted: (directory.readUInt16LE(place + 8) & 1) === 1, packed: directory.readUInt32LE(place + 20), unpacked: directory.readUInt32LE(place + 24), at: directory.readUInt32LE(place + 42),
      name: directory.toString('utf8', place + 46, place + 46 + nameLength),
    })
    if (entries.length > archiveLimits.entries) return null
    place += 46 + nameLength + directory.readUInt16LE(place + 30) + directory.readUInt16LE(place + 32)
  }
  // Entries that lie upon each other let a small file unpack to a huge one.
  const byPlace = entries.toSorted((a, b) => a.at - b.at)
  const apart = byPlace.every((entry, i) => entry.at + 30 + entry.packed <= (byPlace[i + 1]?.at ?? at))
  return entries.length === count && place === length && apart && byPlace[0]?.at === 0 ? entries : null
}

function isSane(entries: readonly Entry[]): boolean {
  const unpacked = entries.reduce((sum, entry) => sum + entry.unpacked, 0)
  const packed = entries.reduce((sum, entry) => sum + entry.packed, 0)
  if (unpacked > archiveLimits.bytes || (unpacked > archiveLimits.ratioFrom && unpacked > packed * archiveLimits.ratio)) return false
  if (new Set(entries.map(({ name }) => name.toLowerCase())).size !== entries.length) return false
  return entries.every(({ name, encrypted }) => !encrypted && !/^[/\\]|^[a-z]:|(^|[/\\])\.\.([/\\]|$)|\0/i.test(name))
}

async function read(file: FileHandle, from: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length)
  const { bytesRead } = await file.read(buffer, 0, length, from)
  return buffer.subarray(0, bytesRead)
}
