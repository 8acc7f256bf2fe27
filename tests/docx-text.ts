import { inflateRawSync } from 'node:zlib'

/** What lies in an archive, by name: files for word processors and spreadsheets are archives. */
export function partsOf(archive: Buffer): Map<string, Buffer> {
  const parts = new Map<string, Buffer>()
  let at = archive.readUInt32LE(archive.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6])) + 16) // where the directory begins
  while (archive.readUInt32LE(at) === 0x02014b50) {
    const [method, bytes, name, extra, comment, place] = [archive.readUInt16LE(at + 10), archive.readUInt32LE(at + 20), archive.readUInt16LE(at + 28), archive.readUInt16LE(at + 30), archive.readUInt16LE(at + 32), archive.readUInt32LE(at + 42)]
    const start = place + 30 + archive.readUInt16LE(place + 26) + archive.readUInt16LE(place + 28), packed = archive.subarray(start, start + bytes)
    parts.set(archive.toString('utf8', at + 46, at + 46 + name), method === 0 ? packed : inflateRawSync(packed))
    at += 46 + name + extra + comment
  }
  return parts
}

/** What a file for a word processor says: the one entry of the archive that holds its text. */
export function docxText(docx: Buffer): string {
  const text = partsOf(docx).get('word/document.xml')
  if (!text) throw new Error('there is no text in it')
  return text.toString('utf8').replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
}
