import { inLocale } from '../../../platform/locale.ts'
import { formatInstant } from '../../../platform/time.ts'
import { type FormState, freshForm } from '../../../web/http.tsx'
import { ActionButton, FileField, Form, Select, TextField, wording } from '../../../web/ui/form.tsx'
import { Prose } from '../../../web/ui/prose.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { formatBytes } from '../../documents/messages.ts'
import { fileHref } from '../../documents/queries.ts'
import { acceptedFor, acceptOf } from '../../documents/rules.ts'
import { fileTexts } from '../file-messages.ts'
import type { FileView, LotFileShown } from '../file-queries.ts'
import { takesFiles } from '../file-rules.ts'
import { auctionRefusals } from '../messages.ts'
import type { LotFile } from '../queries.ts'
import { lotFileReaders } from '../schema.ts'

const foreign = (locale: string) => (locale === 'vi' ? undefined : 'vi')
/** The dossier as this reader may have it: what every file is, and the way to each or how to come to read it; when and where the asset is viewed. */
export function Dossier({ file }: { file: LotFile }) {
  const { locale } = useView()
  const t = useTexts(fileTexts)
  const { lot, files, access } = file, { viewing } = lot.particulars
  const kept = files.some(({ readers }) => readers === 'bidders'), pictures = files.filter(({ kind, document }) => kind === 'picture' && document)
  return <section id="dossier"><h2>{t.title}</h2>
    {files.length === 0 ? <p>{t.none}</p> : <><p class="meta">{t.lead}</p><FileTable of={files} regime={lot.regime} name="dossier-files" /></>}
    {kept && (access === 'disclosed' ? <div class="notice"><p>{t.keptRecorded}</p></div> : access === null && <Locked file={file} />)}
    {pictures.length > 0 && <ul class="pictures">{pictures.map(({ title, document }) => <li><img src={fileHref(document!)} alt={title} loading="lazy" /></li>)}</ul>}
    <h3>{t.viewing}</h3>{viewing ? <Prose text={viewing} lang={foreign(locale)} /> : <p>{t.noViewing}</p>}
  </section>
}

/** Why somebody does not read what is for bidders, and what would do. */
function Locked({ file: { lot, own } }: { file: LotFile }) {
  const { locale, actor, now } = useView()
  const t = useTexts(fileTexts)
  const opens = lot.registration_opens_at, closes = lot.registration_closes_at
  const taking = lot.state === 'registration' && opens !== null && closes !== null && now < closes
  const base = `/${locale}/auctions/${lot.id}/registration`
  const how = own ? t.how.left : !taking ? t.how.over : actor.person_id === null ? t.how.sign_in : actor.staff_roles.length ? t.how.staff : now < opens ? t.how.not_open(formatInstant(opens, locale)) : t.how.register(formatInstant(closes, locale))
  return <div class="notice"><p>{t.kept} {how}</p>{taking && !own && actor.staff_roles.length === 0 && <p><a href={base}>{t.register}</a></p>}</div>
}

function FileTable({ of, regime, name }: { of: readonly LotFileShown[]; regime: LotFile['lot']['regime']; name: string }) {
  const { locale } = useView()
  const t = useTexts(fileTexts)
  return <div class="scroll" tabIndex={0} role="region" aria-labelledby={name}><table>
    <thead><tr><th scope="col" id={name}>{t.file}</th><th scope="col">{t.kind}</th><th scope="col">{t.who}</th><th scope="col" class="right">{t.size}</th><th scope="col">{t.hash}</th></tr></thead>
    <tbody>{of.map(({ kind, readers, title, sha256, bytes, reason, added_at, document }) => <tr>
      <th scope="row" lang={foreign(locale)}>{document ? <a href={fileHref(document)}>{title}</a> : title}{reason && <p class="meta">{t.added(formatInstant(added_at, locale), reason)}</p>}</th>
      <td>{kind === 'regulation' ? t.regulationOf[regime] : t.kinds[kind]}</td><td>{t.readers[readers]}</td><td class="right">{formatBytes(bytes, locale)}</td><td class="break"><code>{sha256}</code></td>
    </tr>)}</tbody>
  </table></div>
}

