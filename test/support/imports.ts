import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  importFile,
  type ImportOptions,
  type ImportReport,
  type ImportResult,
  type ImportSource,
} from '../../src/data-sets/index.js';
import type { Db } from '../../src/platform/db.js';
import { InputError, type Fault } from '../../src/platform/errors.js';
import { createIds } from '../../src/platform/ids.js';
import { START } from './world.js';

/** The day that files are good for unless a test says otherwise. */
export const FILE_DAY = '2027-03-01';

const clock = { now: () => START };

/** What every import of a run shares: ids tell which of two imports came later. */
export const importing = { clock, ids: createIds(clock.now) };

/** What a test gives to import: the text of a file, and what the person says about it. */
export type Given = {
  readonly text: string | Buffer;
  /** The name of the file; some importers read the state out of it. */
  readonly name?: string;
  readonly options?: ImportOptions;
};

export type Importer = {
  readonly importText: (given: Given | string) => Promise<ImportReport>;
  readonly importPath: (path: string, options?: ImportOptions) => Promise<ImportResult>;
  /** The faults that the file is refused with, without its folder. */
  readonly faultsOf: (given: Given | string) => Promise<Fault[]>;
};

/** Imports files from one source into the data base of a test, on a clock that stands still. */
export function useImporter(source: ImportSource, db: () => Db): Importer {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'clarion-'));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const importPath = (path: string, options: ImportOptions = {}): Promise<ImportResult> =>
    importFile({ ...importing, db: db() }, { source, path, options: { asOf: FILE_DAY, ...options } });
  const importGiven = async (given: Given | string): Promise<ImportResult> => {
    const { text, name = 'file.csv', options } = typeof given === 'string' ? { text: given } : given;
    const path = join(folder, name);
    writeFileSync(path, text);
    return importPath(path, options);
  };
  return {
    importText: async (given) => (await importGiven(given)).report,
    importPath,
    faultsOf: async (given) => {
      const error: unknown = await importGiven(given).catch((thrown: unknown) => thrown);
      if (!(error instanceof InputError)) return expect.fail('the file was not refused');
      return error.faults.map((fault) => ({ ...fault, ...(fault.file && { file: fault.file.replace(folder, '') }) }));
    },
  };
}
