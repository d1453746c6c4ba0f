/** A public file: where it is, and the names under which a folder may hold it (plain or `.gz`). */
export type PublicFile = {
  /** The importer that reads it: `zip-districts`. */
  readonly source: string;
  readonly url: string;
  readonly names: readonly string[];
  /** SHA-256 of the version that is known; another one is loaded as well, but said to be another one. */
  readonly sha256?: string;
};
