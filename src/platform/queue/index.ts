export { createBullQueue } from './bull.js';
export { createEmbeddedQueue } from './embedded.js';
export { MAX_IDS_PER_CALL, type Queue } from './queue.js';
