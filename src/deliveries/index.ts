export { actOn, allowsAct, letterActs, mayStillBounce, type LetterAct } from './acts.js';
export { failureCauses, isFailureCause, type FailureCause } from './causes.js';
export type { DecisionTools } from './decide.js';
export { CHANNELS, HOLDS, WAITS } from './delivery.js';
export { officeScope } from './pacing/pace.js';
export { glanceAtQueue, type Bounded, type QueueGlance } from './pacing/store-glance.js';
export { deletePause, insertPause, listPauses, type NamedPause, type Pause } from './pacing/store-pauses.js';
export { listAttempts, type Attempt } from './store-history.js';
export {
  countLetters,
  findLetter,
  listLetterPage,
  listNamed,
  listSources,
  readCells,
  sumByState,
  type LetterQuery,
} from './store-pages.js';
export { findWork, insertWork } from './store-works.js';
export { beginWork, goOn, meantBy } from './works.js';
export { type SendingIdentity } from './channels/build-message.js';
export { isLoopback } from './channels/pool.js';
export { createPreviewChannel } from './channels/preview.js';
export type { SupporterMail } from './channels/compose-mail.js';
export { createMailer, type Mailer, type MailOutcome } from './channels/mailer.js';
export { probeRelay, type RelayWelcome } from './channels/probe.js';
export { openRelay, type Relay } from './channels/relay.js';
export { createSmtpChannel } from './channels/smtp.js';
export {
  DeliveryError,
  type Channel,
  type ChannelName,
  type ComposeLetters,
  type CurrentAddress,
  type Delivery,
  type FindChanges,
  type Hold,
  type OutgoingLetter,
  type ReadableLetter,
  type Readdressing,
  type ReadLetters,
  type WaitsFor,
} from './delivery.js';
export { reflectLetters, type Reflected } from './reflect.js';
export type { Policies, Policy } from './pacing/pace.js';
export { channelOf, domainOf, startOf, type Start, type StartSettings } from './start.js';
export { holdAgain, holdRestored, releaseHeld, withdrawLetters, type Withdrawal } from './release.js';
export { actOnRestored, noteSent } from './settle-restored.js';
export { countRestored } from './store-holds.js';
export { bounceWindowEnd, pauseBeforeRetry, GIVE_UP_AFTER_MS } from './retry.js';
export { stateWords } from './states.js';
export { listEvents, type DeliveryEvent } from './store-history.js';
export { failureReasons, isFailureReason, type FailureReason, type Said } from './said.js';
export { insertDeliveries, type NewDelivery } from './store.js';
export { recordSaid } from './store-said.js';
export { keepSweeping, sweep, type Sweeping } from './sweep.js';
export { createWorker, type Worker } from './worker.js';
export { outboxRoutes, type OutboxMails } from './routes.js';
export { addDeliveryCommands } from './commands.js';
export { createForward } from './channels/forward.js';
export { listenForBounces, type BounceListener } from './bounces/listener.js';
export { createTakeMail, type TakeMail } from './bounces/take-mail.js';
export { listKeptOf, listNotes as listBounceNotes } from './bounces/store.js';
export { settleKept } from './bounces/settle.js';
export { addBounceCommands } from './bounces/commands.js';
