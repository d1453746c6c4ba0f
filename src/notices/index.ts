export { createOutboxMails } from './outbox.js';
export { noticeRoutes } from './routes.js';
export { createNotices, keepNoticing, type Notices } from './sweep.js';
