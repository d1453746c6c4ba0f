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
export { insertDeliveries, recordSaidSent, type NewDelivery } from './store.js';
export { keepSweeping, sweep, type Sweeping } from './sweep.js';
export { createWorker, type Worker } from './worker.js';
export { outboxRoutes } from './routes.js';
export { addDeliveryCommands } from './commands.js';
export { createForward } from './channels/forward.js';
export { listenForBounces, type BounceListener } from './bounces/listener.js';
export { createTakeMail, type TakeMail } from './bounces/take-mail.js';
export { addBounceCommands } from './bounces/commands.js';
