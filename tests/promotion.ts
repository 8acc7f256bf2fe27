import type { Actor } from '../src/core/context.ts'
import type { Db } from '../src/core/database.ts'
import { chooseListing, makeCollection, publishCollection } from '../src/modules/promotion/commands.ts'
import { ctxOf } from './database.ts'

/** A published collection (say-lanh) and a draft (ban-nhap), each with that listing; `secret` stands in the draft's words. */
export async function someCollections(db: Db, curator: Actor, listing: number, secret = ''): Promise<{ published: number; draft: number }> {
  const made = async (slug: string, title: string, word: string): Promise<number> => {
    const id = await makeCollection(ctxOf(db, curator), { slug, title_vi: `${title} ${word}`, title_en: `${title} ${word}`, intro_vi: `Những công nghệ đã chạy thật. ${word}`, intro_en: `Technologies that run already. ${word}`, reason_vi: `Có số đo ở nơi dùng thật. ${word}`, reason_en: `Measured where they are used. ${word}` })
    await chooseListing(ctxOf(db, curator), { id, listing })
    return id
  }
  const published = await made('say-lanh', 'Sấy lạnh nông sản', '')
  await publishCollection(ctxOf(db, curator), { id: published })
  return { published, draft: await made('ban-nhap', 'Bản nháp', secret) }
}
