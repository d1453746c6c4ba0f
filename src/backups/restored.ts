import type { Clock } from '../platform/clock.js';
import type { Db } from '../platform/db.js';
import type { Ids } from '../platform/ids.js';
import type { Copied } from './copy-sqlite.js';
import type { HeldBack } from './hold-back.js';
import type { EnvironmentWith } from './postgres-tools.js';

export type RestoreTools = {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly config: { readonly DATABASE_URL: string };
  readonly environmentWith: EnvironmentWith;
};

/** What was restored, and what is held back in it. */
export type Restored = Copied &
  HeldBack & {
    /** Where the data base is that was there before; undefined where there was none. */
    readonly aside?: string | undefined;
  };

/** Brings a data base with a backup's rows up to this version and holds back what may have been sent since. */
export type Settle = (db: Db) => Promise<Copied & HeldBack>;
