import { type Locale, texts } from '../../platform/locale.ts'

const words = texts({
  vi: { notices: 'Thông báo', unread: (n: number) => `${n} chưa đọc` },
  en: { notices: 'Notices', unread: (n: number) => `${n} not opened` },
})

/** The way to one's notices and how many of them were not opened. The live stream sends it anew when that changes. */
export function NoticeCount({ locale, unread }: { locale: Locale; unread: number }) {
  const t = words[locale]
  return <a id="notice-count" href={`/${locale}/my/notices`}>{t.notices}{unread > 0 && <> <span class="count">{unread > 99 ? '99+' : unread}<span class="hidden"> {t.unread(unread)}</span></span></>}</a>
}
