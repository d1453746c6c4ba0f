export { createOutboxMails } from './outbox.js';
export { noticeRoutes } from './routes.js';
export { MESSAGE_FIELDS, messageWords, readMessage } from './message.js';
export { messageQuery } from './plan-messages.js';
export {
  beginMessage,
  countMails,
  findMessage,
  insertMessage,
  listMessages,
  listTellings,
  markTested,
  rewriteMessage,
  type SenderMessage,
} from './store-messages.js';
export { SAMPLE, sendTest } from './test-message.js';
export { createNotices, keepNoticing, type Notices } from './sweep.js';
export { previewCopy } from './preview-copy.js';
