import type { DivisionId } from '../divisions/index.js';
import type { Body, Person } from './office.js';

/**
 * A seat as a roster names it. Where a district elects several members the seats share one key and become
 * offices `key`, `key/2`, `key/3`: files do not tell such seats apart, but a member keeps the one they have.
 */
export type Seat = {
  readonly key: string;
  readonly bodyId: string;
  readonly division: DivisionId;
  readonly name: string;
  readonly title: string;
};

/** What every roster importer makes of its file. */
export type RosterFile = {
  readonly bodies: readonly Body[];
  /** Every seat that the source names, held or vacant; once for each member where there are several. */
  readonly seats: readonly Seat[];
  readonly holders: readonly { readonly seatKey: string; readonly person: Person }[];
  /** The source names contact forms of some people only: the form of the same person known before is kept. */
  readonly keepsForms?: boolean;
  /** What the reader should know about the file itself: left-out rows, unusable addresses. */
  readonly remarks: readonly string[];
};
