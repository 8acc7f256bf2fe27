import { inLocale } from '../../../platform/locale.ts'
import { formatDay, formatInstant } from '../../../platform/time.ts'
import type { FormState } from '../../../web/http.tsx'
import { fieldErrors, shell, wordError } from '../../../web/messages.ts'
import { Hidden, wording } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { Prose } from '../../../web/ui/prose.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { formatBytes } from '../../documents/messages.ts'
import { fileHref } from '../../documents/queries.ts'
import { WaitedFor } from '../../rulebook/pages/waiting.tsx'
import type { Waited } from '../../rulebook/queries.ts'
import { duplicateTexts, fieldNames, moderationTexts, organisationRefusals, organisationTexts, proofNames, verificationNames } from '../messages.ts'
import type { WaitingVerification } from '../queries.ts'
import { formatTaxCode, validityChoices } from '../rules.ts'
import { LegalFacts, Pager } from './parts.tsx'

type Waiting = WaitingVerification & { kindName: string; place: string; own: boolean; waited: Waited | null }
interface Props {
  rows: Waiting[]
  total: number
  page: number
  pages: number
  form: FormState
  mayDecide: boolean
  /** Months a verification may hold today. */
  longest: number
}

export function OrganisationModerationPage({ rows, total, page, pages, form, mayDecide, longest }: Props) {
  const { locale, actor } = useView()
  const t = useTexts(moderationTexts)
  const s = useTexts(shell)
  const from = actor.staff_roles.includes('moderator') ? { href: `/${locale}/moderation`, text: s.moderation } : { href: `/${locale}/administration`, text: s.administration }
  const path = `/${locale}/moderation/organisations`
  return (
    <Page title={t.title} crumbs={[from]}>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead(total)}</p>
      <p><a href={`/${locale}/moderation/duplicates`}>{useTexts(duplicateTexts).title}</a></p>
      {form.refusal && <div class="notice bad" role="alert" tabIndex={-1} data-focus=""><p>{wording(useTexts(organisationRefusals))(form.refusal)}</p></div>}
      <ul class="list">{rows.map((row) => <li><Decision row={row} mayDecide={mayDecide} longest={longest} action={page > 1 ? `${path}?page=${page}` : path} form={Number(form.values.organisation_id) === row.id ? form : null} /></li>)}</ul>
      <Pager path={path} page={page} pages={pages} />
    </Page>
  )
}

