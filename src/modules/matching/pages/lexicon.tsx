import { formatNumber } from '../../../platform/money.ts'
import { formatDay } from '../../../platform/time.ts'
import { type FormState, freshForm } from '../../../web/http.tsx'
import { Form, Select, TextField, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { fieldErrors, shell, wordError } from '../../../web/messages.ts'
import { useTexts, useView } from '../../../web/view.ts'
import { Pager } from '../../organisations/pages/parts.tsx'
import { lexiconRefusals, lexiconTexts } from '../lexicon-messages.ts'
import type { PairShown } from '../lexicon-queries.ts'
import { type LexiconAsked, lexiconQuery, lexiconViews, writesLexicon } from '../lexicon-rules.ts'

export interface LexiconProps { asked: LexiconAsked; found: { rows: PairShown[]; total: number; page: number; pages: number }; counts: { counting: number; own: number }; form: FormState }

/** The words of both languages that matching takes for the same: looked up, added, withdrawn and restored. */
export function LexiconPage({ asked, found, counts, form }: LexiconProps) {
  const { locale, actor } = useView()
  const t = useTexts(lexiconTexts)
  const path = `/${locale}/administration/lexicon`
  const n = (value: number) => formatNumber(value, locale)
  const writes = writesLexicon(actor) && actor.acted_by === null
  const has = (...roles: readonly string[]): boolean => actor.staff_roles.some((role) => roles.includes(role))
  // Moderators do not open administration, and deal officers only its page of matches.
  const above = has('administrator', 'observer', 'inspector') ? { path: 'administration', text: t.administration } : has('deal_officer') ? { path: 'administration/matching', text: t.matching } : { path: 'moderation', text: useTexts(shell).moderation }
  return (
    <Page title={t.title} crumbs={[{ href: `/${locale}/${above.path}`, text: above.text }]}>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      <p>{t.counts(n(counts.counting), n(counts.own))} {t.order}</p>
      {!writes && <p class="meta">{t.readOnly}</p>}
      {writes && <section class="sheet" aria-labelledby="add"><h2 id="add">{t.add}</h2>
        <Form action={`${path}${lexiconQuery(asked)}`} form={form} submit={t.submit} labels={{ vi: t.vi, en: t.en }} refusals={wording(useTexts(lexiconRefusals))}>
          <div class="pair"><WordField form={form} name="vi" label={t.vi} help={t.viHelp} /><WordField form={form} name="en" label={t.en} help={t.enHelp} /></div>
        </Form>
      </section>}
      <section><form method="get" action={path} class="sheet" role="search" aria-label={t.q}>
        <div class="pair">
          <TextField form={freshForm({ q: asked.q })} name="q" label={t.q} help={t.qHelp} type="search" autocomplete="off" optional="later" />
          <Select form={freshForm({ view: asked.view })} name="view" label={t.view} empty={false} optional="later" options={lexiconViews.map((view) => ({ value: view, text: t.views[view] }))} />
        </div>
        <div class="row"><button class="button second">{t.apply}</button></div>
      </form></section>
      <section>
        <h2 id="pairs">{t.found(found.total, n(found.total))}</h2>
        {found.rows.length === 0 ? <p>{t.none}</p> : <>
          <Pairs rows={found.rows} path={path} query={lexiconQuery(asked, found.page)} writes={writes} />
          <Pager path={path} query={{ q: asked.q, view: asked.view === 'all' ? '' : asked.view }} page={found.page} pages={found.pages} />
          <p><a href={`${path}/data.csv${lexiconQuery(asked)}`}>{t.csv}</a></p>
        </>}
      </section>
    </Page>
  )
}

function Pairs({ rows, path, query, writes }: { rows: PairShown[]; path: string; query: string; writes: boolean }) {
  const { locale } = useView()
  const t = useTexts(lexiconTexts)
  return (
    <div class="scroll" tabIndex={0} role="region" aria-labelledby="pairs"><table>
      <thead><tr><th scope="col">{t.vi}</th><th scope="col">{t.en}</th><th scope="col">{t.addedBy}</th><th scope="col">{t.addedAt}</th><th scope="col">{t.state}</th>{writes && <th scope="col">{t.act}</th>}</tr></thead>
      <tbody>{rows.map(({ id, vi, en, of_program, added_by, added_at, withdrawn_at, withdrawn_by }) => (
        <tr>
          <th scope="row" lang="vi">{vi}</th><td lang="en">{en}</td><td>{of_program ? t.program : added_by}</td><td><time dateTime={added_at.toISOString()}>{formatDay(added_at, locale)}</time></td>
          <td>{withdrawn_at ? t.withdrawnBy(withdrawn_by ?? '', formatDay(withdrawn_at, locale)) : t.counted}</td>
          {writes && <td><form method="post" action={`${path}/${id}/${withdrawn_at ? 'restoration' : 'withdrawal'}${query}`}><button class="button second">{withdrawn_at ? t.restore : t.withdraw}<span class="hidden">: {t.pair(vi, en)}</span></button></form></td>}
        </tr>
      ))}</tbody>
    </table></div>
  )
}

/** A word of one language. What the rules say against it stands beside it, in their own words. */
function WordField({ form, name, label, help }: { form: FormState; name: 'vi' | 'en'; label: string; help: string }) {
  const t = useTexts(fieldErrors), { wordRefusal } = useView()
  const error = form.errors[name] ? wordError(form.errors[name], t) : form.refusal?.field === name ? wordRefusal(form.refusal) : ''
  return (
    <div class="field">
      <label for={`f-${name}`}>{label}</label>
      <span class="help" id={`h-${name}`}>{help}</span>
      {error && <span class="error" id={`e-${name}`}>{error}</span>}
      <input id={`f-${name}`} name={name} type="text" lang={name} value={String(form.values[name] ?? '')} autocomplete="off" required aria-invalid={error ? true : undefined} aria-describedby={error ? `h-${name} e-${name}` : `h-${name}`} />
    </div>
  )
}
