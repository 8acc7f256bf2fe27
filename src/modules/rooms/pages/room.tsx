import { inLocale } from '../../../platform/locale.ts'
import { formatInstant } from '../../../platform/time.ts'
import { type FormState, freshForm } from '../../../web/http.tsx'
import { Choices, Form, Hidden, Select, TextField, wording } from '../../../web/ui/form.tsx'
import { Prose } from '../../../web/ui/prose.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { PartPage } from '../../deals/pages/part.tsx'
import { useName } from '../../deals/pages/parts.tsx'
import { type PartFile, partyOf } from '../../deals/part-queries.ts'
import { reportWords } from '../../deals/report-messages.ts'
import { partiesOf } from '../../deals/rules.ts'
import { roomRefusals, roomTexts } from '../messages.ts'
import type { FolderShown, Look, Room } from '../queries.ts'
import { folderReaders } from '../schema.ts'

export interface RoomPageProps { file: PartFile; room: Room; looks: readonly Look[]; mayAccept: boolean; forms: Record<string, FormState> }

/** The data room: the undertaking, each side's folders as far as this reader may know them, and who looked at one's own. */
export function RoomPage({ file, room, looks, mayAccept, forms }: RoomPageProps) {
  const { locale } = useView()
  const t = useTexts(roomTexts)
  const name = useName()
  const { deal, acts, as } = file
  const sides = [...partiesOf(deal)].toSorted((a, b) => Number(room.sides.includes(b)) - Number(room.sides.includes(a)))
  return (
    <PartPage file={file} part="room">
      {as === 'staff' && <p class="meta">{t.staffKnow}</p>}
      <p><a href={`/${locale}/deals/${deal.id}/room/reports`}>{useTexts(reportWords).reports}</a></p>
      <Undertaking file={file} room={room} mayAccept={mayAccept} form={forms.undertaking ?? freshForm()} />
      {sides.map((side) => {
        const own = room.sides.includes(side)
        const folders = room.folders.filter(({ organisation_id }) => organisation_id === side)
        return (
          <section id={`side-${side}`}><h2>{own && file.side === side ? t.ours : t.folderOf(name(partyOf(file, side)))}</h2>
            {folders.length === 0 ? <p>{own || as === 'staff' ? t.none : t.noneForYou}</p> : <ul class="list">{folders.map((folder) => <FolderCard file={file} folder={folder} />)}</ul>}
            {acts.edit === side && deal.stage !== 'lost' && <MakeFolderForm file={file} form={forms.folder ?? freshForm()} />}
          </section>
        )
      })}
      {(room.sides.length > 0 && as === 'party') || as === 'staff' ? <Looks file={file} looks={looks} /> : null}
    </PartPage>
  )
}

function Undertaking({ file, room: { text, acceptances, undertaken }, mayAccept, form }: { file: PartFile; room: Room; mayAccept: boolean; form: FormState }) {
  const { locale } = useView()
  const t = useTexts(roomTexts)
  const name = useName()
  const { deal, acts, side } = file
  const waits = side !== null && !undertaken.accepted.includes(side) && deal.stage !== 'lost'
  return (
    <section class="sheet stack" id="undertaking"><h2>{t.undertaking}</h2>
      <p>{t.undertakingLead}</p>
      <p><span class={`badge ${undertaken.open && deal.stage !== 'lost' ? 'good' : 'warn'}`}>{deal.stage === 'lost' ? t.isLost : undertaken.open ? t.isOpen : t.isClosed}</span></p>
      <dl class="facts">{partiesOf(deal).map((one) => {
        const accepted = acceptances.find(({ organisation_id }) => organisation_id === one)
        return <div><dt>{name(partyOf(file, one))}</dt><dd>{accepted ? <>{t.accepted(accepted.full_name, accepted.position)} <span class="meta"><time dateTime={accepted.accepted_at.toISOString()}>{formatInstant(accepted.accepted_at, locale)}</time>, {t.version(accepted.text_version)}</span></> : t.notYet}</dd></div>
      })}</dl>
      <details open={waits && mayAccept}><summary>{t.readText} ({t.version(text.version)})</summary>
        <Prose text={locale === 'vi' ? text.vi : text.en} /><p class="meta">{t.hash}: <code>{text.sha256}</code></p>
      </details>
      {waits && (mayAccept && acts.sign !== null ? (
        <Form action={`/${locale}/deals/${deal.id}/room/undertaking`} form={form} submit={t.accept} labels={{ full_name: t.full_name, position: t.position, agreed: t.agreedLabel }} refusals={wording(useTexts(roomRefusals))}>
          <p class="meta">{t.acceptHelp}</p>
          <Hidden name="text_version" value={text.version} /><Hidden name="text_sha256" value={text.sha256} />
          <TextField form={form} name="full_name" label={t.full_name} autocomplete="name" />
          <TextField form={form} name="position" label={t.position} autocomplete="organization-title" />
          <Choices form={form} name="agreed" label={t.agreedLabel} options={[{ value: 'yes', text: t.agreed }]} />
        </Form>
      ) : <p class="meta">{t.signersOnly}</p>)}
    </section>
  )
}

