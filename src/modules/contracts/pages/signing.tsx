import { formatInstant, formatIsoDay } from '../../../platform/time.ts'
import { type FormState, freshForm } from '../../../web/http.tsx'
import { Choices, FileField, Form, Hidden, TextField, wording } from '../../../web/ui/form.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import type { AuthorityRefusal } from '../../deals/authority-rules.ts'
import { PartPage } from '../../deals/pages/part.tsx'
import { useName } from '../../deals/pages/parts.tsx'
import { partyOf, type PartFile } from '../../deals/part-queries.ts'
import { partiesOf } from '../../deals/rules.ts'
import { fileHref } from '../../documents/queries.ts'
import { textName } from '../messages.ts'
import { copyNames, signingRefusals, signingTexts, wayNames } from '../signing-messages.ts'
import type { SignatureShown, VersionToSign } from '../signing-queries.ts'
import { standing, waysFor } from '../signing-rules.ts'
import { signedWords, valuationTexts } from '../valuation-messages.ts'
import { type Asked, Unvalued, ValuationWords } from './valuation.tsx'

export interface SigningPageProps {
  file: PartFile
  versions: readonly VersionToSign[]
  /** What is asked of a valuation as this reader signs, by version. */
  asked: ReadonlyMap<number, Asked>
  /** Why this reader, who binds their side by their role, signs nothing here: it has recorded others as its signers. */
  unfit: AuthorityRefusal | null
  /** By form and version: confirm-12, file-12, paper-12. */
  forms: Record<string, FormState>
  request_key: string
}

export function SigningPage({ file, versions, asked, unfit, forms, request_key }: SigningPageProps) {
  const { locale } = useView()
  const t = useTexts(signingTexts)
  return (
    <PartPage file={file} part="contract" title={t.title}>
      {versions.length === 0 ? <p>{t.none}</p> : versions.map((version) => <Version file={file} version={version} asked={asked.get(version.id)} unfit={unfit} forms={forms} request_key={request_key} />)}
      <p><a href={`/${locale}/deals/${file.deal.id}/contract`}>{t.back}</a></p>
    </PartPage>
  )
}

/** A hash that breaks where a line ends. */
export const Hash = ({ of }: { of: string }) => <code>{of.match(/.{1,16}/g)?.flatMap((part) => [part, <wbr />])}</code>

const tone = { awaiting: '', one: 'warn', both: 'good' } as const

function Version({ file, version, asked, unfit, forms, request_key }: { file: PartFile; version: VersionToSign; asked: Asked | undefined; unfit: AuthorityRefusal | null; forms: Record<string, FormState>; request_key: string }) {
  const { locale } = useView()
  const t = useTexts(signingTexts)
  const { state } = standing(version.signatures, partiesOf(file.deal))
  const heading = `${textName(version, locale)} – ${t.version(version.number)}`
  return (
    <section id={`version-${version.id}`} class="stack">
      <h2>{heading} <span class={`badge ${tone[state]}`}>{t.state[state]}</span></h2>
      <p class="meta">{t.issued(formatInstant(version.issued_at, locale))}. <a href={fileHref(version.document)}>{t.download}</a></p>
      {version.signed_on && <p>{t.signedOn(formatIsoDay(version.signed_on, locale))}</p>}
      <dl class="facts"><div><dt>{t.hash}</dt><dd><Hash of={version.sha256} /></dd></div></dl>
      <Signatures file={file} version={version} heading={heading} />
      <Ways file={file} version={version} asked={asked} unfit={unfit} forms={forms} request_key={request_key} />
    </section>
  )
}

function Signatures({ file, version, heading }: { file: PartFile; version: VersionToSign; heading: string }) {
  const { locale } = useView()
  const t = useTexts(signingTexts)
  const ways = useTexts(wayNames)
  const name = useName()
  const row = (side: number) => {
    const one = version.signatures.find(({ organisation_id }) => organisation_id === side)
    return <tr><th scope="row">{name(partyOf(file, side))}</th>{one ? <><td>{ways[one.way]}</td><td>{one.signer_name}, {one.position}</td><td><time dateTime={one.signed_at.toISOString()}>{one.way === 'paper' ? `${formatInstant(one.signed_at, locale).split(' ').at(-1)}, ${one.place}` : formatInstant(one.signed_at, locale)}</time></td><td><Record file={file} one={one} /></td></> : <td colSpan={4}>{t.waiting}</td>}</tr>
  }
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={heading}><table>
      <caption class="hidden">{heading}</caption>
      <thead><tr><th scope="col">{t.side}</th><th scope="col">{t.way}</th><th scope="col">{t.who}</th><th scope="col">{t.when}</th><th scope="col">{t.record}</th></tr></thead>
      <tbody>{partiesOf(file.deal).map(row)}</tbody>
    </table></div>
  )
}

