import type { Challenge } from 'altcha-lib';
import type { Clock } from '../platform/clock.js';
import type { Db } from '../platform/db.js';
import type { Tallies } from '../platform/rate-limits/index.js';
import type { Seal } from '../platform/seal.js';
import { attackIn, hardnessAt, STAYS_ON_MS } from './attack-rule.js';
import { createProofs } from './proofs.js';
import type { Gate } from './screening.js';
import { extendProtection, readProtection, type StoredProtection } from './store-protection.js';
import { createWatch } from './watch.js';

/** How old what a process knows of a campaign's protection may be. */
const KNOWN_FOR_MS = 3_000;

/** A campaign is looked at so often, and a reason that goes on is noted so often. */
const LOOK_EVERY_MS = 1_000;
const NOTE_EVERY_MS = 30_000;

/** Protects campaigns by proofs of work: by rule, or as an organizer chose. */
export type Protection = Gate & {
  /** A challenge to solve, whether one is asked for just now or not. */
  readonly challenge: (campaignId: string) => Promise<Challenge>;
  /** A challenge for a page's form; undefined while none is asked for. */
  readonly offer: (campaignId: string) => Promise<Challenge | undefined>;
  /** The program could not store what arrived for a campaign. */
  readonly noteOverload: (campaignId: string) => void;
};

export type ProtectionTools = {
  readonly db: Db;
  readonly clock: Clock;
  readonly seal: Seal;
  readonly tallies: Pick<Tallies, 'open'>;
};

/** Whether a campaign is protected at a moment. */
export function isProtected({ mode, onUntil }: Pick<StoredProtection, 'mode' | 'onUntil'>, now: number): boolean {
  return mode === 'on' || (mode === 'auto' && (onUntil ?? 0) > now);
}

export function createProtection(tools: ProtectionTools): Protection {
  const { clock } = tools;
  const proofs = createProofs(tools);
  const watch = createWatch(tools.tallies);
  const known = createMemory(tools);
  const lookAt = createLookout({ ...tools, watch, known });
  const make = async (campaignId: string): Promise<Challenge> =>
    proofs.make(campaignId, hardness(await known.get(campaignId), clock.now()));
  return {
    challenge: make,
    offer: async (campaignId) => (isProtected(await known.get(campaignId), clock.now()) ? make(campaignId) : undefined),
    proofOf: async (submission, suspicions) => {
      const { campaignId, origin } = submission;
      const isAsked = isProtected(await known.get(campaignId), clock.now());
      const lacksProof = isAsked && !(await proofs.spend(origin.proof, submission));
      watch.note(submission, suspicions, lacksProof);
      await lookAt(campaignId);
      return isAsked ? (lacksProof ? 'lacking' : 'valid') : 'not-asked';
    },
    noteOverload: (campaignId) => watch.noteOverload(campaignId, clock.now()),
  };
}

function hardness({ onSince, onUntil }: StoredProtection, now: number): number {
  return onSince === null || onUntil === null || onUntil <= now ? 0 : hardnessAt({ onSince, onUntil });
}

type Memory = {
  readonly get: (campaignId: string) => Promise<StoredProtection>;
  readonly forget: (campaignId: string) => void;
};

/** What is stored, held for a few seconds. */
function createMemory({ db, clock }: ProtectionTools): Memory {
  const held = new Map<string, { readonly value: Promise<StoredProtection>; readonly at: number }>();
  return {
    get: (campaignId) => {
      const now = clock.now();
      const one = held.get(campaignId);
      if (one && Math.abs(now - one.at) < KNOWN_FOR_MS) return one.value;
      const value = readProtection(db, campaignId);
      held.set(campaignId, { value, at: now });
      value.catch(() => held.delete(campaignId));
      return value;
    },
    forget: (campaignId) => held.delete(campaignId),
  };
}

type Lookout = ProtectionTools & { readonly watch: ReturnType<typeof createWatch>; readonly known: Memory };

/** Looks at what arrives for a campaign, and notes the reason where it looks like an attack. */
function createLookout({ db, clock, watch, known }: Lookout): (campaignId: string) => Promise<void> {
  const lookedAt = new Map<string, number>();
  const notedAt = new Map<string, number>();
  return async (campaignId) => {
    const at = clock.now();
    if (at - (lookedAt.get(campaignId) ?? -Infinity) < LOOK_EVERY_MS) return;
    lookedAt.set(campaignId, at);
    const reason = attackIn(watch.lastMinute(campaignId, at));
    if (!reason || at - (notedAt.get(campaignId) ?? -Infinity) < NOTE_EVERY_MS) return;
    notedAt.set(campaignId, at);
    await extendProtection(db, { campaignId, reason, at, until: at + STAYS_ON_MS });
    known.forget(campaignId);
  };
}
