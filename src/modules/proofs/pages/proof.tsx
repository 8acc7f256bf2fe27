import type { Locale } from '../../../platform/locale.ts'
import { formatNumber } from '../../../platform/money.ts'
import { formatInstant } from '../../../platform/time.ts'
import { Page } from '../../../web/ui/page.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { proofTexts } from '../proof-messages.ts'
import type { Moment } from '../schema.ts'

export interface ProofView {
  lot: { id: number; title: Record<Locale, string>; demonstration: boolean }
  checkpoints: { size: number; at_us: number; root: Buffer; moment: Moment | null; stamped_at: Date | null; key: string; cosigners: string[] }[]
  keys: { name: string; public_key: string; since: Date; noteKey: string }[]
  minutes: boolean
  bids: boolean
}
const at = (us: number): Date => new Date(Math.floor(us / 1000))

/** How anybody checks a lot: what was signed last, by which key, what to download, and what the proof does not show. */
export function ProofPage({ lot, checkpoints, keys, minutes, bids }: ProofView) {
  const { locale } = useView()
  const t = useTexts(proofTexts), title = t.title(lot.title[locale]), own = `/${locale}/auctions/${lot.id}`
  const [newest] = checkpoints
  return (
    <Page title={title} description={t.lead} path={`/auctions/${lot.id}/proof`} demonstration={lot.demonstration} indexed>
      <h1>{title}</h1>
      <p class="lead">{t.lead}</p>
      {!newest ? <p>{t.nothing}</p> : <>
        <h2>{t.newest}</h2>
        <dl class="facts">
          <div><dt>{t.size}</dt><dd>{formatNumber(newest.size, locale)}</dd></div>
          <div><dt>{t.at}</dt><dd><time dateTime={at(newest.at_us).toISOString()}>{formatInstant(at(newest.at_us), locale)}</time></dd></div>
          <div><dt>{t.root}</dt><dd><code class="break">{newest.root.toString('base64')}</code></dd></div>
          <div><dt>{t.signed}</dt><dd><code class="break">{newest.key}</code></dd></div>
          <div><dt>{t.stamp}</dt><dd>{newest.stamped_at ? t.stamped(formatInstant(newest.stamped_at, locale)) : t.notStamped}</dd></div>
          <div><dt>{t.cosigned}</dt><dd>{newest.cosigners.join(', ') || t.none}</dd></div>
        </dl>
        <h2>{t.downloads}</h2>
        <ul>
          <li><a href={`${own}/bundle`}>{t.bundle}</a></li>
          <li><a href={`${own}/checkpoint`}>{t.checkpoint}</a></li>
          <li><a href={`${own}/ocds`}>{t.ocds}</a></li>
          {minutes && <li><a href={`${own}/minutes`}>{t.minutes}</a></li>}
          {bids && <li><a href={`${own}/receipts`}>{t.receipts}</a></li>}
        </ul>
        <h2>{t.how}</h2>
        <ol>{t.steps.map((step) => <li>{step}</li>)}</ol>
        <pre class="scroll" tabIndex={0} role="region" aria-label={t.how}><code>{`bin/techex verify bundle lot-${lot.id}.json --key ${newest.key} --receipt receipt.json`}</code></pre>
        <h2 id="keys">{t.keys}</h2>
        <p>{t.keysText}</p>
        <div class="scroll" tabIndex={0} role="region" aria-labelledby="keys"><table>
          <thead><tr><th scope="col">{t.keyName}</th><th scope="col">{t.since}</th><th scope="col">{t.publicKey}</th><th scope="col">{t.noteKey}</th></tr></thead>
          <tbody>{keys.map(({ name, public_key, since, noteKey }) => <tr><th scope="row"><code>{name}</code></th><td>{formatInstant(since, locale)}</td><td><code>{public_key}</code></td><td><code>{noteKey}</code></td></tr>)}</tbody>
        </table></div>
        <h2 id="history">{t.history}</h2>
        <div class="scroll" tabIndex={0} role="region" aria-labelledby="history"><table>
          <thead><tr><th scope="col" class="right">{t.size}</th><th scope="col">{t.at}</th><th scope="col">{t.root}</th></tr></thead>
          <tbody>{checkpoints.map(({ size, at_us, root, moment }) => <tr><th scope="row" class="right">{formatNumber(size, locale)}</th><td>{formatInstant(at(at_us), locale)}{moment && ` (${t.moments[moment]})`}</td><td><code>{root.toString('base64')}</code></td></tr>)}</tbody>
        </table></div>
        <h2>{t.limits}</h2>
        <p>{t.limitsText}</p>
      </>}
      <p><a href={own}>{lot.title[locale]}</a></p>
    </Page>
  )
}
