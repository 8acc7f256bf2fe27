import type { Db } from './core/database.ts'
import { type Jobs, queueJob } from './core/jobs.ts'
import { remindDuties } from './modules/deals/reminding.ts'
import { sealLog } from './modules/audit/sealing.ts'
import { anyLotLive, checkpointLots, type Proving, stampCheckpoints } from './modules/proofs/checkpointing.ts'
import { checkpointSeconds } from './modules/proofs/rules.ts'
import { awaitPerformance, recountRegistrations } from './modules/contracts/registration-duties.ts'
import { awaitOldBooks } from './modules/results/duties.ts'
import { announceEndings } from './modules/mandates/ending-commands.ts'
import { deliver, forgetDeliveries } from './modules/api/delivery-commands.ts'
import { forgetRequests } from './modules/api/once.ts'
import { expireListings, keepPublished } from './modules/listings/confirmation-commands.ts'
import { countWords } from './modules/listings/indexing.ts'
import { openSolutions } from './modules/solutions/opening.ts'
import { runAllRounds } from './modules/solutions/rounds.ts'
import { closeRegistrations } from './modules/auctions/ending.ts'
import { ageEvidence } from './modules/evidence/commands.ts'
import { dropUnused, sweepFiles } from './modules/documents/commands.ts'
import { forgetExposure } from './modules/matching/exposure-counts.ts'
import { pushMatches } from './modules/matching/push-commands.ts'
import { sendMail } from './modules/notifications/commands.ts'
import { lapseVerifications } from './modules/organisations/verification-commands.ts'
import { sendDigests, type Sender } from './modules/notifications/notice-commands.ts'
import { carryOutDeletions } from './modules/personal-data/deletion-commands.ts'
import { forgetWhatIsOld } from './modules/personal-data/retention.ts'
import { lookIntoSearches } from './modules/searches/commands.ts'
import { openFollowUps, remindFollowUps } from './modules/sessions/follow-up-commands.ts'
import { sendMarketDigests } from './modules/promotion/digest-commands.ts'
import { tendCalls } from './modules/sourcing/tending.ts'
import { reckonDue } from './modules/sourcing/standing.ts'
import { embedListings } from './modules/matching/embedding-commands.ts'
import { learnMarketMeaning } from './modules/matching/training-commands.ts'
import type { Embedder } from './platform/embedding.ts'
import { eachStep } from './platform/failures.ts'
import type { Post } from './platform/mail.ts'
import type { Storage } from './platform/storage.ts'

export interface JobParts { db: Db; sender: Sender; storage: Storage; post: Post; embedder: Embedder | null; proving: Proving; now: () => Date }
export type JobHandlers = { [J in keyof Jobs]: (payload: Jobs[J]) => Promise<void> }

/** What each named job does. */
export const jobHandlers = ({ db, sender, storage, post, embedder, proving, now }: JobParts): JobHandlers => ({
  send_mail: ({ mail_id }) => sendMail(db, post, mail_id, now),
  send_digests: () => sendDigests(db, sender, now()),
  // What many publish at once changes how rare words are, and on a market that has outgrown it, what they mean.
  count_words: async () => { await countWords(db); await learnMarketMeaning(db, now(), { whereGrown: true }) },
  drop_file: ({ sha256 }) => dropUnused(db, storage, sha256),
  lapse_verifications: async () => { await lapseVerifications(db, now()) },
  expire_listings: async () => { await expireListings(db, now()); await keepPublished(db) },
  age_evidence: async () => { await ageEvidence(db, now()) },
  sweep_files: async () => { await sweepFiles(db, storage, now()) },
  seal_log: async () => { await sealLog(db, now()) },
  // While a lot is live it queues itself again; the clock of a minute begins it.
  checkpoint_lots: async () => {
    await checkpointLots(db, proving, now())
    if (await anyLotLive(db)) await queueJob(db, 'checkpoint_lots', {}, { key: 'checkpoint_lots', after: new Date(now().getTime() + checkpointSeconds * 1_000) })
    await stampCheckpoints(db, proving, now())
  },
  deliver_webhook: ({ delivery_id }) => deliver(db, delivery_id, { ...sender, now }),
  sweep_api: async () => { await forgetRequests(db, now()); await forgetDeliveries(db, now()) },
  look_into_searches: async () => { await lookIntoSearches(db, sender, now()) },
  push_matches: async () => { await pushMatches(db, sender, now()) },
  send_market_digests: async () => { await sendMarketDigests(db, sender, now()) },
  reckon_needs: ({ listing_id = null }) => reckonDue(db, listing_id, now()),
  tend_calls: () => tendCalls(db, now()),
  close_registrations: async () => { await closeRegistrations(db, now()); await openSolutions(db, now()); await runAllRounds(db, now()) },
  recount_registrations: ({ day }) => recountRegistrations(db, now(), day),
  // What has ended is closed before anybody is reminded of it; what older files leave open is asked last, and what fails with one thing stops no other.
  remind_duties: () => eachStep(...[announceEndings, remindDuties, openFollowUps, remindFollowUps, awaitPerformance, awaitOldBooks].map((step) => () => step(db, now()))),
  embed_listings: async () => { await embedListings(db, embedder, now()) },
  learn_meaning: async () => { await learnMarketMeaning(db, now()) },
  retention: async () => { await carryOutDeletions(db, now(), 'retention'); await forgetWhatIsOld(db, now()); await forgetExposure(db, now()) },
})

/** What is done by the clock, in UTC: at 02:30 in Hanoi what words mean on the market is learnt anew, at 03:10 what is past its time is forgotten and at 03:40 files nobody has any longer go; every hour verifications past their day end, and listings nobody confirms, and what was kept of requests and deliveries of programs goes once it is old, and on the hour, so at midnight in Hanoi too, evidence past its day counts no more; every morning at 06:30 in Hanoi people are told which authorities to sign and mandates are about to end, asked what older statements and divisions in deal files leave open, and reminded of what is due in deal files, and what sessions that ended left to do becomes somebody’s duty and is reminded of, and at 07:10 the letter of what is new leaves where one is owed; every five minutes, and so at seven in the morning in Hanoi, saved searches are looked into and owners told of new matches, and a language model, where one is configured, is shown what is newly published; every five minutes answers to suppliers’ invitations are opened whose last day is over, and every ten needs are reckoned anew; every minute what was recorded is sealed, and registration for lots closes and envelopes of calls for solutions are opened and turns of their rounds end whose time is over, and the logs of lots are signed, which goes on every ten seconds while one is live. */
export const crontab = '30 23 * * * remind_duties\n10 0 * * * send_market_digests\n50 * * * * sweep_api\n0 * * * * age_evidence\n20 * * * * lapse_verifications\n50 * * * * expire_listings\n10 20 * * * retention\n40 20 * * * sweep_files\n30 19 * * * learn_meaning\n*/5 * * * * embed_listings ?jobKey=embed_listings\n*/5 * * * * look_into_searches ?jobKey=look_into_searches\n*/5 * * * * push_matches ?jobKey=push_matches\n*/5 * * * * tend_calls ?jobKey=tend_calls\n*/10 * * * * reckon_needs ?jobKey=reckon_needs\n* * * * * seal_log ?jobKey=seal_log\n* * * * * close_registrations ?jobKey=close_registrations\n* * * * * checkpoint_lots ?jobKey=checkpoint_lots'
