/** What all parts of one run share. */
export type Run = {
  /** Numbers that are the same in every run with the same seed. */
  readonly random: () => number;
  /** When the run began, by the wall's clock. */
  readonly startedAt: number;
  /** A file in the run's own folder. */
  readonly file: (name: string) => string;
  /** Tells the person how far it is. */
  readonly say: (line: string) => void;
  /** Ends every waiting when the person stops the run. */
  readonly signal: AbortSignal;
};
