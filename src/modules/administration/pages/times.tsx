import { formatIsoDay } from '../../../platform/time.ts'
import { freshForm, type FormState } from '../../../web/http.tsx'
import { Form, Hidden, Select, TextField } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { counted, serviceNames, serviceUnitNames } from '../../rulebook/messages.ts'
import type { Holiday } from '../../rulebook/queries.ts'
import { serviceCodes, type ServiceTime, serviceUnits } from '../../rulebook/schema.ts'
import { administrationTexts, settingTexts } from '../messages.ts'
import { administers } from '../rules.ts'

export interface Times { history: (ServiceTime & { changed_by: string | null })[]; holidays: Holiday[]; /** Days off in lieu nobody has entered, each with its holiday on a weekend. */ lieus: { day: string; of: Holiday }[] }

export function ServiceTimesPage({ history, holidays, lieus, time, holiday }: Times & { time?: FormState; holiday?: FormState }) {
  const { locale, actor } = useView()
  const t = useTexts(settingTexts)
  const names = useTexts(serviceNames)
  const units = useTexts(serviceUnitNames)
  const path = `/${locale}/administration/service-times`
  const timeForm = time ?? freshForm(), holidayForm = holiday ?? freshForm()
  return (
    <Page title={t.times} crumbs={[{ href: `/${locale}/administration`, text: useTexts(administrationTexts).title }]}>
      <h1 id="times">{t.times}</h1>
      <p class="lead">{t.timesLead}</p>
      <div class="scroll" tabIndex={0} role="region" aria-labelledby="times"><table>
        <thead><tr><th scope="col">{t.queue}</th><th scope="col">{t.amount}</th><th scope="col">{t.from}</th><th scope="col">{t.who}</th></tr></thead>
        <tbody>{history.map((row) => <tr><th scope="row">{names[row.code]}</th><td>{counted(row.amount, units[row.unit], locale)}</td><td>{formatIsoDay(row.valid_from, locale)}</td><td>{row.changed_by ?? t.release}</td></tr>)}</tbody>
      </table></div>
      {administers(actor) && (
        <section class="sheet"><h2>{t.change}</h2>
          <Form action={path} form={timeForm} submit={t.change} labels={{ code: t.queue, amount: t.amount, unit: t.unit, valid_from: t.from }}>
            <Select form={timeForm} name="code" label={t.queue} options={serviceCodes.map((code) => ({ value: code, text: names[code] }))} />
            <TextField form={timeForm} name="amount" label={t.amount} inputmode="numeric" autocomplete="off" />
            <Select form={timeForm} name="unit" label={t.unit} options={serviceUnits.map((unit) => ({ value: unit, text: units[unit] }))} />
            <TextField form={timeForm} name="valid_from" label={t.from} type="date" />
          </Form>
        </section>
      )}
      <h2>{t.holidays}</h2>
      <p>{t.holidaysLead}</p>
      {lieus.length > 0 && (
        <section class="notice" aria-labelledby="lieus"><h3 id="lieus">{t.lieus}</h3><p>{t.lieusLead}</p>
          <ul class="bare">{lieus.map(({ day, of }) => (
            <li class="row"><span>{t.lieu(formatIsoDay(day, locale), formatIsoDay(of.day, locale), locale === 'vi' ? of.name_vi : of.name_en)}</span>
              {administers(actor) && <>
                <form method="post" action={`${path}/holidays`}><Hidden name="day" value={day} /><Hidden name="name_vi" value={`Nghỉ bù ${of.name_vi}`.slice(0, 100)} /><Hidden name="name_en" value={`In lieu of ${of.name_en}`.slice(0, 100)} /><button class="button" aria-label={t.enterLieuOf(formatIsoDay(day, locale))}>{t.enterLieu}</button></form>
                <form method="post" action={`${path}/holidays/no-lieu`}><Hidden name="day" value={of.day} /><button class="button second" aria-label={t.noLieuOf(formatIsoDay(of.day, locale))}>{t.noLieu}</button></form>
              </>}</li>
          ))}</ul>
        </section>
      )}
      <ul class="bare">{holidays.map(({ day, name_vi, name_en, no_lieu }) => (
        <li class="row"><span><time dateTime={day}>{formatIsoDay(day, locale)}</time>: {locale === 'vi' ? name_vi : name_en}{no_lieu && ` (${t.withoutLieu})`}</span>
          {administers(actor) && <form method="post" action={`${path}/holidays/removal`}><Hidden name="day" value={day} /><button class="button second" aria-label={t.removeOf(formatIsoDay(day, locale))}>{t.removeHoliday}</button></form>}</li>
      ))}</ul>
      {administers(actor) && (
        <section class="sheet"><h2>{t.addHoliday}</h2>
          <Form action={`${path}/holidays`} form={holidayForm} submit={t.addHoliday} labels={t}>
            <TextField form={holidayForm} name="day" label={t.day} type="date" />
            <TextField form={holidayForm} name="name_vi" label={t.name_vi} lang="vi" autocomplete="off" />
            <TextField form={holidayForm} name="name_en" label={t.name_en} lang="en" autocomplete="off" />
          </Form>
        </section>
      )}
    </Page>
  )
}
