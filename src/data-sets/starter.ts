import type { ImportResult, ImportTools, Provenance } from './import-file.js';
import { recordImport } from './import-file.js';
import type { PreparedImport } from './data-set.js';
import { listDataSets } from './store.js';

/** Data that ship with the program, so that a bare machine can answer. */
export type StarterSet = Provenance & {
  /** Sources whose newer data make this set needless. */
  readonly supersededBy: readonly string[];
  readonly prepare: () => Promise<PreparedImport>;
};

/** Loads each starter set once, and never over data that are as new or newer. */
export async function loadStarterData(tools: ImportTools, sets: readonly StarterSet[]): Promise<ImportResult[]> {
  const stored = await listDataSets(tools.db);
  const isNeeded = (set: StarterSet): boolean =>
    !stored.some(
      (old) =>
        (old.source === set.source && old.checksum === set.checksum) ||
        (set.supersededBy.includes(old.source) && old.asOf >= set.asOf),
    );
  const loaded: ImportResult[] = [];
  for (const { supersededBy: _, prepare, ...provenance } of sets.filter(isNeeded)) {
    loaded.push(await recordImport(tools, provenance, await prepare()));
  }
  return loaded;
}
