import { openSlices, type Mark, type Slice, type SliceShape, type Told } from './slices.js';

/** What happened in the last minutes about one thing, such as a campaign. */
export type Tally = {
  /** Adds one under each mark: here at once, for all processes soon. It waits for nothing and never fails. */
  readonly add: (marks: readonly Mark[], at: number) => void;
  /** Under which name a mark stands in `counts`. */
  readonly nameOf: (mark: Mark) => string;
  /** The slices of the time up to a moment, the oldest first; one in which nothing was counted may be left out. */
  readonly slicesAt: (at: number) => readonly Slice[];
};

/** Counts by slices of time, for all processes where there is Redis. */
export type Tallies = {
  /** Begins to count about something; `forget` is given each slice that is too old. */
  readonly open: (shape: SliceShape, to: { readonly about: string; readonly forget?: (slice: Slice) => void }) => Tally;
  /** Tells the others what was counted here, and learns what they counted; done by itself after each half second. */
  readonly exchange: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Where processes add up what they counted. */
export type Board = {
  /** Adds and answers what stands there now: for what was added, and for what there is most of. Never fails. */
  readonly tell: (told: readonly Told[]) => Promise<readonly ReadonlyMap<string, number>[]>;
  /** Replaces what must not leave the process by what nobody can turn back. */
  readonly digest: (text: string) => string;
  readonly close: () => void;
};

const EXCHANGE_EVERY_MS = 500;

/** Counts in this process; over a board for all that share it, in one go for all that was counted meanwhile. */
export function createTallies(board?: Board): Tallies {
  const changed = new Set<ReturnType<typeof openSlices>>();
  let timer: NodeJS.Timeout | undefined;
  let underWay = Promise.resolve();
  const exchangeOnce = async (): Promise<void> => {
    const told = [...changed].flatMap((slices) => slices.take());
    changed.clear();
    if (!board || told.length === 0) return;
    const totals = await board.tell(told.map(({ what }) => what));
    for (const [index, { learn }] of told.entries()) learn(totals[index] ?? new Map());
  };
  const exchange = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    underWay = underWay.then(exchangeOnce);
    return underWay;
  };
  return {
    open: (shape, { about, forget }) => {
      const digest = board?.digest ?? ((text) => text);
      const slices = openSlices(shape, { about, digest, forget: forget ?? (() => undefined) });
      return {
        ...slices,
        add: (marks, at) => {
          slices.add(marks, at);
          if (!board) return;
          changed.add(slices);
          timer ??= setTimeout(() => void exchange(), EXCHANGE_EVERY_MS).unref();
        },
      };
    },
    exchange,
    close: async () => {
      await exchange();
      board?.close();
    },
  };
}
