import type { Actor } from '../src/core/context.ts'
import type { Db } from '../src/core/database.ts'
import type { Reaction } from '../src/core/reactions.ts'
import type { DomainEvent } from '../src/core/schema.ts'
import { type NoticeKind, noticeText, wordsFor } from '../src/modules/notifications/texts.ts'
import { reactionsOf } from '../src/reactions.ts'

/** Lets what was recorded since the last call, of events so begun, have its consequences; each call returns who was told what, in Vietnamese, in order of names. */
export function tellingOf(db: Db, begun: 'lot.' | 'lot.earnest' | 'solution.', people: Record<string, Actor>): () => Promise<string[]> {
  const reactions = reactionsOf({ publicUrl: 'https://san.example', secret: 's'.repeat(40) })
  let upTo = 0
  return async () => {
    const from = upTo
    for (;;) {
      const event = await db.selectFrom('event').select(['id', 'type', 'subject', 'person_id', 'organisation_id', 'at', 'request_id', 'data']).where('id', '>', upTo).orderBy('id').limit(1).executeTakeFirst()
      if (!event) break
      upTo = event.id
      if (event.type.startsWith(begun)) for (const reaction of reactions[event.type as DomainEvent['type']] ?? []) await db.transaction().execute((tx) => (reaction as Reaction<never>)(tx, event as never))
    }
    const notices = await db.selectFrom('notice').select(['person_id', 'kind', 'values', 'path']).where('event_id', '>', from).orderBy('id').execute()
    return notices.map(({ person_id, kind, values, path }) => {
      const who = Object.entries(people).find(([, actor]) => actor.person_id === person_id)?.[0]
      return `${who}: ${wordsFor(noticeText(kind as NoticeKind).vi, values as Record<string, string>, 'vi').line} ${path.replace(/\d+/, 'N')}`
    }).toSorted()
  }
}
