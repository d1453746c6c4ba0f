import type { Term } from '../counts/index.js';
import type { Coalition } from '../partners/index.js';

/**
 * Who brought people: the id of a partner, `links` for source codes of no partner, `none` for no source. Added up over all
 * groups, actions are the campaign's own number.
 */
export type Group = string;
export { NO_SOURCE, OTHER_LINKS } from '../partners/index.js';

/** People who wrote, by who brought them and to which campaign. Nobody counts twice in one campaign. */
export type Cell = {
  readonly group: Group;
  /** The campaign's short name: campaigns of the same name on other installations are the same. */
  readonly campaign: string;
  readonly actions: number;
  readonly ownWords: number;
};

export type TotalRow = Cell & {
  readonly optIns: number;
  readonly letters: Readonly<Record<Term | 'taken', number>>;
};

/** `week` is its Monday in the coalition's time zone: `2027-03-08`. */
export type WeekRow = Cell & { readonly week: string };

/** `layer` is state, cd, sldu, sldl, constituency, ward; who lives in which is counted only where it is certain. */
export type PlaceRow = Cell & { readonly layer: string; readonly division: string };

/** Different people, told apart by a keyed digest of their canonical address, over all campaigns of the coalition. */
export type People = {
  readonly unique: number;
  readonly byGroup: Readonly<Record<Group, number>>;
  /** For each two partners that share anybody; `a` comes before `b`. */
  readonly pairs: readonly { readonly a: Group; readonly b: Group; readonly people: number }[];
  /** How many came by exactly one partner, by exactly two, …; who came by none is not among them. */
  readonly byPartners: readonly number[];
  /** People whose first action in the coalition came by this group. */
  readonly newByGroup: Readonly<Record<Group, number>>;
  /** The standard error as a share of `unique`: 0 where everybody was counted. */
  readonly error: number;
  /** Actions that are not counted yet; their number is small, except while all is counted anew. */
  readonly behind: number;
};

/** All that a comparison is made of, before anything is hidden. Nothing here is for eyes outside the coalition. */
export type Facts = {
  readonly coalition: Coalition;
  readonly campaigns: readonly { readonly slug: string; readonly title: string }[];
  readonly totals: readonly TotalRow[];
  readonly weeks: readonly WeekRow[];
  readonly places: readonly PlaceRow[];
  readonly people: People;
  /** When it was read. */
  readonly asOf: number;
  /** Other installations whose files are merged into this, and of when they are. */
  readonly installations: readonly { readonly name: string; readonly publishedAt: number }[];
};
