import { formatNumber } from '../../../platform/money.ts'
import { formatDay } from '../../../platform/time.ts'
import type { FormState } from '../../../web/http.tsx'
import { ActionButton, Form, Hidden, TextField } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { Pager } from '../../organisations/pages/parts.tsx'
import { codeListNames } from '../../taxonomy/messages.ts'
import { type Code, type CodeList, codeLists } from '../../taxonomy/schema.ts'
import { administrationTexts, settingTexts } from '../messages.ts'
import { administers } from '../rules.ts'

export function CodeListsPage({ counts }: { counts: { list: CodeList; total: number; retired: number; edited: number }[] }) {
  const { locale } = useView()
  const t = useTexts(settingTexts)
  const names = useTexts(codeListNames)
  const of = (list: CodeList) => counts.find((row) => row.list === list) ?? { total: 0, retired: 0, edited: 0 }
  return (
    <Page title={t.codes} crumbs={[{ href: `/${locale}/administration`, text: useTexts(administrationTexts).title }]}>
      <h1 id="codes">{t.codes}</h1>
      <p class="lead">{t.codesLead}</p>
      <div class="scroll" tabIndex={0} role="region" aria-labelledby="codes"><table>
        <thead><tr><th scope="col">{t.list}</th><th scope="col">{t.total}</th><th scope="col">{t.retiredCount}</th><th scope="col">{t.editedCount}</th></tr></thead>
        <tbody>{codeLists.map((list) => { const { total, retired, edited } = of(list); return <tr><th scope="row"><a href={`/${locale}/administration/codes/${list}`}>{names[list]}</a></th><td>{formatNumber(total, locale)}</td><td>{formatNumber(retired, locale)}</td><td>{formatNumber(edited, locale)}</td></tr> })}</tbody>
      </table></div>
    </Page>
  )
}

export function CodeListPage({ list, rows, total, page, pages, form }: { list: CodeList; rows: Code[]; total: number; page: number; pages: number; form: FormState }) {
  const { locale, actor } = useView()
  const t = useTexts(settingTexts)
  const name = useTexts(codeListNames)[list]
  const path = `/${locale}/administration/codes/${list}`
  return (
    <Page title={name} crumbs={[{ href: `/${locale}/administration`, text: useTexts(administrationTexts).title }, { href: `/${locale}/administration/codes`, text: t.codes }]}>
      <h1 id="list">{name}</h1>
      <p class="meta">{t.total}: {formatNumber(total, locale)}</p>
      <div class="scroll" tabIndex={0} role="region" aria-labelledby="list"><table>
        <thead><tr><th scope="col">{t.code}</th><th scope="col">{t.name_vi}</th><th scope="col">{t.name_en}</th><th scope="col">{t.parent}</th><th scope="col">{t.position}</th><th scope="col">{t.state}</th></tr></thead>
        <tbody>{rows.map((row) => (
          <tr>
            <th scope="row"><a href={`${path}/${encodeURIComponent(row.code)}`} aria-label={t.editOf(`${row.code} ${row.name_vi}`)}>{row.code}</a></th>
            <td lang="vi">{row.name_vi}</td><td lang="en">{row.name_en}</td><td>{row.parent}</td><td>{row.position}</td><td>{row.retired_at ? t.retired(formatDay(row.retired_at, locale)) : t.offered}</td>
          </tr>
        ))}</tbody>
      </table></div>
      <Pager path={path} page={page} pages={pages} />
      {administers(actor) && (
        <section class="sheet"><h2>{t.add}</h2>
          <Form action={path} form={form} submit={t.add} labels={t}>
            <TextField form={form} name="code" label={t.code} autocomplete="off" />
            <TextField form={form} name="parent" label={t.parent} optional autocomplete="off" />
            <Names form={form} />
          </Form>
        </section>
      )}
    </Page>
  )
}

function Names({ form }: { form: FormState }) {
  const t = useTexts(settingTexts)
  return (
    <>
      <TextField form={form} name="name_vi" label={t.name_vi} lang="vi" autocomplete="off" />
      <TextField form={form} name="name_en" label={t.name_en} lang="en" autocomplete="off" />
      <TextField form={form} name="position" label={t.position} inputmode="numeric" autocomplete="off" />
    </>
  )
}

export function CodePage({ code, form }: { code: Code; form: FormState }) {
  const { locale, actor } = useView()
  const t = useTexts(settingTexts)
  const listName = useTexts(codeListNames)[code.list]
  const path = `/${locale}/administration/codes/${code.list}/${encodeURIComponent(code.code)}`
  const title = `${code.code}. ${locale === 'vi' ? code.name_vi : code.name_en}`
  return (
    <Page title={title} width="narrow" crumbs={[{ href: `/${locale}/administration/codes`, text: t.codes }, { href: `/${locale}/administration/codes/${code.list}`, text: listName }]}><div class="sheet stack">
      <h1>{title}</h1>
      <p>{code.retired_at ? t.retired(formatDay(code.retired_at, locale)) : t.offered}</p>
      {administers(actor) ? <>
        <Form action={path} form={form} submit={t.save} labels={t}>
          <Hidden name="seen" value={String(form.values.seen ?? '')} />
          <Names form={form} />
        </Form>
        {code.retired_at ? <ActionButton action={`${path}/restoration`} text={t.restore} kind="button second" /> : <ActionButton action={`${path}/retirement`} text={t.retire} kind="button danger" />}
      </> : <dl class="facts"><div><dt>{t.name_vi}</dt><dd lang="vi">{code.name_vi}</dd></div><div><dt>{t.name_en}</dt><dd lang="en">{code.name_en}</dd></div></dl>}
    </div></Page>
  )
}
