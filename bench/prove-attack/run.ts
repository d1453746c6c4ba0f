import type { Client } from './client.js';
import type { Mailbox } from './mailbox.js';

/** The shipped campaign that writes to three offices by mail and leaves a fourth letter to the supporter. */
export const CAMPAIGN = 'harbourview-hotel-training';
/** The one that writes to Congress: each place has its own offices there. */
export const NATIONAL = 'reauthorize-tvpa';

export const PAGE = `/c/${CAMPAIGN}`;
export const ACTIONS = `/api/v1/campaigns/${CAMPAIGN}/actions`;
export const POSTAL_CODE = '80202';

/** What all parts of one run share. */
export type Run = {
  readonly client: Client;
  readonly mailbox: Mailbox;
  readonly bots: number;
  readonly people: number;
  /** Resolves at a share of the run: 0 is its start, 1 its end. */
  readonly at: (share: number) => Promise<void>;
  /** Whether somebody opens the links to confirm that are mailed to this address. */
  readonly opens: Set<string>;
  /** People whose letter was taken, as the bots' list has them. */
  readonly listed: string[];
};
