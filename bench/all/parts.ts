import { measureAction } from '../action.js';
import { measureCounts } from '../counts.js';
import { measureDelivery } from '../delivery.js';
import { measureLookup } from '../lookup.js';
import { measurePage } from '../page.js';
import { plainLoad } from '../plain-load.js';
import { measureScale } from '../scale.js';
import type { Measured } from '../table.js';

/** How much is measured. */
export type Extent = {
  /** Five million actions and more rounds. */
  readonly full: boolean;
  /** A server on which data bases of the run's own are made. */
  readonly postgres: string;
};

const parts = {
  page: ({ full }) => measurePage({ rounds: full ? 9 : 5, seconds: 3, connections: 50, ask: plainLoad }),
  action: ({ full, postgres }) => measureAction({ rounds: full ? 9 : 3, seconds: 3, postgres, withSqlite: true }),
  lookup: ({ postgres }) => measureLookup({ postgres }),
  delivery: ({ full, postgres }) =>
    measureDelivery({
      ...{ letters: 3_000, rounds: full ? 9 : 3, postgres },
      ...{ waiting: 100_000, many: full ? 1_000_000 : 200_000 },
    }),
  counts: ({ full }) => measureCounts({ actions: full ? 5_000_000 : 500_000, tries: full ? 21 : 11 }),
  scale: ({ full, postgres }) => measureScale({ rounds: full ? 7 : 3, seconds: full ? 6 : 4, postgres }),
} as const satisfies Readonly<Record<string, (extent: Extent) => Promise<Measured[]>>>;

export type PartName = keyof typeof parts;

/** In the order in which they run. */
export const partNames = Object.keys(parts) as PartName[];

export function isPart(name: string): name is PartName {
  return Object.hasOwn(parts, name);
}

/** @throws Error when a part cannot be measured here, or when something was lost */
export function measurePart(name: PartName, extent: Extent): Promise<Measured[]> {
  return parts[name](extent);
}
