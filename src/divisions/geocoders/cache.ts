import { z } from 'zod';
import type { Clock } from '../../platform/clock.js';
import type { Db } from '../../platform/db.js';
import type { Seal } from '../../platform/seal.js';
import type { Country } from '../postal-code.js';
import { comparable } from './address.js';
import { findAnswer, keepAnswer } from './geocoder-store.js';
import type { GeocoderName } from './geocoder.js';
import type { Geocoded } from './judge.js';

/** What was asked of whom. */
export type Asked = { readonly name: GeocoderName; readonly subject: string; readonly country: Country };

/** Answers from earlier questions. Neither the address nor the service's spelling of it is stored. */
export type Cache = {
  readonly find: (asked: Asked) => Promise<Geocoded | undefined>;
  /** Keeps what was found, and for a short time what was not; candidates are addresses, and are not kept. */
  readonly keep: (asked: Asked, geocoded: Geocoded) => Promise<void>;
};

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** New houses and typing mistakes come back soon, districts move slowly. */
const NOT_FOUND_KEPT_MS = HOUR_MS;
const FOUND_KEPT_MS = 30 * DAY_MS;

/** The shape that is stored; what an older version stored otherwise is asked for anew. */
const stored = z.union([
  z.object({ kind: z.literal('not-found') }),
  z.object({
    kind: z.literal('found'),
    divisions: z.array(z.string()),
    point: z.object({ lat: z.number(), lng: z.number() }).exactOptional(),
    source: z.string(),
    congress: z.number().exactOptional(),
  }),
]);

export function createCache({
  db,
  clock,
  seal,
}: {
  readonly db: Db;
  readonly clock: Clock;
  readonly seal: Seal;
}): Cache {
  const keyOf = ({ name, subject, country }: Asked): string =>
    seal.digest('geocoder', `${name}\n${country}\n${comparable(subject)}`);
  return {
    find: async (asked) => {
      const answer = await findAnswer(db, keyOf(asked), clock.now());
      return answer === undefined ? undefined : stored.safeParse(JSON.parse(answer)).data;
    },
    keep: async (asked, geocoded) => {
      if (geocoded.kind === 'ambiguous' || geocoded.kind === 'unavailable') return;
      const [unit, keptMs] = geocoded.kind === 'found' ? [DAY_MS, FOUND_KEPT_MS] : [HOUR_MS, NOT_FOUND_KEPT_MS];
      const now = clock.now();
      // Whole days and hours: the moment of a look-up would tell whose letter it was for.
      const expiresAt = Math.ceil((now + keptMs) / unit) * unit;
      // Parsing drops `matched`, which is the address.
      await keepAnswer(db, { key: keyOf(asked), answer: JSON.stringify(stored.parse(geocoded)), expiresAt }, now);
    },
  };
}
