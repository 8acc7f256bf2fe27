import { formatInstant } from '../../../platform/time.ts'
import type { FormState } from '../../../web/http.tsx'
import { FileField, Form, Hidden, Select, TextField } from '../../../web/ui/form.tsx'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { formatBytes } from '../../documents/messages.ts'
import { fileHref } from '../../documents/queries.ts'
import { acceptedFor, acceptOf } from '../../documents/rules.ts'
import { myTexts, proofNames, proofTexts } from '../messages.ts'
import type { ProofShown } from '../queries.ts'
import { proofKinds } from '../schema.ts'

/** What the organisation proves itself by: what is in force, a form for owners, and everything older. */
export function ProofsPage({ organisationId, proofs, owner, form }: { organisationId: number; proofs: readonly ProofShown[]; owner: boolean; form: FormState }) {
  const { locale } = useView()
  const t = useTexts(proofTexts)
  const kinds = useTexts(proofNames)
  const current = proofs.filter((proof) => !proof.superseded_at), older = proofs.filter((proof) => proof.superseded_at)
  const here = `/${locale}/my/organisation/proofs`
  return (
    <Page title={t.title} crumbs={[{ href: `/${locale}/my/organisation`, text: useTexts(myTexts).title }]}>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      <div class="stack">
        <section><h2 id="current">{t.current}</h2>
          {current.length === 0 ? <p>{t.none}</p> : (
            <div class="scroll" tabIndex={0} role="region" aria-labelledby="current"><table>
              <thead><tr><th scope="col">{t.kind}</th><th scope="col">{t.file}</th><th scope="col">{t.by}</th><th scope="col">{t.at}</th><th scope="col">{t.sha256}</th>{owner && <th scope="col">{t.action}</th>}</tr></thead>
              <tbody>{current.map((proof) => <tr><Facts proof={proof} />
                {owner && <td><form method="post" action={`${here}/${proof.id}/withdrawal`}><Hidden name="organisation_id" value={organisationId} /><button class="button second" aria-label={t.withdrawName(kinds[proof.kind])}>{t.withdraw}</button></form></td>}</tr>)}</tbody>
            </table></div>)}
        </section>
        {owner ? (
          <section class="sheet"><h2>{t.add}</h2>
            <Form action={`${here}?organisation_id=${organisationId}`} form={form} submit={t.upload} labels={t} multipart>
              <Select form={form} name="kind" label={t.kind} options={proofKinds.map((kind) => ({ value: kind, text: kinds[kind] }))} />
              <TextField form={form} name="note" label={t.note} help={t.noteHelp} optional />
              <FileField form={form} name="file" label={t.file} help={t.types(acceptedFor('document').join(', '))} accept={acceptOf('document')} />
            </Form>
          </section>) : <p class="meta">{t.ownersOnly}</p>}
        {older.length > 0 && <section><h2 id="older">{t.history}</h2>
          <div class="scroll" tabIndex={0} role="region" aria-labelledby="older"><table>
            <thead><tr><th scope="col">{t.kind}</th><th scope="col">{t.file}</th><th scope="col">{t.by}</th><th scope="col">{t.at}</th><th scope="col">{t.sha256}</th><th scope="col">{t.state}</th></tr></thead>
            <tbody>{older.map((proof) => <tr><Facts proof={proof} /><td>{proof.superseded_by ? t.replaced : t.withdrawn}{proof.superseded_at && `, ${formatInstant(proof.superseded_at, locale)}`}</td></tr>)}</tbody>
          </table></div>
        </section>}
      </div>
    </Page>
  )
}

export function Facts({ proof }: { proof: ProofShown }) {
  const { locale } = useView()
  return <><th scope="row">{useTexts(proofNames)[proof.kind]}{proof.note && <div class="meta">{proof.note}</div>}</th>
    <td><a href={fileHref({ id: proof.document_id, name: proof.name })}>{proof.name}</a> <span class="meta">{formatBytes(proof.bytes, locale)}</span></td>
    <td>{proof.uploaded_by}</td><td><time dateTime={proof.uploaded_at.toISOString()}>{formatInstant(proof.uploaded_at, locale)}</time></td><td><code title={proof.sha256}>{proof.sha256.slice(0, 12)}…</code></td></>
}
