import type { Campaigns, FindPagePartner } from './campaigns/index.js';
import { compare, createComparisons, readComparisonFacts, type Comparisons, type Facts } from './comparison/index.js';
import {
  createCoalitions,
  createFindPagePartner,
  createPartnerBoxes,
  type Coalition,
  type Coalitions,
  type PartnerBoxes,
} from './partners/index.js';
import type { Clock } from './platform/clock.js';
import type { Db } from './platform/db.js';
import type { Ids } from './platform/ids.js';

/** What coalitions add to the program. */
export type Partners = {
  /** Who runs campaigns together. */
  readonly coalitions: Coalitions;
  /** The partner whose page somebody came to. */
  readonly findPagePartner: FindPagePartner;
  /** What partners of a coalition ask who writes. */
  readonly partnerBoxes: PartnerBoxes;
  /** What a coalition's comparison is made of, read now. */
  readonly readFacts: (coalition: Coalition) => Promise<Facts>;
  /** What its partners mobilized, as it may be shown. */
  readonly comparisons: Comparisons;
};

type Base = { readonly db: Db; readonly clock: Clock; readonly ids: Ids; readonly campaigns: Campaigns };

/** Who runs campaigns together, how they stand on the pages, what they ask, and what each of them mobilized. */
export function createPartners(base: Base, given: Partial<Partners>): Partners {
  const coalitions = given.coalitions ?? createCoalitions(base);
  const readFacts = given.readFacts ?? ((coalition: Coalition) => readComparisonFacts(base, coalition));
  return {
    coalitions,
    findPagePartner: createFindPagePartner(coalitions),
    partnerBoxes: given.partnerBoxes ?? createPartnerBoxes({ ...base, coalitions }),
    readFacts,
    comparisons: createComparisons({ ...base, readFacts, compare }),
  };
}
