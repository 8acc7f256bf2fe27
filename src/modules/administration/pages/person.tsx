import { inLocale } from '../../../platform/locale.ts'
import { formatDay, formatInstant } from '../../../platform/time.ts'
import { freshForm, type FormState } from '../../../web/http.tsx'
import { ActionButton, Form, Select, TextArea, TextField } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { administrationTexts, personTexts, staffRoleNames } from '../messages.ts'
import type { PersonInFull, standIns } from '../people-queries.ts'
import { administers, helpsUsers } from '../rules.ts'

/** The forms of this page; one that was refused comes back with what was typed, also where the page would not offer it any more. */
export interface PersonForms { revoke?: FormState; suspend?: FormState; act?: FormState }

export function PersonPage({ person, forms }: { person: PersonInFull; forms: PersonForms }) {
  const { locale, actor } = useView()
  const t = useTexts(personTexts)
  const a = useTexts(administrationTexts)
  const path = `/${locale}/administration/people/${person.id}`
  const acts = administers(actor)
  const suspended = person.suspensions.find(({ lifted_at }) => lifted_at === null)
  const self = person.id === actor.person_id
  const mayBeHelped = !self && person.has_account && person.staff_roles.length === 0 && !suspended
  return (
    <Page title={person.name} crumbs={[...(acts ? [{ href: `/${locale}/administration`, text: a.title }] : []), { href: `/${locale}/administration/people`, text: a.people }]}>
      <h1>{person.name} {suspended && <span class="badge warn">{a.suspended}</span>}</h1>
      <div class="stack">
        <Facts person={person} />
        <RoleList person={person} />
        {acts && !self && <p><a class="button second" href={`/${locale}/administration/approvals/new?kind=role_grant&person_id=${person.id}`}>{t.propose}</a></p>}
        {acts && (forms.revoke || person.staff_roles.length > 0) && <Revoke person={person} path={path} form={forms.revoke ?? freshForm()} />}
        <section class="stack"><h2>{t.sessions}</h2><p>{t.sessionCount(person.sessions)}</p>{acts && person.sessions > 0 && <ActionButton action={`${path}/sessions/end`} text={t.endSessions} kind="button second" />}</section>
        {acts && (forms.suspend || !self) && <Suspend path={path} suspended={suspended !== undefined} form={forms.suspend ?? freshForm()} />}
        {helpsUsers(actor) && (forms.act || mayBeHelped) && <Act path={path} form={forms.act ?? freshForm({ minutes: '30' })} />}
        <History person={person} />
      </div>
    </Page>
  )
}

function Facts({ person }: { person: PersonInFull }) {
  const { locale } = useView()
  const t = useTexts(personTexts)
  const position = inLocale(locale, person.position_vi, person.position_en)
  return (
    <dl class="facts sheet">
      <div><dt>{t.email}</dt><dd>{person.email}</dd></div>
      {!person.has_account && <div><dt>{t.account}</dt><dd>{t.noAccount}</dd></div>}
      {position && <div><dt>{t.position}</dt><dd>{position}</dd></div>}
      <div><dt>{t.since}</dt><dd>{formatDay(person.created_at, locale)}</dd></div>
      <div><dt>{t.organisations}</dt>{person.organisations.length === 0 ? <dd>{t.none}</dd> : person.organisations.map((o) => <dd><a href={`/${locale}/organisations/${o.id}`}>{inLocale(locale, o.name_vi, o.name_en)}</a></dd>)}</div>
    </dl>
  )
}

function RoleList({ person }: { person: PersonInFull }) {
  const { locale } = useView()
  const t = useTexts(personTexts)
  const names = useTexts(staffRoleNames)
  return <section><h2>{t.rolesOf}</h2>{person.staff_roles.length === 0 ? <p>{t.none}</p> : <ul>{person.staff_roles.map(({ role, granted_at, granted_by }) => <li>{names[role]}, {t.grantedBy(granted_by ?? t.console, formatDay(new Date(granted_at), locale))}</li>)}</ul>}</section>
}

