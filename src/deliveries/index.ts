export type { SendingIdentity } from './channels/compose-message.js';
export { createPreviewChannel } from './channels/preview.js';
export { createSmtpChannel } from './channels/smtp.js';
export {
  startOf,
  type Channel,
  type ChannelName,
  type ComposeLetters,
  type Delivery,
  type FindChanges,
  type Hold,
  type OutgoingLetter,
  type WaitsFor,
} from './delivery.js';
export { stateWords } from './states.js';
export { failureReasons, isFailureReason, type FailureReason, type Said } from './said.js';
export { insertDeliveries, type NewDelivery } from './store.js';
export { recordSaid } from './store-said.js';
export { keepSweeping, sweep, type Sweeping } from './sweep.js';
export { createWorker, type Worker } from './worker.js';
export { outboxRoutes } from './routes.js';
export { addDeliveryCommands } from './commands.js';
