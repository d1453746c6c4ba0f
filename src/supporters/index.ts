export { addressKey } from './address-key.js';
export { canonicalEmail } from './canonical-email.js';
export { lineOf, personSchema, textOf, type Person } from './person.js';
export { postalKey, searchText } from './search-keys.js';
export { deleteSupporters, insertConsents, supporterKey, upsertSupporters, type StoredConsent } from './store.js';
export { deleteSearchKeys, insertSearchKeys, markOptedIn, type NamedSupporter } from './store-keys.js';
export {
  findSuppression,
  liftSuppression,
  listSuppressed,
  suppress,
  type SuppressionReason,
} from './store-suppressions.js';
