import { formatDay, formatInstant } from '../../../platform/time.ts'
import { type FormState, freshForm } from '../../../web/http.tsx'
import { ActionButton, Choices, Form, Hidden, wording } from '../../../web/ui/form.tsx'
import { Prose } from '../../../web/ui/prose.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import type { AuthorityRefusal } from '../../deals/authority-rules.ts'
import { PartPage } from '../../deals/pages/part.tsx'
import { useName } from '../../deals/pages/parts.tsx'
import { partyOf, type PartFile } from '../../deals/part-queries.ts'
import { isOpen, otherSide } from '../../deals/rules.ts'
import { lackingWords } from '../clause-messages.ts'
import { clauseName, differencesIn } from '../clause-words.ts'
import { termRefusals } from '../messages.ts'
import { agreedIn, type Agreement, type Confirmation, type SentVersion } from '../queries.ts'
import { emptyContent, hashOf, keysOf, lackingIn } from '../rules.ts'
import type { ConfirmedTerms, TermVersion } from '../schema.ts'
import { sheetTexts } from '../sheet-messages.ts'
import { ClauseLines, Differences } from './clause.tsx'

export interface SheetFile {
  file: PartFile
  latest: TermVersion | null
  previous: TermVersion | null
  versions: SentVersion[]
  agreements: Agreement[]
  confirmations: Confirmation[]
  confirmed: ConfirmedTerms | null
  /** The contract is signed: from then on an annex changes what was agreed. */
  signed: boolean
  /** Why this reader, who binds their side by their role, confirms nothing here: it has recorded others as its signers. */
  unfit: AuthorityRefusal | null
  drafting: boolean
}

/** The term sheet as it stands: its last version clause by clause with who agrees to what, what changed and why, and who confirmed. */
export function SheetPage({ sheet, forms }: { sheet: SheetFile; forms: Record<string, FormState> }) {
  const { locale, wordRefusal } = useView()
  const t = useTexts(sheetTexts)
  const name = useName()
  const { file, latest, previous, versions, confirmed, signed, drafting } = sheet
  const base = `/${locale}/deals/${file.deal.id}/terms`
  const writes = file.acts.edit !== null && isOpen(file.deal.stage) && !signed
  return (
    <PartPage file={file} part="terms">
      <p class="lead">{t.lead}</p>
      <div class="stack">
        {signed && <div class="notice"><p>{wordRefusal({ code: 'terms_of_signed_contract' })} <a href={`/${locale}/deals/${file.deal.id}/contract`}>{t.toContract}</a></p></div>}
        {confirmed && <div class="notice good"><p>{t.agreedNow(confirmed.number, formatDay(confirmed.confirmed_at, locale))}</p>{latest && latest.number !== confirmed.number && <p>{t.laterSent} <a href={`${base}/versions/${confirmed.number}`}>{t.version(confirmed.number)}</a></p>}</div>}
        {!latest && <p>{t.none}</p>}
        {writes && <p><a class="button" href={`${base}/draft`}>{drafting ? t.goOn : latest ? t.answer : t.begin}</a></p>}
        {latest && <>
          <Present sheet={sheet} latest={latest} forms={forms} />
          {previous && <section><h2>{t.changes(previous.number)}</h2><p class="meta">{t.sentBy(name(partyOf(file, latest.organisation_id)), versions[0]?.person_name ?? '', formatInstant(latest.sent_at, locale))}</p>{latest.note && <Prose text={latest.note} />}<Differences differences={differencesIn(previous.content, latest.content, locale)} reasons={latest.reasons} /></section>}
          <Whole sheet={sheet} latest={latest} forms={forms} />
          <section><h2>{t.files}</h2><ul><li><a href={`${base}/worth`}>{t.worth}</a></li><li><a href={`${base}/paper`}>{t.print}</a></li><li><a href={`${base}/sheet.json`}>{t.json}</a></li></ul></section>
          <section><h2>{t.history}</h2><VersionTable sheet={sheet} /></section>
        </>}
      </div>
    </PartPage>
  )
}

