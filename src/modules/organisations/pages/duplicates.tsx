import type { FormState } from '../../../web/http.tsx'
import { inLocale } from '../../../platform/locale.ts'
import { fieldErrors, wordError } from '../../../web/messages.ts'
import { Hidden, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { betterStays, type LikelyPair, type Sign, type Twin } from '../duplicates.ts'
import { duplicateTexts, fieldNames, moderationTexts, organisationRefusals, organisationTexts, verificationNames } from '../messages.ts'
import { formatTaxCode } from '../rules.ts'
import { Pager } from './parts.tsx'

type Side = Twin & { kindName: string; place: string }
type Pair = LikelyPair & { a: Side; b: Side }
interface Props { pairs: readonly Pair[]; total: number; page: number; pages: number; form: FormState; mayDecide: boolean }

/** Pairs that look alike, side by side; a merge is proposed here and approved by somebody else. */
export function DuplicatesPage({ pairs, total, page, pages, form, mayDecide }: Props) {
  const { locale } = useView()
  const t = useTexts(duplicateTexts)
  const path = `/${locale}/moderation/duplicates`
  return (
    <Page title={t.title} crumbs={[{ href: `/${locale}/moderation/organisations`, text: useTexts(moderationTexts).title }]}>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead(total)}</p>
      {form.refusal && <div class="notice bad" role="alert" tabIndex={-1} data-focus=""><p>{wording(useTexts(organisationRefusals))(form.refusal)}</p></div>}
      <ul class="list">{pairs.map((pair) => <li><PairCard pair={pair} mayDecide={mayDecide} action={page > 1 ? `${path}?page=${page}` : path} form={Number(form.values.lower_id) === pair.lower && Number(form.values.upper_id) === pair.upper ? form : null} /></li>)}</ul>
      <Pager path={path} page={page} pages={pages} />
    </Page>
  )
}

function PairCard({ pair, action, form, mayDecide }: { pair: Pair; action: string; form: FormState | null; mayDecide: boolean }) {
  const { locale } = useView()
  const t = useTexts(duplicateTexts)
  const names = useTexts(fieldNames)
  const o = useTexts(organisationTexts)
  const standings = useTexts(verificationNames)
  const { a, b } = pair
  const id = `${pair.lower}-${pair.upper}`
  const signText = (sign: Sign): string => (sign.code === 'near_name' ? t.near_name(sign.percent) : t[sign.code])
  const called = (one: Side): string => inLocale(locale, one.name_vi, one.name_en)
  const rows: [string, (side: Side) => string][] = [
    [names.name_vi, (s) => s.name_vi], [names.name_en, (s) => s.name_en], [names.kind, (s) => s.kindName], [names.tax_code, (s) => (s.tax_code ? formatTaxCode(s.tax_code) : '')], [names.website, (s) => s.website],
    [o.place, (s) => s.place], [o.founded, (s) => String(s.founded_year ?? '')], [t.verification, (s) => standings[s.verification]], [t.source, (s) => s.source_name ?? ''],
    [t.members, (s) => String(s.members)], [t.listings, (s) => String(s.listings)], [t.deals, (s) => String(s.deals)],
  ]
  const [from, into] = betterStays(a, b) as [Side, Side]
  return (
    <article class="card" aria-labelledby={`d-${id}`}>
      <h2 id={`d-${id}`}>{called(a)} · {called(b)}</h2>
      <p>{t.evidence}: {pair.signs.map(signText).join('; ')}.</p>
      <div class="scroll" tabIndex={0} role="region" aria-labelledby={`d-${id}`}><table>
        <thead><tr><th scope="col">{t.field}</th>{[a, b].map((side) => <th scope="col"><a href={`/${locale}/moderation/organisations/${side.id}`}>{called(side)}</a> ({side.id})</th>)}</tr></thead>
        <tbody>{rows.map(([name, value]) => { const [x, y] = [value(a), value(b)]; return x || y ? <tr><th scope="row">{name}</th><td>{x || t.none}</td><td>{y || t.none}{x === y && <span class="meta"> ({t.same})</span>}</td></tr> : null })}</tbody>
      </table></div>
      {mayDecide && <>
        <Proposal from={from} into={into} open />
        <Proposal from={into} into={from} />
        <Distinct pair={pair} action={action} form={form} />
      </>}
    </article>
  )
}

/** One direction of a merge; the second one stays. */
function Proposal({ from, into, open = false }: { from: Side; into: Side; open?: boolean }) {
  const { locale } = useView()
  const t = useTexts(duplicateTexts)
  const id = `merge-${from.id}-${into.id}`
  return (
    <details open={open}><summary>{t.merge(inLocale(locale, from.name_vi, from.name_en), inLocale(locale, into.name_vi, into.name_en))} ({from.id} → {into.id})</summary>
      <form method="post" action={`/${locale}/administration/approvals`} data-guard="">
        <Hidden name="kind" value="organisation_merge" /><Hidden name="from" value={from.id} /><Hidden name="into" value={into.id} />
        <div class="field"><label for={id}>{t.reason}</label><span class="help" id={`h-${id}`}>{t.mergeHelp}</span><textarea id={id} name="reason" rows={2} required aria-describedby={`h-${id}`} /></div>
        <button class="button">{t.propose}</button>
      </form>
    </details>
  )
}

function Distinct({ pair, action, form }: { pair: Pair; action: string; form: FormState | null }) {
  const t = useTexts(duplicateTexts)
  const errors = useTexts(fieldErrors)
  const id = `distinct-${pair.lower}-${pair.upper}`
  const error = form?.errors.reason
  return (
    <details open={form !== null}><summary>{t.distinct}</summary>
      <form method="post" action={action} data-guard="" novalidate>
        <Hidden name="lower_id" value={pair.lower} /><Hidden name="upper_id" value={pair.upper} />
        <div class="field"><label for={id}>{t.distinctReason}</label>{error && <span class="error" id={`e-${id}`} role="alert">{wordError(error, errors)}</span>}
          <textarea id={id} name="reason" rows={2} required aria-invalid={error ? true : undefined} aria-describedby={error ? `e-${id}` : undefined}>{form ? String(form.values.reason ?? '') : ''}</textarea></div>
        <button class="button second">{t.keepApart}</button>
      </form>
    </details>
  )
}
