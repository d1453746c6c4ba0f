import type { IAsyncProperty, IProperty } from 'fast-check';

/** Something that is asked again and again with whatever comes to mind. */
export type FuzzTarget = {
  /** As `--only` names it: `public-forms`. */
  readonly name: string;
  /** One line for `--list`. */
  readonly about: string;
  readonly start: () => Promise<Fuzzing>;
};

/** A target that is ready to be asked. */
export type Fuzzing = {
  readonly property: IAsyncProperty<unknown> | IProperty<unknown>;
  /** Looks at what is left behind, and closes what was opened. @throws Error where something does not add up */
  readonly end: () => Promise<void>;
};

/** A target that opens nothing. */
export function plain(name: string, about: string, property: () => Fuzzing['property']): FuzzTarget {
  return {
    name,
    about,
    start: () => Promise.resolve({ property: property(), end: () => Promise.resolve() }),
  };
}