function Revoke({ person, path, form }: { person: PersonInFull; path: string; form: FormState }) {
  const t = useTexts(personTexts)
  const names = useTexts(staffRoleNames)
  return (
    <section class="sheet"><h2>{t.revokeTitle}</h2><p>{t.revokeHelp}</p>
      <Form action={`${path}/roles/revocation`} form={form} submit={t.revoke} labels={{ role: t.role, revoke_reason: t.reason }} danger>
        <Select form={form} name="role" label={t.role} options={person.staff_roles.map(({ role }) => ({ value: role, text: names[role] }))} />
        <TextArea form={form} name="revoke_reason" label={t.reason} rows={3} />
      </Form>
    </section>
  )
}

function Suspend({ path, suspended, form }: { path: string; suspended: boolean; form: FormState }) {
  const t = useTexts(personTexts)
  return (
    <section class="sheet"><h2>{suspended ? t.lift : t.suspend}</h2>
      <Form action={suspended ? `${path}/suspension/lifting` : `${path}/suspension`} form={form} submit={suspended ? t.lift : t.suspend} labels={{ suspend_reason: t.reason }} danger={!suspended}>
        <TextArea form={form} name="suspend_reason" label={t.reason} {...(suspended ? {} : { help: t.suspendHelp })} rows={3} />
      </Form>
    </section>
  )
}

function Act({ path, form }: { path: string; form: FormState }) {
  const t = useTexts(personTexts)
  return (
    <section class="sheet"><h2>{t.actTitle}</h2><p>{t.actHelp}</p>
      <Form action={`${path}/acting`} form={form} submit={t.act} labels={{ act_reason: t.reason, minutes: t.minutes }}>
        <TextArea form={form} name="act_reason" label={t.reason} rows={3} />
        <TextField form={form} name="minutes" label={t.minutes} inputmode="numeric" autocomplete="off" />
      </Form>
    </section>
  )
}

function History({ person: { suspensions, stoodIn } }: { person: PersonInFull }) {
  const { locale } = useView()
  const t = useTexts(personTexts)
  return (
    <>
      {suspensions.length > 0 && <section><h2>{t.suspensions}</h2><ul>{suspensions.map((s) => <li>{t.suspended(s.by ?? t.console, formatInstant(s.suspended_at, locale))}: {s.reason}{s.lifted_at && <> · {t.lifted(s.lifter ?? t.console, formatInstant(s.lifted_at, locale))}: {s.lift_reason}</>}</li>)}</ul></section>}
      {stoodIn.length > 0 && <section><h2>{t.stoodIn}</h2><ul>{stoodIn.map((s) => <li>{t.stoodLine(s.staff, formatInstant(s.since, locale), formatInstant(s.ended_at ?? s.until, locale))}: {s.reason}</li>)}</ul></section>}
    </>
  )
}

/** What a person sees of those who acted in their name, and the button that sends somebody away. */
export function MyActingPage({ rows }: { rows: Awaited<ReturnType<typeof standIns>> }) {
  const { locale, now, actor } = useView()
  const t = useTexts(personTexts)
  return (
    <Page title={t.mine} width="narrow" crumbs={[{ href: `/${locale}/my/account`, text: t.myAccount }]}><div class="sheet stack">
      <h1>{t.mine}</h1>
      <p>{t.mineLead}</p>
      {rows.length === 0 ? <p>{t.nobodyActed}</p> : <ul class="list">{rows.map((row) => (
        <li>
          <p>{t.stoodLine(row.staff, formatInstant(row.since, locale), formatInstant(row.ended_at ?? row.until, locale))}: {row.reason}</p>
          {row.ended_at === null && row.until > now && actor.person_id !== null && <ActionButton action={`/${locale}/acting-for/end`} text={t.endTheirs(row.staff)} fields={{ person_id: actor.person_id }} kind="button danger" />}
        </li>
      ))}</ul>}
    </div></Page>
  )
}