function Present({ sheet: { file, versions, agreements, confirmed, signed }, latest, forms }: { sheet: SheetFile; latest: TermVersion; forms: Record<string, FormState> }) {
  const { locale } = useView()
  const t = useTexts(sheetTexts)
  const lacking = useTexts(lackingWords)
  const name = useName()
  const base = `/${locale}/deals/${file.deal.id}/terms`
  const { content } = latest
  const side = isOpen(file.deal.stage) && !signed && file.brokering.length === 0 ? file.acts.edit : null // to agree is the side's own word
  const agreed = { supplier: agreedIn(content, agreements, file.supplier.id), demander: agreedIn(content, agreements, file.demander.id) }
  const own = side === null ? [] : agreedIn(content, agreements, side)
  const open = keysOf(content).filter((key) => !own.includes(key))
  const form = forms.agree ?? freshForm({ agreed: [] })
  const missing = lackingIn(content)
  const whole = confirmed?.number === latest.number // who confirmed the whole has agreed to each clause of it
  return <section>
    <h2>{t.version(latest.number)}</h2>
    <p class="meta">{t.sentBy(name(partyOf(file, latest.organisation_id)), versions[0]?.person_name ?? '', formatInstant(latest.sent_at, locale))}</p>
    {missing.length > 0 && <div class="notice"><p>{t.lacking(missing.map((one) => lacking[one]).join('; '))}</p></div>}
    <div class="stack">{keysOf(content).map((key) => <section class="sheet">
      <h3 id={`clause-${key}`}>{clauseName(key, content, locale)}</h3>
      {!whole && <p>{(['supplier', 'demander'] as const).map((party) => <><span class={`badge ${agreed[party].includes(key) ? 'good' : ''}`}>{t[party]}: {agreed[party].includes(key) ? t.agreed : t.notYet}</span> </>)}</p>}
      <ClauseLines of={key} clause={content.clauses[key]} />
      {own.includes(key) && <ActionButton action={`${base}/agreement-removal`} text={t.takeBack} fields={{ clause_key: key }} kind="button second" />}
    </section>)}</div>
    {side !== null && !whole && (open.length === 0 ? <p>{t.nothingLeft}</p> : <section class="sheet"><Form action={`${base}/agreement`} form={form} submit={t.agree} labels={{ agreed: t.agreeLegend }} refusals={wording(termRefusals[locale])}>
      <Choices form={form} name="agreed" label={t.agreeLegend} help={t.agreeHelp} optional="later" options={open.map((key) => ({ value: `${key}:${hashOf(content, key) ?? ''}`, text: clauseName(key, content, locale) }))} />
    </Form></section>)}
  </section>
}

/** Who confirmed the whole, who has still to, and the button for those who sign. */
function Whole({ sheet: { file, confirmations, signed, unfit }, latest, forms }: { sheet: SheetFile; latest: TermVersion; forms: Record<string, FormState> }) {
  const { locale, wordRefusal } = useView()
  const t = useTexts(sheetTexts)
  const name = useName()
  const base = `/${locale}/deals/${file.deal.id}/terms`
  const live = confirmations.filter(({ number, lapsed_at }) => number === latest.number && lapsed_at === null)
  const lapsed = confirmations.filter(({ lapsed_at }) => lapsed_at !== null)
  const signs = isOpen(file.deal.stage) && !signed ? file.acts.sign : null
  const has = (party: number) => live.find(({ organisation_id }) => organisation_id === party)
  const form = forms.confirm ?? freshForm()
  return <section>
    <h2>{t.confirmTitle}</h2>
    <ul>{[file.supplier, file.demander].map((party) => { const one = has(party.id); return <li>{one ? t.confirmedBy(name(party), one.person_name, formatInstant(one.confirmed_at, locale)) : t.awaits(name(party))}</li> })}</ul>
    <p class="meta">{t.hash}: <code>{latest.sha256}</code></p>
    {signs !== null && !has(signs) && unfit && !forms.confirm && <p class="meta">{wordRefusal(unfit)}</p>}
    {signs !== null && !has(signs) && (!unfit || forms.confirm) && <div class="sheet"><p>{t.confirmHelp(latest.number)}</p><Form action={`${base}/confirmation`} form={form} submit={t.confirm(latest.number)} labels={{}} refusals={wording(termRefusals[locale])}><Hidden name="number" value={latest.number} /><Hidden name="sha256" value={latest.sha256} /></Form></div>}
    {signs !== null && has(signs) && !has(otherSide(file.deal, signs)) && <ActionButton action={`${base}/confirmation-removal`} text={t.withdraw} kind="button second" />}
    {lapsed.length > 0 && <><h3>{t.earlier}</h3><ul>{lapsed.map((one) => <li>{t.version(one.number)}: {t.confirmedBy(name(partyOf(file, one.organisation_id)), one.person_name, formatInstant(one.confirmed_at, locale))}; {one.lapse_reason && t.lapsed[one.lapse_reason]} ({formatInstant(one.lapsed_at ?? one.confirmed_at, locale)})</li>)}</ul></>}
  </section>
}

