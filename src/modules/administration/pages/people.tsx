import { inLocale } from '../../../platform/locale.ts'
import { formatDay } from '../../../platform/time.ts'
import { shell } from '../../../web/messages.ts'
import { Hidden } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { Pager } from '../../organisations/pages/parts.tsx'
import { staffRoles } from '../../people/schema.ts'
import { administrationTexts, staffRoleNames } from '../messages.ts'
import type { PersonWithRoles } from '../queries.ts'

export function PeoplePage({ q, rows, total, page, pages }: { q: string; rows: PersonWithRoles[]; total: number; page: number; pages: number }) {
  const { locale } = useView()
  const t = useTexts(administrationTexts)
  const path = `/${locale}/administration/people`
  return (
    <Page title={t.people} crumbs={[{ href: `/${locale}/administration`, text: t.title }]}>
      <h1 id="people">{t.people}</h1>
      <form method="get" action={path} role="search" class="field">
        <label for="q">{t.searchPeople}</label>
        <div class="search"><input type="search" id="q" name="q" value={q} maxLength={200} /><button class="button">{t.search}</button></div>
      </form>
      <p class="meta" role="status">{useTexts(shell).results(total)}</p>
      {rows.length === 0 ? <p class="sheet">{t.nobody}</p> : (
        <div class="scroll" tabIndex={0} role="region" aria-labelledby="people"><table>
          <thead><tr><th scope="col">{t.name}</th><th scope="col">{t.email}</th><th scope="col">{t.organisations}</th><th scope="col">{t.since}</th><th scope="col">{t.roles}</th></tr></thead>
          <tbody>{rows.map((row) => <PersonRow row={row} q={q} page={page} />)}</tbody>
        </table></div>
      )}
      <Pager path={path} query={{ q }} page={page} pages={pages} />
    </Page>
  )
}

function PersonRow({ row, q, page }: { row: PersonWithRoles; q: string; page: number }) {
  const { locale, actor } = useView()
  const t = useTexts(administrationTexts)
  const names = useTexts(staffRoleNames)
  const back = <><Hidden name="person_id" value={row.id} /><Hidden name="q" value={q} /><Hidden name="page" value={page} /></>
  const grantable = staffRoles.filter((role) => !row.staff_roles.includes(role))
  return (
    <tr>
      <th scope="row">{row.name} {row.id === actor.person_id && t.you} {row.demonstration && <span class="badge warn">{t.demonstration}</span>}</th>
      <td>{row.email}</td>
      <td>{row.organisations.map((o, i) => <>{i > 0 && ', '}<a href={`/${locale}/organisations/${o.id}`}>{inLocale(locale, o.name_vi, o.name_en)}</a></>)}</td>
      <td><time dateTime={row.created_at.toISOString()}>{formatDay(row.created_at, locale)}</time></td>
      <td class="stack">
        {row.staff_roles.map((role) => (
          <form method="post" action={`/${locale}/administration/roles/revocation`} class="row">{back}<Hidden name="role" value={role} /><span class="badge good">{names[role]}</span><button class="button danger" aria-label={t.revokeFrom(names[role], row.name)}>{t.revoke}</button></form>
        ))}
        {grantable.length > 0 && <form method="post" action={`/${locale}/administration/roles`} class="row">{back}
          <select name="role" aria-label={t.grantTo(row.name)}>{grantable.map((role) => <option value={role}>{names[role]}</option>)}</select>
          <button class="button second" aria-label={`${t.grant}: ${row.name}`}>{t.grant}</button></form>}
      </td>
    </tr>
  )
}
