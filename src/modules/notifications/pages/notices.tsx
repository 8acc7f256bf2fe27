import type { Locale } from '../../../platform/locale.ts'
import { formatInstant } from '../../../platform/time.ts'
import { ActionButton } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { Pager } from '../../organisations/pages/parts.tsx'
import { noticeTextsOfPages } from '../messages.ts'
import type { NoticeView } from '../queries.ts'
import { topicNames } from '../texts.ts'

/** A notice in the list; the live stream sends new ones as this very entry. */
export function NoticeItem({ notice: { id, line, reason, topic, at, read_at }, locale }: { notice: NoticeView; locale: Locale }) {
  const t = noticeTextsOfPages[locale]
  return (
    <li id={`notice-${id}`} class="card">
      <h2><a href={`/${locale}/my/notices/${id}`}>{line}</a></h2>
      <p class="meta">{!read_at && <><strong class="badge calm">{t.unread}</strong> </>}{topicNames[locale][topic]} · <time dateTime={at.toISOString()}>{formatInstant(at, locale)}</time> · {reason}</p>
    </li>
  )
}

export function NoticesPage({ notices, total, page, pages, latest, unread }: { notices: NoticeView[]; total: number; page: number; pages: number; latest: number; unread: number }) {
  const { locale } = useView()
  const t = useTexts(noticeTextsOfPages)
  return (
    <Page title={t.title}>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      <div class="row">
        {unread > 0 && <ActionButton action={`/${locale}/my/notices/readings`} text={t.readAll} fields={{ up_to: latest }} kind="button second" />}
        <a class="button second" href={`/${locale}/my/notices/settings`}>{t.settings}</a>
      </div>
      <p class="meta" id="notices-total">{total === 0 ? t.empty : t.total(total)}</p>
      <ul class="list" id="notices" data-latest={latest} data-first={page === 1 ? '' : undefined}>{notices.map((notice) => <NoticeItem notice={notice} locale={locale} />)}</ul>
      <Pager path={`/${locale}/my/notices`} page={page} pages={pages} />
    </Page>
  )
}
