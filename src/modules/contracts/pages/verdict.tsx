import { checkWords, outcomeWords, sayReason, stateWords } from '../../../platform/signatures/messages.ts'
import type { Outcome, SignatureVerdict } from '../../../platform/signatures/verdict.ts'
import { formatInstant } from '../../../platform/time.ts'
import { useTexts, useView } from '../../../web/view.ts'
import { PartPage } from '../../deals/pages/part.tsx'
import { useName } from '../../deals/pages/parts.tsx'
import { partyOf, type PartFile } from '../../deals/part-queries.ts'
import { fileHref } from '../../documents/queries.ts'
import { textName } from '../messages.ts'
import { copyNames, signingTexts } from '../signing-messages.ts'
import type { VerdictShown } from '../signing-queries.ts'
import { Hash } from './signing.tsx'

const tone: Record<Outcome, string> = { pass: 'good', fail: 'bad', unknown: 'warn', note: 'calm' }
const stateTone: Record<string, string> = { valid: 'good', unproven: 'warn', invalid: 'bad' }

/** What was found in a signed file, check by check, for both sides in the same words. */
export function VerdictPage({ file, shown }: { file: PartFile; shown: VerdictShown }) {
  const { locale } = useView()
  const t = useTexts(signingTexts)
  const states = useTexts(stateWords)
  const copies = useTexts(copyNames)
  const name = useName()
  const { verdict } = shown
  return (
    <PartPage file={file} part="contract" title={t.verdictTitle}>
      <p class="lead">{textName(shown, locale)} – {t.version(shown.number)}: <span class={`badge ${stateTone[verdict.state] ?? ''}`}>{states[verdict.state]}</span></p>
      <p class="meta">{name(partyOf(file, shown.organisation_id))}. {t.judged(formatInstant(shown.judged_at, locale), shown.person_name)} {t.roots(verdict.roots)}</p>
      <dl class="facts">
        <div><dt>{t.file_}</dt><dd><a href={fileHref(shown.document)}>{shown.document.name}</a></dd></div>
        <div><dt>{t.fileHash}</dt><dd><Hash of={verdict.sha256} /></dd></div>
        <div><dt>{t.hash}</dt><dd><Hash of={shown.version_sha256} /></dd></div>
      </dl>
      <p>{t.beginsSame} {copies[shown.copy]}</p>
      {verdict.signatures.map((one, i) => <Signature one={one} number={i + 1} />)}
      <p><a class="button second" href={`/${locale}/deals/${file.deal.id}/contract/verdicts/${shown.id}/json`}>{t.json}</a></p>
      <p><a href={`/${locale}/deals/${file.deal.id}/contract/signing`}>{t.title}</a></p>
    </PartPage>
  )
}

function Signature({ one, number }: { one: SignatureVerdict; number: number }) {
  const { locale } = useView()
  const t = useTexts(signingTexts)
  const states = useTexts(stateWords)
  const checks = useTexts(checkWords)
  const outcomes = useTexts(outcomeWords)
  const heading = one.kind === 'timestamp' ? t.timestamp(number) : t.signature(number)
  const { signer } = one
  const fact = (term: string, value: string | null) => value !== null && value !== '' && <div><dt>{term}</dt><dd>{value}</dd></div>
  return (
    <section id={`signature-${number}`}>
      <h2>{heading}{signer && `: ${signer.name}`} <span class={`badge ${stateTone[one.state] ?? ''}`}>{states[one.state]}</span></h2>
      {signer && <dl class="facts">
        {fact(t.organisation, signer.organisation)}{fact(t.taxCode, signer.tax_code)}{fact(t.identity, signer.identity)}{fact(t.issuer, signer.issuer)}{fact(t.serial, signer.serial)}
        {fact(t.validity, `${formatInstant(new Date(signer.valid_from), locale)} – ${formatInstant(new Date(signer.valid_until), locale)}`)}
        <div><dt>{t.fingerprint}</dt><dd><Hash of={signer.fingerprint} /></dd></div>
      </dl>}
      <div class="scroll" tabIndex={0} role="region" aria-label={heading}><table>
        <caption class="hidden">{heading}</caption>
        <thead><tr><th scope="col">{t.check}</th><th scope="col">{t.outcome}</th><th scope="col">{t.reason}</th></tr></thead>
        <tbody>{one.checks.map(({ name, outcome, reason }) => <tr><th scope="row">{checks[name]}</th><td><span class={`badge ${tone[outcome]}`}>{outcomes[outcome]}</span></td><td>{sayReason(reason, locale)}</td></tr>)}</tbody>
      </table></div>
      {one.later_stamps.map(({ page, share }) => <p class="meta">{t.stamps(page, share)}</p>)}
    </section>
  )
}