function Record({ file, one }: { file: PartFile; one: SignatureShown }) {
  const { locale } = useView()
  const t = useTexts(signingTexts)
  const copies = useTexts(copyNames)
  return (
    <>
      {one.document_id !== null && <p><a href={fileHref({ id: one.document_id, name: one.document_name ?? '' })}>{one.document_name}</a></p>}
      {one.verdict_id !== null && <p><a href={`/${locale}/deals/${file.deal.id}/contract/verdicts/${one.verdict_id}`}>{t.verdict}</a></p>}
      {one.valuation && <p>{signedWords(one.valuation, locale)}</p>}
      {one.copy && <p class="meta">{copies[one.copy]}</p>}
      <p class="meta">{t.byPerson(one.person_name)}</p>
    </>
  )
}

/** The ways this reader may sign for their side now; none for those who may not, or have signed. */
function Ways({ file, version, asked, unfit, forms, request_key }: { file: PartFile; version: VersionToSign; asked: Asked | undefined; unfit: AuthorityRefusal | null; forms: Record<string, FormState>; request_key: string }) {
  const { locale, wordRefusal } = useView()
  const t = useTexts(signingTexts)
  const refusals = wording(useTexts(signingRefusals))
  const labels = { ...t, ...useTexts(valuationTexts) }
  const { deal, acts, as } = file
  if (version.state !== 'issued' || deal.stage === 'lost') return null
  if (acts.sign === null) return as === 'party' ? <p class="meta">{t.noSigner}</p> : null
  if (version.signatures.some(({ organisation_id }) => organisation_id === acts.sign)) return null
  const tried = Object.keys(forms).some((name) => name.endsWith(`-${version.id}`))
  if (unfit && !tried) return <p class="meta">{wordRefusal(unfit)}</p>
  const own = `/${locale}/deals/${deal.id}/contract/signing`
  const form = (name: string): FormState => ({ ...(forms[`${name}-${version.id}`] ?? freshForm()), at: `${name}-${version.id}` })
  const wrong = (name: string): boolean => `${name}-${version.id}` in forms
  const hidden = <><Hidden name="version_id" value={version.id} /><Hidden name="request_key" value={request_key} /></>
  const ways = waysFor[version.kind]
  return (
    <>
      {asked && <ValuationWords file={file} asked={asked} />}
      {ways.includes('platform') && as === 'party' ? <details class="sheet" open={wrong('confirm')}>
        <summary>{t.confirmHead}</summary>
        <p>{t.confirmLead}</p>
        <Form action={`${own}/confirm`} form={form('confirm')} submit={t.confirm} labels={t} refusals={refusals}>
          {hidden}<Hidden name="sha256" value={version.sha256} />
          <TextField form={form('confirm')} name="full_name" label={t.full_name} autocomplete="name" />
          <TextField form={form('confirm')} name="position" label={t.position} />
          <Choices form={form('confirm')} name="agreed" label={t.confirmHead} options={[{ value: 'yes', text: t.agreed }]} />
        </Form>
      </details> : <p class="meta">{t.contractNote}</p>}
      <details class="sheet" open={wrong('file')}>
        <summary>{t.fileHead}</summary>
        <p>{t.fileLead}</p>
        <Form action={`${own}/file`} form={form('file')} submit={t.handIn} labels={labels} refusals={refusals} multipart>
          {hidden}
          <TextField form={form('file')} name="position" label={t.position} />
          {asked && <Unvalued asked={asked} form={form('file')} />}
          <FileField form={form('file')} name="file" label={t.file} accept=".pdf,application/pdf" />
        </Form>
      </details>
      <details class="sheet" open={wrong('paper')}>
        <summary>{t.paperHead}</summary>
        <p>{t.paperLead}</p>
        <Form action={`${own}/paper`} form={form('paper')} submit={t.recordPaper} labels={{ ...labels, file: t.scan }} refusals={refusals} multipart>
          {hidden}<Hidden name="way" value="paper" />
          <TextField form={form('paper')} name="full_name" label={t.full_name} />
          <TextField form={form('paper')} name="position" label={t.position} />
          <TextField form={form('paper')} name="signed_on" label={t.signed_on} type="date" />
          <TextField form={form('paper')} name="place" label={t.place} />
          {asked && <Unvalued asked={asked} form={form('paper')} />}
          <FileField form={form('paper')} name="file" label={t.scan} />
        </Form>
      </details>
    </>
  )
}
