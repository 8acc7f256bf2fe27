import { formatInstant } from '../../../platform/time.ts'
import { type FormState, freshForm } from '../../../web/http.tsx'
import { ActionButton, FileField, Form, Select, TextArea, TextField, wording } from '../../../web/ui/form.tsx'
import { Prose } from '../../../web/ui/prose.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { PartPage } from '../../deals/pages/part.tsx'
import type { PartFile } from '../../deals/part-queries.ts'
import { formatBytes } from '../../documents/messages.ts'
import { acceptedFor, acceptOf } from '../../documents/rules.ts'
import { roomRefusals, roomTexts } from '../messages.ts'
import type { FolderShown, Look, VersionShown } from '../queries.ts'
import type { Folder, RoomDocument } from '../schema.ts'
import { FolderFacts, FolderFields, Looks } from './room.tsx'

const isWrong = (form: FormState): boolean => form.refusal !== null || Object.keys(form.errors).length > 0

/** One folder: what lies in it, and for its own side who reads it and what may be put in. */
export function FolderPage({ file, folder, people, uploadMaxBytes, forms }: { file: PartFile; folder: FolderShown; people: readonly { person_id: number; name: string }[]; uploadMaxBytes: number; forms: Record<string, FormState> }) {
  const { locale } = useView()
  const t = useTexts(roomTexts)
  const refusals = wording(useTexts(roomRefusals))
  const { deal, acts } = file
  const room = `/${locale}/deals/${deal.id}/room`
  const own = `${room}/folders/${folder.id}`
  const mine = acts.edit === folder.organisation_id && deal.stage !== 'lost'
  const change = forms.change ?? freshForm({ name: folder.name, readers: folder.readers, marked_only: folder.marked_only ? 'yes' : '' })
  const put = forms.put ?? freshForm(), reader = forms.reader ?? freshForm()
  const others = people.filter(({ person_id }) => !folder.named.some((one) => one.person_id === person_id))
  return (
    <PartPage file={file} part="room" title={folder.name}>
      <FolderFacts folder={folder} />
      {folder.documents.length === 0 ? <p>{t.empty}</p> : <div class="scroll" tabIndex={0} role="region" aria-label={folder.name}><table>
        <thead><tr><th scope="col">{t.document}</th><th scope="col">{t.versionNo}</th><th scope="col">{t.added}</th><th scope="col">{t.mark}</th></tr></thead>
        <tbody>{folder.documents.map(({ id, title, withdrawn_at, latest }) => (
          <tr><th scope="row"><a href={`${room}/documents/${id}`}>{title}</a> {withdrawn_at && <span class="badge bad">{t.withdrawn}</span>}</th><td>{latest.version}</td><td>{formatInstant(latest.added_at, locale)}</td><td>{t.markings[latest.marking]}</td></tr>
        ))}</tbody>
      </table></div>}
      {mine && <section class="sheet"><h2>{t.put}</h2>
        <Form action={`${own}/documents`} form={put} submit={t.put} labels={{ title: t.title, file: t.file }} refusals={refusals} multipart>
          <TextField form={put} name="title" label={t.title} />
          <FileField form={put} name="file" label={t.file} help={t.fileHelp(acceptedFor('document').join(', '), formatBytes(uploadMaxBytes, locale))} accept={acceptOf('document')} />
        </Form>
      </section>}
      {mine && folder.readers === 'named' && <section class="sheet"><h2>{t.named}</h2>
        {folder.named.length === 0 ? <p>{t.namedNone}</p> : <ul class="list">{folder.named.map(({ person_id, name }) => <li class="row"><span>{name}</span><ActionButton action={`${own}/readers/end`} text={t.unname(name)} fields={{ person_id }} kind="button second" /></li>)}</ul>}
        {others.length > 0 && <Form action={`${own}/readers`} form={reader} submit={t.nameThem} labels={{ person_id: t.person_id }} refusals={refusals}>
          <Select form={reader} name="person_id" label={t.person_id} options={others.map(({ person_id, name }) => ({ value: String(person_id), text: name }))} />
        </Form>}
      </section>}
      {mine && <section class="sheet"><h2>{t.changeTitle}</h2>
        <Form action={`${own}/settings`} form={change} submit={t.change} labels={{ name: t.name, readers: t.readers }} refusals={refusals}><FolderFields form={change} /></Form>
      </section>}
    </PartPage>
  )
}

export interface RoomDocumentProps { file: PartFile; folder: Folder; document: RoomDocument; versions: readonly VersionShown[]; withdrawn_by_name: string; handed: boolean; looks: readonly Look[] | null; uploadMaxBytes: number; forms: Record<string, FormState> }
/** One document with its versions; for its own side also who looked at it. */
export function RoomDocumentPage({ file, folder, document, versions, withdrawn_by_name, handed, looks, uploadMaxBytes, forms }: RoomDocumentProps) {
  const { locale } = useView()
  const t = useTexts(roomTexts)
  const refusals = wording(useTexts(roomRefusals))
  const { deal, acts } = file
  const room = `/${locale}/deals/${deal.id}/room`
  const own = `${room}/documents/${document.id}`
  const mine = acts.edit === document.organisation_id
  const version = forms.version ?? freshForm(), withdraw = forms.withdraw ?? freshForm()
  return (
    <PartPage file={file} part="room" title={document.title}>
      <p>{t.folder}: <a href={`${room}/folders/${folder.id}`}>{folder.name}</a></p>
      {document.withdrawn_at && <div class="notice bad"><p>{t.withdrawnBy(withdrawn_by_name, formatInstant(document.withdrawn_at, locale))}</p><Prose text={document.withdrawal_reason} /></div>}
      <h2>{t.versions}</h2>
      <div class="scroll" tabIndex={0} role="region" aria-label={t.versions}><table>
        <thead><tr><th scope="col">{t.versionNo}</th><th scope="col">{t.file}</th><th scope="col">{t.added}</th><th scope="col">{t.mark}</th><th scope="col">{t.download}</th></tr></thead>
        <tbody>{versions.map((one) => (
          <tr><th scope="row">{one.version}</th><td>{one.name} <span class="meta">{formatBytes(one.bytes, locale)}</span></td><td>{formatInstant(one.added_at, locale)}<br /><span class="meta">{one.person_name}</span></td><td>{t.markings[one.marking]}</td>
            <td>{!handed ? t.notHanded : folder.marked_only && one.marking === 'none' && !mine ? t.unmarkable : <a href={`${room}/versions/${one.id}/file`}>{t.downloadVersion(one.version)}</a>}</td></tr>
        ))}</tbody>
      </table></div>
      {mine && deal.stage !== 'lost' && !document.withdrawn_at && <section class="sheet"><h2>{t.putVersion}</h2>
        <Form action={`${own}/versions`} form={version} submit={t.putVersion} labels={{ file: t.file }} refusals={refusals} multipart>
          <FileField form={version} name="file" label={t.file} help={t.fileHelp(acceptedFor('document').join(', '), formatBytes(uploadMaxBytes, locale))} accept={acceptOf('document')} />
        </Form>
      </section>}
      {mine && !document.withdrawn_at && <section class="sheet"><details open={isWrong(withdraw)}><summary>{t.withdraw}</summary>
        <p>{t.withdrawHelp}</p>
        <Form action={`${own}/withdrawal`} form={withdraw} submit={t.withdraw} labels={{ reason: t.reason }} refusals={refusals} danger><TextArea form={withdraw} name="reason" label={t.reason} rows={3} /></Form>
      </details></section>}
      {looks && <Looks file={file} looks={looks} titles={false} />}
    </PartPage>
  )
}
