import { inLocale } from '../../../platform/locale.ts'
import { formatDay } from '../../../platform/time.ts'
import { shell } from '../../../web/messages.ts'
import { Hidden } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { staffRoles } from '../../people/schema.ts'
import { administrationTexts, personTexts, staffRoleLines, staffRoleNames } from '../messages.ts'
import type { PersonWithRoles } from '../queries.ts'
import { readsAdministration } from '../rules.ts'

/** Names and addresses are searched by a form that is posted: neither history nor any log on the way keeps whom one looked for. */
export function PeoplePage({ q, rows, total, page, pages }: { q: string; rows: PersonWithRoles[]; total: number; page: number; pages: number }) {
  const { locale, actor } = useView()
  const t = useTexts(administrationTexts)
  const s = useTexts(shell)
  const path = `/${locale}/administration/people`
  const turn = (to: number, text: string) => <li><form method="post" action={path}><Hidden name="q" value={q} /><Hidden name="page" value={to} /><button class="button second">{text}</button></form></li>
  return (
    <Page title={t.people} crumbs={readsAdministration(actor) ? [{ href: `/${locale}/administration`, text: t.title }] : []}>
      <h1 id="people">{t.people}</h1>
      <form method="post" action={path} role="search" class="field">
        <label for="q">{t.searchPeople}</label>
        <div class="search"><input type="search" id="q" name="q" value={q} maxLength={200} autocomplete="off" /><button class="button">{t.search}</button></div>
      </form>
      <p class="meta" role="status">{s.results(total)}</p>
      {rows.length === 0 ? <p class="sheet">{t.nobody}</p> : (
        <div class="scroll" tabIndex={0} role="region" aria-labelledby="people"><table>
          <thead><tr><th scope="col">{t.name}</th><th scope="col">{t.email}</th><th scope="col">{t.organisations}</th><th scope="col">{t.since}</th><th scope="col">{t.roles}</th></tr></thead>
          <tbody>{rows.map((row) => <PersonRow row={row} />)}</tbody>
        </table></div>
      )}
      {pages > 1 && <nav aria-label={s.pagination}><ul class="bare row">{page > 1 && turn(page - 1, s.previous)}<li><span aria-current="page">{s.page(page)}</span></li>{page < pages && turn(page + 1, s.next)}</ul></nav>}
      <Roles />
    </Page>
  )
}

function PersonRow({ row }: { row: PersonWithRoles }) {
  const { locale, actor } = useView()
  const t = useTexts(administrationTexts)
  const names = useTexts(staffRoleNames)
  return (
    <tr>
      <th scope="row"><a href={`/${locale}/administration/people/${row.id}`}>{row.name}</a> {row.id === actor.person_id && t.you} {row.demonstration && <span class="badge warn">{t.demonstration}</span>} {row.suspended && <span class="badge warn">{t.suspended}</span>}</th>
      <td>{row.email}</td>
      <td>{row.organisations.map((o, i) => <>{i > 0 && ', '}<a href={`/${locale}/organisations/${o.id}`}>{inLocale(locale, o.name_vi, o.name_en)}</a></>)}</td>
      <td><time dateTime={row.created_at.toISOString()}>{formatDay(row.created_at, locale)}</time></td>
      <td>{row.staff_roles.map((role) => <><span class="badge good">{names[role]}</span> </>)}</td>
    </tr>
  )
}

/** Every role with one line of what it may do. */
function Roles() {
  const t = useTexts(personTexts)
  const names = useTexts(staffRoleNames)
  const lines = useTexts(staffRoleLines)
  return <section><h2>{t.roleNames}</h2><dl class="facts sheet">{staffRoles.map((role) => <div><dt>{names[role]}</dt><dd>{lines[role]}</dd></div>)}</dl></section>
}
