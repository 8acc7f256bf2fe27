import { inflateRawSync } from 'node:zlib'

/** What a file for a word processor says: the one entry of the archive that holds its text. */
export function docxText(docx: Buffer): string {
  let at = docx.readUInt32LE(docx.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6])) + 16) // where the directory begins
  while (docx.readUInt32LE(at) === 0x02014b50) {
    const [bytes, name, extra, comment, place] = [docx.readUInt32LE(at + 20), docx.readUInt16LE(at + 28), docx.readUInt16LE(at + 30), docx.readUInt16LE(at + 32), docx.readUInt32LE(at + 42)]
    const start = place + 30 + docx.readUInt16LE(place + 26) + docx.readUInt16LE(place + 28)
    if (docx.toString('utf8', at + 46, at + 46 + name) === 'word/document.xml') return inflateRawSync(docx.subarray(start, start + bytes)).toString('utf8').replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
    at += 46 + name + extra + comment
  }
  throw new Error('there is no text in it')
}
