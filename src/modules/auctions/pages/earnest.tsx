import { type FormState, freshForm } from '../../../web/http.tsx'
import { ActionButton, Form, Select, TextArea, wording } from '../../../web/ui/form.tsx'
import { useTexts, useView } from '../../../web/view.ts'
import { awaitsDecision, earnestWays } from '../earnest-rules.ts'
import { earnestTexts } from '../earnest-messages.ts'
import { auctionRefusals } from '../messages.ts'
import type { LotFile, OfficeBidder } from '../queries.ts'
import type { AuctionDeposit, AuctionLotState } from '../schema.ts'

/** What was decided about a winner's deposit, or that it will be, as its bidder reads it. */
export function EarnestTold({ deposit, state }: { deposit: AuctionDeposit; state: AuctionLotState }) {
  const t = useTexts(earnestTexts)
  if (awaitsDecision(deposit, state)) return <div class="notice"><p>{t.bidder[state]}</p></div>
  return deposit.earnest_way && deposit.earnest_decided_by !== null ? <p>{t.ways[deposit.earnest_way]}. {deposit.earnest_reason}</p> : null
}

/** Where officers propose and decide what becomes of it. */
export function EarnestDesk({ file: { lot }, bidder, forms }: { file: LotFile; bidder: OfficeBidder; forms: { [name: string]: FormState } }) {
  const { locale, actor, wordRefusal } = useView()
  const t = useTexts(earnestTexts), refusals = wording(useTexts(auctionRefusals)), { deposit } = bidder
  const proposing = forms[`earnest-${bidder.id}`], decided = forms[`earnest-decision-${bidder.id}`]?.refusal
  if (!deposit || (!awaitsDecision(deposit, lot.state) && !proposing && !decided)) return null
  const at = `/${locale}/auctions/${lot.id}/deposits/${deposit.id}`, form = proposing ?? freshForm(), way = `way_${bidder.id}`, reason = `earnest_reason_${bidder.id}`
  const waits = deposit.earnest_way !== null && deposit.earnest_decided_by === null, own = deposit.earnest_proposed_by === actor.person_id
  return <>
    {decided && <p role="alert">{wordRefusal(decided)}</p>}
    {waits && deposit.earnest_way && <div class="notice warn"><p>{t.decide}: {t.ways[deposit.earnest_way]}. {deposit.earnest_reason}</p>{own && <p>{t.other}</p>}
      <div class="row">{!own && <ActionButton action={`${at}/earnest-decision`} fields={{ decision: 'agree' }} text={t.agree} kind="button danger" />}<ActionButton action={`${at}/earnest-decision`} fields={{ decision: 'drop' }} text={own ? t.takeBack : t.drop} kind="button second" /></div></div>}
    {(!waits || proposing) && (proposing || awaitsDecision(deposit, lot.state)) && <details open={proposing !== undefined}><summary>{t.open}</summary><p class="meta">{t.help[lot.state]}</p><Form danger action={`${at}/earnest`} form={form} submit={t.propose} labels={{ [way]: t.way, [reason]: t.reason }} refusals={refusals}>
      <Select form={form} name={way} label={t.way} options={earnestWays(lot.state).map((value) => ({ value, text: t.ways[value] }))} /><TextArea form={form} name={reason} label={t.reason} rows={2} />
    </Form></details>}
  </>
}
