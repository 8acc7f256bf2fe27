import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import type { z } from 'zod'
import { permit } from '../../core/context.ts'
import { refuse } from '../../platform/refusal.ts'
import { button, type FormState, idOf } from '../../web/http.tsx'
import type { DocumentKind } from '../documents/rules.ts'
import { takeUpload } from '../documents/upload-routes.ts'
import type { Uploads } from '../listings/routes.tsx'
import { type NewLotFile, PutLotDocument, putLotFile, PutLotPicture, TakeLotFile, takeLotFile } from './file-commands.ts'
import { takesFiles } from './file-rules.ts'
import { lotFile } from './queries.ts'
import { type AuctionRefusal, runsAuctions } from './rules.ts'
import { refuseSide } from './side-queries.ts'

/** What officers put into the dossier of a lot. `show` draws their desk again with the form that was sent wrong. */
export function fileRoutes(app: FastifyInstance, { storage, uploadMaxBytes }: Uploads, show: (request: FastifyRequest, forms: { [name: string]: FormState }) => Promise<VNode>): void {
  const put = (name: 'files' | 'pictures', kind: DocumentKind, schema: z.ZodType<NewLotFile>): void => {
    app.post(`/auctions/:lot_id/${name}`, { config: { takesFile: true } }, async (request, reply) => {
      const { ctx } = request
      permit(ctx.actor, runsAuctions) // nobody's file is taken in who could not put it here
      const { lot, side } = await lotFile(ctx, idOf(request, 'lot_id'))
      refuseSide(side)
      if (!takesFiles(lot, ctx.now())) refuse<AuctionRefusal>({ code: 'lot_files_stand' })
      return takeUpload(request, reply, {
        storage, maxBytes: uploadMaxBytes, kind, schema, show: (form) => show(request, { [name]: form }),
        act: async (input, upload) => { await putLotFile(ctx, storage, input, upload); return `/${ctx.locale}/auctions/${lot.id}/office?done=uploaded#files` },
      })
    })
  }
  put('files', 'document', PutLotDocument)
  put('pictures', 'picture', PutLotPicture)
  button(app, '/auctions/:lot_id/files/:file_id/withdrawal', TakeLotFile, async (ctx, input) => { await takeLotFile(ctx, input); return `/${ctx.locale}/auctions/${input.lot_id}/office?done=removed#files` })
}
