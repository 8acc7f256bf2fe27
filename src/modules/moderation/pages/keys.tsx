import { useTexts, useView } from '../../../web/view.ts'
import { moderationTexts } from '../messages.ts'

/** The key of what it stands beside, for the eye; others hear of it through `aria-keyshortcuts`, which the script sets while keys are on. */
export const Key = ({ name }: { name: string }) => <kbd aria-hidden="true" hidden data-hint=""> {name}</kbd>

/** The keys, shown once their script runs; without it there is nothing to tell of. */
export function KeyTable() {
  const { asset, nonce } = useView()
  const t = useTexts(moderationTexts)
  return <>
    <details class="sheet" data-key="?" hidden><summary>{t.keys}</summary>
      <p>{t.keysHelp}</p>
      <p><button type="button" class="button second" data-keys-switch="" data-on={t.keysOn} data-off={t.keysOff}>{t.keysOff}</button></p>
      <dl class="facts">{t.keyList.map(([key, does]) => <div><dt><kbd>{key}</kbd></dt><dd>{does}</dd></div>)}</dl>
    </details>
    <script src={asset('moderation.js')} nonce={nonce} defer />
  </>
}
