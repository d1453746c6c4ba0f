export { canonicalEmail } from './canonical-email.js';
export { lineOf, personSchema, textOf, type Person } from './person.js';
export { insertConsents, supporterKey, upsertSupporters } from './store.js';
