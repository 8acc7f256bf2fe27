import type { FastifyReply, FastifyRequest } from 'fastify'
import { readFile } from 'node:fs/promises'
import type { VNode } from 'preact'
import { refuse } from '../../platform/refusal.ts'
import type { Storage } from '../../platform/storage.ts'
import type { FormState } from '../../web/http.tsx'
import type { UploadRefusal } from '../documents/rules.ts'
import { takeUpload } from '../documents/upload-routes.ts'
import { columnsOf, StatementFields } from './fields.ts'
import { type Columns, largestStatement } from './rules.ts'

export interface BroughtStatement { name: string; content: string; columns: Columns }
interface TakenStatement {
  storage: Storage
  show: (form: FormState) => Promise<VNode>
  /** Returns the address to go to. The file itself is not kept. */
  act: (statement: BroughtStatement) => Promise<string>
}
/** Takes a bank’s file in, as `takeUpload` does: whoever calls it has asked first whether its sender may bring one. */
export const takeStatement = (request: FastifyRequest, reply: FastifyReply, { storage, show, act }: TakenStatement): Promise<FastifyReply> => takeUpload(request, reply, {
  storage, maxBytes: largestStatement, kind: 'statement', schema: StatementFields, show,
  act: async (typed, upload) => {
    let content: string
    try {
      // What is no text a bank writes cannot be read wrongly.
      content = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(upload.path))
    } catch (error) {
      if (error instanceof TypeError) return refuse<UploadRefusal>({ code: 'file_broken', field: 'file' })
      throw error
    }
    return act({ content, name: upload.name, columns: columnsOf(typed) })
  },
})