function VersionTable({ sheet: { file, versions, confirmed } }: { sheet: SheetFile }) {
  const { locale } = useView()
  const t = useTexts(sheetTexts)
  const name = useName()
  const base = `/${locale}/deals/${file.deal.id}/terms`
  return <div class="scroll" tabIndex={0} role="region" aria-label={t.history}><table>
    <caption class="hidden">{t.history}</caption>
    <thead><tr><th scope="col">{t.number}</th><th scope="col">{t.by}</th><th scope="col">{t.at}</th><th scope="col">{t.note}</th></tr></thead>
    <tbody>{versions.map((one) => <tr><th scope="row"><a href={`${base}/versions/${one.number}`}>{t.version(one.number)}</a>{confirmed?.number === one.number && <> <span class="badge good">✓</span></>}</th><td>{name(partyOf(file, one.organisation_id))} ({one.person_name})</td><td>{formatInstant(one.sent_at, locale)}</td><td>{one.note}</td></tr>)}</tbody>
  </table></div>
}

/** One version as it was sent, and how it differs from the one before. */
export function VersionPage({ file, version, previous, sent }: { file: PartFile; version: TermVersion; previous: TermVersion | null; sent: SentVersion | undefined }) {
  const { locale } = useView()
  const t = useTexts(sheetTexts)
  const name = useName()
  return (
    <PartPage file={file} part="terms" title={t.version(version.number)}>
      <p class="meta">{t.sentBy(name(partyOf(file, version.organisation_id)), sent?.person_name ?? '', formatInstant(version.sent_at, locale))} · {t.hash}: <code>{version.sha256}</code></p>
      {version.note && <Prose text={version.note} />}
      <div class="stack">
        <section><h2>{previous ? t.changes(previous.number) : t.clauses}</h2>{previous ? <Differences differences={differencesIn(previous.content, version.content, locale)} reasons={version.reasons} /> : null}
          {previous && <h2>{t.clauses}</h2>}
          <div class="stack">{keysOf(version.content ?? emptyContent).map((key) => <section class="sheet"><h3>{clauseName(key, version.content, locale)}</h3><ClauseLines of={key} clause={version.content.clauses[key]} /></section>)}</div>
        </section>
      </div>
    </PartPage>
  )
}

/** The sheet as a table, for paper and for those who sign on it. */
export function PaperPage({ sheet: { file, agreements, confirmed }, version, now }: { sheet: SheetFile; version: TermVersion; now: Date }) {
  const { locale } = useView()
  const t = useTexts(sheetTexts)
  const name = useName()
  const agreed = { supplier: agreedIn(version.content, agreements, file.supplier.id), demander: agreedIn(version.content, agreements, file.demander.id) }
  const whole = confirmed?.number === version.number ? confirmed : null
  return (
    <PartPage file={file} part="terms" title={`${t.asText}: ${t.version(version.number)}`}>
      <p>{t.supplier}: <strong>{name(file.supplier)}</strong>. {t.demander}: <strong>{name(file.demander)}</strong>.</p>
      {whole && <p>{t.agreedNow(whole.number, formatDay(whole.confirmed_at, locale))}</p>}
      <div class="scroll" tabIndex={0} role="region" aria-label={t.asText}><table>
        <caption class="hidden">{t.asText}</caption>
        <thead><tr><th scope="col">{t.clause}</th><th scope="col">{t.content}</th>{!whole && <th scope="col">{t.statuses}</th>}</tr></thead>
        <tbody>{keysOf(version.content).map((key) => <tr><th scope="row">{clauseName(key, version.content, locale)}</th><td><ClauseLines of={key} clause={version.content.clauses[key]} /></td>
          {!whole && <td>{(['supplier', 'demander'] as const).map((party) => <p>{t[party]}: {agreed[party].includes(key) ? t.agreed : t.notYet}</p>)}</td>}</tr>)}</tbody>
      </table></div>
      <div class="sides signing">{t.signatures.map((party) => <p>{party}</p>)}</div>
      <p class="meta">{t.hash}: <code>{version.sha256}</code> · {t.made(formatDay(now, locale))}</p>
    </PartPage>
  )
}
