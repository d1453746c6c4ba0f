export { ACTIONS_PER_DAY } from './daily-actions.js';
export { limitSignals } from './limit-signals.js';
export { ATTACK_REASONS, attackIn, type AttackReason } from './attack-rule.js';
export { createNearCopySignal } from './near-copies.js';
export { createProtection, isProtected, type Protection } from './protection.js';
export {
  createScreening,
  SUSPICIONS,
  type Gate,
  type Origin,
  type Screened,
  type Screening,
  type Signal,
  type Submission,
  type Suspicion,
} from './screening.js';
export { tooFastSignal, trapSignal } from './signals.js';
export {
  PROTECTION_MODES,
  readProtection,
  writeProtection,
  type ProtectionMode,
  type StoredProtection,
} from './store-protection.js';
export { isSuspicion, suspicionText } from './suspicion-words.js';
