export { ACTIONS_PER_DAY } from './daily-actions.js';
export { limitSignals } from './limit-signals.js';
export { ATTACK_REASONS, attackIn, type AttackReason } from './attack-rule.js';
export { createBlockList, type BlockList } from './block-list.js';
export { parsePattern, type BlockKind, type BlockPattern } from './block-pattern.js';
export {
  addBlock,
  MAX_BLOCK_NOTE,
  removeBlock,
  type ChangeBlockTools,
  type ListOwner,
  type TypedBlock,
} from './change-blocks.js';
export { addBlockCommands } from './commands.js';
export { disposableSignal, isDisposable } from './disposable.js';
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
export { isSpike, SPIKE_KINDS, type SpikeKind } from './spike-rule.js';
export { createSpikeSignal } from './spikes.js';
export { countOpenAlerts, findAlert, listAlerts, settleAlert, type Alert } from './store-alerts.js';
export { listBlocks, type Block } from './store-blocks.js';
export {
  PROTECTION_MODES,
  readProtection,
  writeProtection,
  type ProtectionMode,
  type StoredProtection,
} from './store-protection.js';
export { isSuspicion, suspicionsIn, suspicionText } from './suspicion-words.js';
export { keepTidyingAbuse, tidyAbuse } from './tidy.js';
export { meantAddress } from './typo.js';