function Decision({ row, action, form, mayDecide, longest }: { row: Waiting; action: string; form: FormState | null; mayDecide: boolean; longest: number }) {
  const { locale } = useView()
  const t = useTexts(moderationTexts)
  const o = useTexts(organisationTexts)
  const names = useTexts(fieldNames)
  const errors = useTexts(fieldErrors)
  const verifications = useTexts(verificationNames)
  const kinds = useTexts(proofNames)
  const error = form?.errors.reason ?? form?.errors.decision
  const unseen = form?.refusal?.code === 'look_first' || form?.errors.proofs
  const ticked = [form?.values.proofs ?? []].flat().map(Number)
  const months = Number(form?.values.months ?? longest)
  const id = `reason-${row.id}`
  const about = inLocale(locale, row.about_vi, row.about_en)
  return (
    <article class="card" aria-labelledby={`o-${row.id}`}>
      <h2 id={`o-${row.id}`}>{[row.name_vi, row.name_en].filter(Boolean).join(' · ')}</h2>
      <p class="meta">{t.requested} <time dateTime={row.requested_at.toISOString()}>{formatInstant(row.requested_at, locale)}</time> · <a href={`/${locale}/organisations/${row.id}`}>{t.publicPage}</a> · <a href={`/${locale}/moderation/organisations/${row.id}`}>{t.file}</a></p>
      <p><WaitedFor waited={row.waited} /></p>
      {row.verification === 'verified' && row.verified_until && <p class="notice">{t.renewal(formatDay(row.verified_until, locale))}</p>}
      <dl class="facts pair">
        <div><dt>{names.kind}</dt><dd>{row.kindName}</dd></div>
        <div><dt>{names.tax_code}</dt><dd>{row.tax_code ? formatTaxCode(row.tax_code) : t.none}</dd></div>
        <div><dt>{names.website}</dt><dd>{row.website ? <a href={row.website} rel="nofollow noopener">{row.website}</a> : t.none}</dd></div>
        {row.place && <div><dt>{o.place}</dt><dd>{row.place}</dd></div>}
        {row.founded_year && <div><dt>{o.founded}</dt><dd>{row.founded_year}</dd></div>}
        <div><dt>{t.owners}</dt><dd>{row.owners.map(({ name, email }) => `${name} (${email})`).join(', ') || t.none}</dd></div>
        {row.alike.length > 0 && <div><dt>{t.alike}</dt><dd>{row.alike.map((other, i) => <>{i > 0 && ', '}<a href={`/${locale}/organisations/${other.id}`}>{inLocale(locale, other.name_vi, other.name_en)}</a> ({other.same === 'tax_code' ? t.sameTaxCode : t.sameName})</>)}</dd></div>}
        {row.decisions.length > 0 && <div><dt>{t.before}</dt><dd>{row.decisions.map((decision) => `${formatDay(new Date(decision.decided_at), locale)}: ${verifications[decision.decision as 'verified']}, ${decision.reason}`).join('; ')}</dd></div>}
      </dl>
      <h3>{t.legal}</h3>
      <LegalFacts legal={row.legal} />
      {about && <Prose text={about} />}
      {row.own ? <p class="notice">{t.yours}</p> : mayDecide && (
        <form method="post" action={action} data-guard="" novalidate>
          <Hidden name="organisation_id" value={row.id} /><Hidden name="version" value={row.version} />
          <fieldset class="field" aria-describedby={unseen ? `hp-${row.id} ep-${row.id}` : `hp-${row.id}`} aria-invalid={unseen ? true : undefined}>
            <legend class="label">{t.proofs}</legend>
            <span class="help" id={`hp-${row.id}`}>{t.proofsHelp}</span>
            {unseen && <span class="error" id={`ep-${row.id}`}>{useTexts(organisationRefusals).look_first({ code: 'look_first', field: 'proofs' })}</span>}
            {row.proofs.length === 0 && <p>{t.noProofs}</p>}
            {row.proofs.map((proof) => (
              <div class="row"><label class="tick"><input type="checkbox" name="proofs" value={proof.id} checked={ticked.includes(proof.id)} /> <span>{kinds[proof.kind]}{proof.note && ` · ${proof.note}`}</span></label>
                <a href={fileHref({ id: proof.document_id, name: proof.name })}>{proof.name}</a> <span class="meta">{formatDay(new Date(proof.uploaded_at), locale)} · {formatBytes(proof.bytes, locale)} · <code title={proof.sha256}>{proof.sha256.slice(0, 12)}…</code></span></div>
            ))}
          </fieldset>
          <div class="field"><label for={`months-${row.id}`}>{t.months}</label>
            <select id={`months-${row.id}`} name="months">{validityChoices(longest).map((n) => <option value={n} selected={n === months}>{t.monthsOf(n)}</option>)}</select></div>
          <div class="field">
            <label for={id}>{t.reason}</label>
            <span class="help" id={`h-${id}`}>{t.reasonHelp}</span>
            {error && <span class="error" id={`e-${id}`} role="alert">{wordError(error, errors)}</span>}
            <textarea id={id} name="reason" rows={3} required aria-invalid={error ? true : undefined} aria-describedby={error ? `h-${id} e-${id}` : `h-${id}`}>{form ? String(form.values.reason ?? '') : ''}</textarea>
          </div>
          <div class="row"><button class="button" name="decision" value="verified">{t.verify}</button><button class="button danger" name="decision" value="refused">{t.refuse}</button></div>
        </form>
      )}
    </article>
  )
}
