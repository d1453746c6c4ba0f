import {
  createNearCopySignal,
  createProtection,
  createScreening,
  limitSignals,
  tooFastSignal,
  trapSignal,
  type Protection,
  type Screening,
} from './abuse/index.js';

/** What keeps floods and spam out. */
export type AbuseGuard = {
  /** Looks at submissions before they are stored. */
  readonly screening: Screening;
  /** Asks for proofs of work while a campaign is under attack. */
  readonly protection: Protection;
};

type Base = Parameters<typeof createProtection>[0] & Parameters<typeof limitSignals>[0];

/** Builds what looks at submissions; what a test gives is used instead. */
export function createAbuseGuard(base: Base, given: Partial<AbuseGuard>): AbuseGuard {
  const protection = given.protection ?? createProtection(base);
  const signals = [trapSignal, tooFastSignal, createNearCopySignal(), ...limitSignals(base)];
  return { protection, screening: given.screening ?? createScreening(signals, protection) };
}
