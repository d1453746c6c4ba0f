import type { Delivery } from '../delivery.js';
import { nextOpening, type SendingWindow } from './sending-window.js';

/** What a campaign says of how its letters are sent. */
export type Policy = {
  readonly ifUnknown: 'ask' | 'resend';
  readonly perTargetPerHour?: number | undefined;
  readonly perMinute?: number | undefined;
  readonly window?: SendingWindow | undefined;
  /** Where the clock hangs for targets whose own zone is not known. */
  readonly timeZone: string;
};

/** The policies of campaigns, by id; one that is not there has no caps and asks. */
export type Policies = ReadonlyMap<string, Policy>;

/** Something that takes letters only so fast: an office, a receiving domain, a campaign. */
export type Scope = {
  /** `office:ID`, `domain:NAME` or `campaign:ID`. */
  readonly key: string;
  readonly intervalMs: number;
  /** How much earlier than its turn a letter may go, so that short pauses do not cost a sweep each. */
  readonly toleranceMs: number;
};

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A letter may leave a sweep later than planned; hours are taken a little longer, so that no hour gets one too many. */
const SLACK_MS = 5_000;
const SHORT_MS = 1_000;

/** Which paces a letter keeps, those with the longest waits first. */
export function scopesOf(
  delivery: Pick<Delivery, 'officeId' | 'domain' | 'campaignId'>,
  policy: Policy | undefined,
  perDomainPerMinute: number | undefined,
): Scope[] {
  const { officeId, domain, campaignId } = delivery;
  const { perTargetPerHour, perMinute } = policy ?? {};
  return [
    ...(perTargetPerHour === undefined
      ? []
      : [{ key: `office:${officeId}`, intervalMs: (HOUR_MS + SLACK_MS) / perTargetPerHour, toleranceMs: 0 }]),
    ...(perDomainPerMinute === undefined || domain === null
      ? []
      : [{ key: `domain:${domain}`, intervalMs: MINUTE_MS / perDomainPerMinute, toleranceMs: SHORT_MS }]),
    ...(perMinute === undefined
      ? []
      : [{ key: `campaign:${campaignId}`, intervalMs: MINUTE_MS / perMinute, toleranceMs: SHORT_MS }]),
  ];
}

/** A letter that is due but has to wait. */
export type Later = {
  readonly id: string;
  readonly dueAt: number;
  readonly waitsFor: 'pace' | 'window' | 'pause';
  readonly paceStep: number;
};

export type Due = {
  readonly now: number;
  readonly deliveries: readonly Delivery[];
  readonly policies: Policies;
  readonly perDomainPerMinute: number | undefined;
  /** What is paused: `all`, `campaign:ID`, `office:ID`, `letters:CAMPAIGN/OFFICE`. */
  readonly pauses: ReadonlySet<string>;
  /** When each scope takes its next letter; changed by what is planned. */
  readonly nextAt: Map<string, number>;
};

/** A paused letter is looked at again after this; a resume finds it at once. */
const PAUSE_LOOK_MS = HOUR_MS;

/** A turn that was missed by more than this is given anew, or a worker that was away would send them all at once. */
const MISSED_MS = MINUTE_MS;

/**
 * Decides which due letters go now and when the others have their turn. A letter takes its turn in one scope after
 * the other and keeps the turns it has had (`paceStep`), so that each letter is moved once for each scope and day at the
 * most, however many wait (the generic cell rate algorithm, ITU-T I.371, with a burst of one).
 */
export function planTurns(due: Due): { readonly now: Delivery[]; readonly later: Later[] } {
  const plan: { readonly now: Delivery[]; readonly later: Later[] } = { now: [], later: [] };
  for (const delivery of due.deliveries) {
    const wait = findWait(due, delivery);
    if (wait) plan.later.push({ id: delivery.id, ...wait });
    else plan.now.push(delivery);
  }
  return plan;
}

/** The scope of one campaign's letters to one office, `letters:CAMPAIGN/OFFICE`: other campaigns still write there. */
export function officeScope({ campaignId, officeId }: Pick<Delivery, 'officeId' | 'campaignId'>): string {
  return `letters:${campaignId}/${officeId}`;
}

/** Whether a pause covers a letter. */
export function isPaused(pauses: ReadonlySet<string>, delivery: Pick<Delivery, 'officeId' | 'campaignId'>): boolean {
  return (
    pauses.has('all') ||
    pauses.has(`campaign:${delivery.campaignId}`) ||
    pauses.has(`office:${delivery.officeId}`) ||
    pauses.has(officeScope(delivery))
  );
}

function findWait(due: Due, delivery: Delivery): Omit<Later, 'id'> | undefined {
  const { now, policies, pauses, perDomainPerMinute, nextAt } = due;
  const policy = policies.get(delivery.campaignId);
  const paceStep = now - delivery.dueAt > MISSED_MS ? 0 : delivery.paceStep;
  // Whatever waits in a pause is due at once when it ends: turns kept until then would let all of it go together.
  if (isPaused(pauses, delivery)) return { dueAt: now + PAUSE_LOOK_MS, waitsFor: 'pause', paceStep: 0 };
  const opening = (at: number): number =>
    policy?.window ? nextOpening(policy.window, delivery.timeZone ?? policy.timeZone, at) : at;
  const opensAt = opening(now);
  if (opensAt > now) return { dueAt: opensAt, waitsFor: 'window', paceStep: 0 };
  for (const [index, scope] of scopesOf(delivery, policy, perDomainPerMinute).entries()) {
    if (index < paceStep) continue;
    const turnAt = Math.max(now, Math.ceil(nextAt.get(scope.key) ?? 0));
    const turnOpensAt = opening(turnAt);
    // It takes no turn of tomorrow: others share the scope whose hours are not over yet.
    if (turnOpensAt > turnAt) return { dueAt: turnOpensAt, waitsFor: 'window', paceStep: 0 };
    nextAt.set(scope.key, turnAt + scope.intervalMs);
    if (turnAt > now + scope.toleranceMs) return { dueAt: turnAt, waitsFor: 'pace', paceStep: index + 1 };
  }
  return undefined;
}
