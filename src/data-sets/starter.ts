import type { ImportResult, ImportTools, Provenance } from './import-file.js';
import { importOnce } from './import-file.js';
import type { DataSet, PreparedImport } from './data-set.js';

/** Data that ship with the program, so that a bare machine can answer. Whoever changes a set gives it a later day. */
export type StarterSet = Provenance & {
  /** Sources whose newer data make this set needless. */
  readonly supersededBy: readonly string[];
  readonly prepare: () => Promise<PreparedImport>;
};

/** Loads each starter set once, and never over data that are as new or newer, be they those of a newer program. */
export async function loadStarterData(tools: ImportTools, sets: readonly StarterSet[]): Promise<ImportResult[]> {
  const loaded: ImportResult[] = [];
  for (const { supersededBy, ...set } of sets) {
    const isNewer = (old: DataSet): boolean =>
      (old.source === set.source && (old.checksum === set.checksum || old.asOf > set.asOf)) ||
      (supersededBy.includes(old.source) && old.asOf >= set.asOf);
    const result = await importOnce(tools, { ...set, isNeeded: (stored) => !stored.some(isNewer) });
    if (result) loaded.push(result);
  }
  return loaded;
}
