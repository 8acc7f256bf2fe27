import { sql } from 'kysely'
import type { Db } from './core/database.ts'
import { queueMail } from './modules/notifications/commands.ts'
import { type Locale, texts } from './platform/locale.ts'

/** What people are written to about, in their own language. `what` is the title of the listing or the name of the organisation. */
export const letterTexts = texts({
  vi: {
    listing_published: (what: string) => ({ subject: `Tin đã được công bố: ${what}`, body: `Tin “${what}” của tổ chức bạn đã được duyệt và công bố. Sàn sẽ tìm các tin phù hợp và báo cho bạn khi có người quan tâm.` }),
    listing_returned: (what: string, why: string) => ({ subject: `Tin cần sửa: ${what}`, body: `Người duyệt đã trả lại tin “${what}” với lý do:\n\n${why}\n\nHãy sửa rồi gửi duyệt lại.` }),
    interest_expressed: (what: string) => ({ subject: `Có người quan tâm: ${what}`, body: `Một tổ chức đã bày tỏ quan tâm tới tin “${what}”. Hãy xem và trả lời; nếu từ chối, xin cho biết lý do để bên kia hiểu.` }),
    interest_accepted: (what: string) => ({ subject: `Đề nghị kết nối được chấp nhận: ${what}`, body: `Bên kia đã chấp nhận đề nghị kết nối của bạn về “${what}”. Hồ sơ giao dịch đã mở; hai bên trao đổi tại đó.` }),
    interest_declined: (what: string, why: string) => ({ subject: `Đề nghị kết nối chưa được chấp nhận: ${what}`, body: `Bên kia chưa chấp nhận đề nghị kết nối của bạn về “${what}”.${why ? `\n\nLý do: ${why}` : ''}` }),
    message: (what: string) => ({ subject: `Tin nhắn mới: ${what}`, body: `Bên kia đã nhắn trong hồ sơ giao dịch “${what}”. Hãy đọc và trả lời tại hồ sơ.` }),
    closing_claimed: (what: string) => ({ subject: `Chờ xác nhận hoàn tất: ${what}`, body: `Bên kia báo giao dịch “${what}” đã hoàn tất và ghi giá trị. Giao dịch chỉ được tính khi bạn xác nhận cùng giá trị đó.` }),
    closing_disputed: (what: string, why: string) => ({ subject: `Giá trị chưa được xác nhận: ${what}`, body: `Bên kia chưa xác nhận giá trị bạn ghi cho “${what}”. Lý do: ${why}` }),
    won: (what: string) => ({ subject: `Giao dịch hoàn tất: ${what}`, body: `Hai bên đã xác nhận giao dịch “${what}”. Giao dịch được tính vào số liệu của Sàn.` }),
    lost: (what: string) => ({ subject: `Giao dịch đã khép lại: ${what}`, body: `Giao dịch “${what}” đã khép lại không thành. Lý do nằm trong hồ sơ.` }),
    verified: (what: string) => ({ subject: `Đã xác minh: ${what}`, body: `Tổ chức ${what} đã được Sàn xác minh. Dấu xác minh hiện trên trang của tổ chức.` }),
    verification_refused: (what: string, why: string) => ({ subject: `Chưa xác minh được: ${what}`, body: `Sàn chưa xác minh được tổ chức ${what}. Lý do:\n\n${why}\n\nHãy bổ sung rồi yêu cầu lại.` }),
  },
  en: {
    listing_published: (what: string) => ({ subject: `Published: ${what}`, body: `Your organisation’s listing “${what}” has been reviewed and published. The Exchange looks for matches and will write when somebody is interested.` }),
    listing_returned: (what: string, why: string) => ({ subject: `Please revise: ${what}`, body: `The reviewer sent back “${what}” with this reason:\n\n${why}\n\nPlease revise it and submit it again.` }),
    interest_expressed: (what: string) => ({ subject: `Somebody is interested: ${what}`, body: `An organisation has expressed interest in “${what}”. Please read and answer; if you decline, say why, so that the other side understands.` }),
    interest_accepted: (what: string) => ({ subject: `Your interest was accepted: ${what}`, body: `The other side has accepted your interest in “${what}”. The deal file is open; talk to each other there.` }),
    interest_declined: (what: string, why: string) => ({ subject: `Your interest was declined: ${what}`, body: `The other side has declined your interest in “${what}”.${why ? `\n\nReason: ${why}` : ''}` }),
    message: (what: string) => ({ subject: `New message: ${what}`, body: `The other side has written in the deal file “${what}”. Please read and answer there.` }),
    closing_claimed: (what: string) => ({ subject: `Please confirm the closing: ${what}`, body: `The other side says the deal “${what}” is closed and has recorded its value. It counts only when you confirm the same value.` }),
    closing_disputed: (what: string, why: string) => ({ subject: `Value not confirmed: ${what}`, body: `The other side has not confirmed the value you recorded for “${what}”. Reason: ${why}` }),
    won: (what: string) => ({ subject: `Deal closed: ${what}`, body: `Both sides have confirmed the deal “${what}”. It now counts in the Exchange’s figures.` }),
    lost: (what: string) => ({ subject: `Deal ended: ${what}`, body: `The deal “${what}” has ended without success. The reason is in the file.` }),
    verified: (what: string) => ({ subject: `Verified: ${what}`, body: `The Exchange has verified ${what}. The mark shows on the organisation’s page.` }),
    verification_refused: (what: string, why: string) => ({ subject: `Not verified yet: ${what}`, body: `The Exchange could not verify ${what}. Reason:\n\n${why}\n\nPlease add what is missing and ask again.` }),
  },
})
export type LetterKind = keyof (typeof letterTexts)['vi']

/** `why` is what somebody wrote, or one wording for each language. */
export interface Letter { kind: LetterKind; what: Record<Locale, string>; why?: string | Record<Locale, string>; path: string }

/**
 * Writes to everyone who may act for an organisation. Where it has nobody yet, what others want of
 * it goes to the deal officers who answer for it meanwhile; its own listings' fate goes to nobody.
 */
export async function writeTo(db: Db, publicUrl: string, organisationId: number, letter: Letter, now: Date): Promise<void> {
  const forOfficers = letter.kind !== 'listing_published' && letter.kind !== 'listing_returned'
  const { rows } = await sql<{ email: string; name: string; locale: Locale }>`
    select p.email, p.name, p.locale from person p join membership m on m.person_id = p.id where m.organisation_id = ${organisationId} and m.role <> 'viewer'
    union select p.email, p.name, p.locale from person p join staff_role r on r.person_id = p.id
      where r.role = 'deal_officer' and ${forOfficers} and not exists (select from membership m where m.organisation_id = ${organisationId})
    order by email limit 50`.execute(db)
  for (const { email, name, locale } of rows) {
    const why = typeof letter.why === 'object' ? letter.why[locale] : (letter.why ?? '')
    const { subject, body } = letterTexts[locale][letter.kind](letter.what[locale], why)
    const greeting = locale === 'vi' ? `Chào ${name},` : `Dear ${name},`
    await queueMail(db, { to: email, locale, subject, body: `${greeting}\n\n${body}\n\n${publicUrl}/${locale}${letter.path}` }, now)
  }
}
