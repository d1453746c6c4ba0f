export { canonicalEmail } from './canonical-email.js';
export { lineOf, personSchema, textOf, type Person } from './person.js';
export { deleteSupporters, insertConsents, supporterKey, upsertSupporters } from './store.js';
