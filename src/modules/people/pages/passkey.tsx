import type { ComponentChildren } from 'preact'
import { useTexts, useView } from '../../../web/view.ts'
import { securityTexts } from '../security-messages.ts'

interface Props {
  /** Where the script asks and answers. */
  action: string
  kind: 'make' | 'use'
  text: string
  next?: string
  children?: ComponentChildren
}

/** A place for a passkey: hidden until its script runs, with a sentence for browsers without one. */
export function PasskeyPlace({ action, kind, text, next = '', children }: Props) {
  const { asset, nonce } = useView()
  const t = useTexts(securityTexts)
  return (
    <>
      <div hidden data-passkey={action} data-kind={kind} data-next={next} data-unable={t.passkeyUnable} data-cancelled={t.passkeyCancelled}>
        {children}
        <p class="notice bad" role="alert" hidden />
        <p><button type="button" class={kind === 'make' ? 'button' : 'button second'}>{text}</button></p>
      </div>
      <noscript><p class="meta">{t.scriptNeeded}</p></noscript>
      <script src={asset('passkey.js')} nonce={nonce} defer />
    </>
  )
}
