// HOW A MODULE LETS ITS DOCUMENTS BE READ. Documents know nothing of what they are for, so each
// module that puts one somewhere brings its own rule:
//   1. write, in its own folder, `export const proofDocuments: DocumentUse = async (ctx, document) => …`,
//      which looks for `document.id` in the module's own tables and returns how THIS reader may have
//      it, or null where the document is not there or not for them (see listings/documents.ts,
//      deals/documents.ts);
//   2. name it in the table `documentUses` of src/routes.tsx.
// Where a reading is to be written down, the answer carries `recordView`; it runs before the first
// byte is sent, and where it throws nothing is sent. A document no use knows is nobody's.
import type { Ctx } from '../../core/context.ts'
import type { Db } from '../../core/database.ts'
import type { Document } from './schema.ts'

/** How a reader may have a document. */
export interface DocumentAccess {
  /** Strangers may have it too, so that caches may keep it. */
  public: boolean
  /** Shown on a page, as pictures are, or handed over as a file. */
  shown: 'inline' | 'attachment'
  /** Writes down that this reader had it. */
  recordView?: (ctx: Ctx, document: Document) => Promise<unknown>
}
/** One thing documents are used for, with the rule of the module that uses them so. */
export type DocumentUse = (ctx: Ctx, document: Document) => Promise<DocumentAccess | null>
export type DocumentUses = Readonly<Record<string, DocumentUse>>

export interface ReadableDocument extends Omit<DocumentAccess, 'recordView'> {
  document: Document
  /** Every use through which the reader has it wants its view recorded; nothing to do for what is public. */
  recordView: () => Promise<void>
}

/** The address of a document; the name in it is for people only. */
export const fileHref = ({ id, name }: Pick<Document, 'id' | 'name'>): string => `/files/${id}/${encodeURIComponent(name)}`

export const documentOf = (db: Db, id: number): Promise<Document | undefined> => db.selectFrom('document').selectAll().where('id', '=', id).executeTakeFirst()

/** A document this reader may have through at least one of its uses; undefined for everything else, one nobody has put anywhere included. */
export async function readableDocument(ctx: Ctx, uses: DocumentUses, id: number): Promise<ReadableDocument | undefined> {
  const document = await documentOf(ctx.db, id)
  if (!document) return undefined
  const ways: DocumentAccess[] = []
  for (const use of Object.values(uses)) {
    const way = await use(ctx, document)
    if (way) ways.push(way)
  }
  if (!ways.length) return undefined
  const open = ways.some((way) => way.public)
  return {
    document, public: open, shown: ways.some(({ shown }) => shown === 'inline') ? 'inline' : 'attachment',
    recordView: async () => { if (!open) for (const way of ways) await way.recordView?.(ctx, document) },
  }
}