/** Where officers put files into a lot, and see who was handed those that are for bidders. */
export function FilesDesk({ file: { lot, files, runs }, views, uploadMaxBytes, forms }: { file: LotFile; views: readonly FileView[] | null; uploadMaxBytes: number; forms: { [name: string]: FormState } }) {
  const { locale, now } = useView()
  const t = useTexts(fileTexts), refusals = wording(useTexts(auctionRefusals))
  const base = `/${locale}/auctions/${lot.id}`, draft = lot.state === 'draft', taking = takesFiles(lot, now), regulation = files.some(({ kind }) => kind === 'regulation')
  const form = (name: 'files' | 'pictures'): FormState => ({ ...(forms[name] ?? freshForm(name === 'files' ? { kind: draft && !regulation ? 'regulation' : 'asset', readers: 'public' } : {})), at: name })
  const documents = form('files'), pictures = form('pictures'), labels = { title: t.titleField, kind: t.kind, readers: t.readersField, file: t.file, reason: t.reason }
  const kinds = [...(draft ? [{ value: 'regulation', text: t.regulationOf[lot.regime] }] : []), { value: 'asset', text: t.kinds.asset }]
  const size = formatBytes(uploadMaxBytes, locale)
  return <section id="files"><h2>{t.desk}</h2><p class="meta">{draft ? t.deskDraft : taking ? t.deskOpen : t.deskStands}</p>
    {draft && lot.regime === 'statutory' && !regulation && <div class="notice warn"><p>{t.missing}</p></div>}
    {files.length === 0 ? <p>{t.none}</p> : <FileTable of={files} regime={lot.regime} name="desk-files" />}
    {runs && draft && <p class="row">{files.map(({ id, title }) => <ActionButton action={`${base}/files/${id}/withdrawal`} text={t.takeOut(title)} kind="button second" />)}</p>}
    {runs && (taking || forms.files) && <details open={forms.files !== undefined}><summary>{draft ? t.put : t.add}</summary><Form multipart action={`${base}/files`} form={documents} submit={draft ? t.put : t.add} labels={labels} refusals={refusals}>
      <Select form={documents} name="kind" label={t.kind} options={kinds} empty={false} /><TextField form={documents} name="title" label={t.titleField} help={t.titleHelp} />
      <Select form={documents} name="readers" label={t.readersField} help={t.readersHelp} options={lotFileReaders.map((value) => ({ value, text: t.readers[value] }))} empty={false} />
      <FileField form={documents} name="file" label={t.file} help={t.fileHelp(acceptedFor('document').join(', '), size)} accept={acceptOf('document')} />
      {!draft && <TextField form={documents} name="reason" label={t.reason} help={t.reasonHelp} />}
    </Form></details>}
    {runs && (taking || forms.pictures) && <details open={forms.pictures !== undefined}><summary>{draft ? t.putPicture : t.addPicture}</summary><Form multipart action={`${base}/pictures`} form={pictures} submit={draft ? t.putPicture : t.addPicture} labels={{ ...labels, title: t.pictureTitle }} refusals={refusals}>
      <TextField form={pictures} name="title" label={t.pictureTitle} help={t.pictureHelp} /><FileField form={pictures} name="file" label={t.file} help={t.fileHelp(acceptedFor('picture').join(', '), size)} accept={acceptOf('picture')} />
      {!draft && <TextField form={pictures} name="reason" label={t.reason} help={t.reasonHelp} />}
    </Form></details>}
    {views && files.some(({ readers }) => readers === 'bidders') && <><h3 id="file-views">{t.views}</h3>{views.length === 0 ? <p>{t.noViews}</p> : <div class="scroll" tabIndex={0} role="region" aria-labelledby="file-views"><table>
      <thead><tr><th scope="col">{t.at}</th><th scope="col">{t.person}</th><th scope="col">{t.organisation}</th><th scope="col">{t.file}</th></tr></thead>
      <tbody>{views.map(({ at, person, organisation_vi, organisation_en, title }) => <tr><td><time dateTime={at.toISOString()}>{formatInstant(at, locale)}</time></td><td>{person}</td><td>{organisation_vi === null ? t.staff : inLocale(locale, organisation_vi, organisation_en ?? '')}</td><td>{title}</td></tr>)}</tbody>
    </table></div>}</>}
  </section>
}
