/** What arrived for a campaign in the last minute, at all processes that share a Redis; else as one process saw it. */
export type Minute = {
  readonly sent: number;
  /** Those of them that a program's signs were found on: the trap, no time to read. */
  readonly byPrograms: number;
  /** Those that should have brought a proof of work and did not; 0 while none is asked for. */
  readonly unproven: number;
  /** Those from the three busiest networks; networks that many people share by their nature do not count. */
  readonly fromBusiest: number;
  /** How many arrive in a usual minute of this campaign. */
  readonly usual: number;
  /** More arrived than the program could store. */
  readonly isOverloaded: boolean;
};

/** Why a campaign is protected by rule. */
export const ATTACK_REASONS = ['programs', 'few-networks', 'unproven', 'overload', 'ceiling'] as const;
export type AttackReason = (typeof ATTACK_REASONS)[number];

/** A crowd is what comes five times as fast as usual; below these numbers a reviewer can read what arrives. */
const CROWD = 5;
const SMALLEST_FLOOD = 30;
const SMALLEST_CROWD_OF_FEW = 60;
const SMALLEST_OVERLOAD = 600;

/** A third of a crowd is hasty by accident nowhere; three networks hold most of it only in an office or in a rented rack. */
const PROGRAMS_SHARE = 0.3;
const BUSIEST_SHARE = 0.7;
const UNPROVEN_SHARE = 0.5;

/** A mail to a million people sends 12,000 a minute; five times that is nobody's mail. */
const CEILING = 60_000;

/**
 * Whether what arrived looks like an attack, and why. Many people at once are none: a broadcast brings people from
 * thousands of networks who take their time, and however many they are the rule stays off, unless the program itself can
 * no longer follow or the number is beyond any mail.
 */
export function attackIn(minute: Minute): AttackReason | undefined {
  const { sent, usual } = minute;
  const isCrowd = (smallest: number): boolean => sent >= Math.max(smallest, CROWD * usual);
  if (isCrowd(SMALLEST_FLOOD) && minute.byPrograms >= sent * PROGRAMS_SHARE) return 'programs';
  if (isCrowd(SMALLEST_CROWD_OF_FEW) && minute.fromBusiest >= sent * BUSIEST_SHARE) return 'few-networks';
  if (sent >= SMALLEST_FLOOD && minute.unproven >= sent * UNPROVEN_SHARE) return 'unproven';
  if (minute.isOverloaded && isCrowd(SMALLEST_OVERLOAD)) return 'overload';
  return sent >= CEILING ? 'ceiling' : undefined;
}

/** Protection by rule stays on so long after the last reason. */
export const STAYS_ON_MS = 15 * 60_000;

const HARDER_EVERY_MS = 5 * 60_000;

/** The hardest of the sums that browsers are given. */
export const HARDEST = 3;

/** How hard the sum is: 0 at first, a step more for each five minutes for which reasons went on, HARDEST at the most. */
export function hardnessAt({ onSince, onUntil }: { readonly onSince: number; readonly onUntil: number }): number {
  const lasted = onUntil - STAYS_ON_MS - onSince;
  return Math.max(0, Math.min(HARDEST, Math.floor(lasted / HARDER_EVERY_MS)));
}
