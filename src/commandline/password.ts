import { StringDecoder } from 'node:string_decoder'
import { Stopped } from './exchange.ts'

/** What is typed without being shown; empty where nobody sits at a terminal. */
export async function askPassword(question: string): Promise<string> {
  const { stdin, stderr } = process
  if (!stdin.isTTY || !stderr.isTTY) return ''
  stderr.write(question)
  stdin.setRawMode(true)
  stdin.resume()
  const decoder = new StringDecoder('utf8')
  let typed = ''
  try {
    for await (const chunk of stdin as AsyncIterable<Buffer>) {
      for (const letter of decoder.write(chunk)) {
        if (letter === '\r' || letter === '\n' || letter === '\u0004') return typed
        if (letter === '\u0003') throw new Stopped('Nothing was made.')
        typed = letter === '\u007f' || letter === '\b' ? typed.slice(0, -1) : letter < ' ' ? typed : typed + letter
      }
    }
    return typed
  } finally {
    stdin.setRawMode(false)
    stderr.write('\n')
  }
}
