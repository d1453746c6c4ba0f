import {
  createBlockList,
  createNearCopySignal,
  createProtection,
  createScreening,
  createSpikeSignal,
  disposableSignal,
  limitSignals,
  tooFastSignal,
  trapSignal,
  type BlockList,
  type Protection,
  type Screening,
} from './abuse/index.js';

/** What keeps floods and spam out. */
export type AbuseGuard = {
  /** Looks at submissions before they are stored. */
  readonly screening: Screening;
  /** Asks for proofs of work while a campaign is under attack. */
  readonly protection: Protection;
  /** Whose letters wait for a reviewer. */
  readonly blockList: BlockList;
};

type Base = Parameters<typeof createProtection>[0] &
  Parameters<typeof limitSignals>[0] &
  Parameters<typeof createBlockList>[0] &
  Parameters<typeof createSpikeSignal>[0];

/** Builds what looks at submissions; what a test gives is used instead. */
export function createAbuseGuard(base: Base, given: Partial<AbuseGuard>): AbuseGuard {
  const protection = given.protection ?? createProtection(base);
  const blockList = given.blockList ?? createBlockList(base);
  const signals = [trapSignal, tooFastSignal, blockList.signal, disposableSignal];
  const ofMany = [createNearCopySignal(), createSpikeSignal(base), ...limitSignals(base)];
  const screening = given.screening ?? createScreening([...signals, ...ofMany], protection);
  return { protection, blockList, screening };
}
