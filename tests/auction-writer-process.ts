import { createPrivateKey, createPublicKey } from 'node:crypto'
import type { Sent } from '../src/platform/auction/decide.ts'
import { openGate } from '../src/modules/bidding/gate.ts'

/** A web process as far as lots go: takes commands from its parent and answers what the gate answers. Meant to be killed. */
const { GATE_URL: url = '', GATE_SECRET: secret = '', GATE_DIR: dataDir = '', GATE_KEY: pem = '' } = process.env
const privateKey = createPrivateKey(pem)
const silent = { warn: () => {}, error: (facts: object, message: string) => { process.stderr.write(`${message} ${String((facts as { err?: unknown }).err ?? '')}\n`) } }
const gate = await openGate({ url, secret, dataDir, key: { privateKey, publicKey: createPublicKey(privateKey) }, now: () => new Date(), log: silent, limits: { apartMs: 0, leaseMs: 800, renewMs: 200 }, patienceMs: 4_000 })
process.on('message', ({ n, lot, sent, key, ask }: { n: number; lot: number; sent: Sent; key: string; ask?: boolean }) => {
  void (ask ? gate.ask(lot, sent.by, key) : gate.send(lot, sent, key)).then((answer) => process.send?.({ n, answer, held: gate.held() }))
})
process.send?.({ ready: true, holder: gate.holder })