export function FolderFacts({ folder }: { folder: Pick<FolderShown, 'readers' | 'marked_only' | 'named'> }) {
  const t = useTexts(roomTexts)
  return <p class="meta">{t.readers}: {t.readersOf[folder.readers]}{folder.readers === 'named' && folder.named.length > 0 && `: ${folder.named.map(({ name }) => name).join(', ')}`}{folder.marked_only && ` · ${t.marked}`}</p>
}

function FolderCard({ file: { deal }, folder }: { file: PartFile; folder: FolderShown }) {
  const { locale } = useView()
  const t = useTexts(roomTexts)
  const own = `/${locale}/deals/${deal.id}/room`
  return (
    <li class="sheet" id={`folder-${folder.id}`}>
      <h3><a href={`${own}/folders/${folder.id}`}>{folder.name}</a></h3>
      <FolderFacts folder={folder} />
      {folder.documents.length === 0 ? <p class="meta">{t.empty}</p> : <ul>{folder.documents.map((document) => (
        <li><a href={`${own}/documents/${document.id}`}>{document.title}</a> {document.withdrawn_at ? <span class="badge bad">{t.withdrawn}</span> : <span class="meta">{t.version(document.latest.version)}</span>}</li>
      ))}</ul>}
    </li>
  )
}

export function FolderFields({ form }: { form: FormState }) {
  const t = useTexts(roomTexts)
  return <>
    <TextField form={form} name="name" label={t.name} />
    <Select form={form} name="readers" label={t.readers} options={folderReaders.map((value) => ({ value, text: t.readersOf[value] }))} empty={false} />
    <Choices form={form} name="marked_only" label={t.marked_only} options={[{ value: 'yes', text: t.markedOnly }]} optional="later" />
  </>
}

function MakeFolderForm({ file: { deal }, form }: { file: PartFile; form: FormState }) {
  const { locale } = useView()
  const t = useTexts(roomTexts)
  return (
    <details class="sheet" open={form.refusal !== null || Object.keys(form.errors).length > 0}><summary>{t.makeTitle}</summary>
      <Form action={`/${locale}/deals/${deal.id}/room`} form={form} submit={t.make} labels={{ name: t.name, readers: t.readers }} refusals={wording(useTexts(roomRefusals))}>
        <Hidden name="request_key" value={String(form.values.request_key ?? '')} />
        <FolderFields form={form} />
      </Form>
    </details>
  )
}

/** Who looked at the documents of a side, for that side and the Exchange. */
export function Looks({ file: { deal }, looks, titles = true }: { file: PartFile; looks: readonly Look[]; titles?: boolean }) {
  const { locale } = useView()
  const t = useTexts(roomTexts)
  return (
    <section id="looks"><h2>{t.looks}</h2><p class="meta">{t.looksLead}</p>
      {looks.length === 0 ? <p>{t.looksNone}</p> : <div class="scroll" tabIndex={0} role="region" aria-label={t.looks}><table>
        <thead><tr><th scope="col">{t.when}</th><th scope="col">{t.who}</th>{titles && <th scope="col">{t.document}</th>}<th scope="col">{t.what}</th></tr></thead>
        <tbody>{looks.map((look) => (
          <tr><td><time dateTime={look.at.toISOString()}>{formatInstant(look.at, locale)}</time></td>
            <td>{look.person_name}{look.acted_by_name && `, ${t.actedBy(look.acted_by_name)}`}<br /><span class="meta">{look.organisation ? inLocale(locale, look.organisation.name_vi, look.organisation.name_en) : t.ofExchange}</span></td>
            {titles && <td><a href={`/${locale}/deals/${deal.id}/room/documents/${look.room_document_id}`}>{look.title}</a></td>}
            <td>{t.kinds[look.kind]}{look.version !== null && `, ${t.version(look.version)}`}</td></tr>
        ))}</tbody>
      </table></div>}
    </section>
  )
}
