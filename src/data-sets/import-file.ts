import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { BadCallError } from '../platform/command-line.js';
import { InputError } from '../platform/errors.js';
import { openDataFile, openDataFolder } from '../platform/open-file.js';
import { bumpRevision, holdRevision } from '../platform/revisions.js';
import { writing, type Db } from '../platform/db.js';
import { isCalendarDay, type Clock } from '../platform/clock.js';
import type { Ids } from '../platform/ids.js';
import {
  CAMPAIGN_LIST,
  scopeText,
  type DataSet,
  type ImportOptions,
  type ImportReport,
  type ImportSource,
  type PreparedImport,
} from './data-set.js';
import { decoded } from './decoded.js';
import { findHolders, insertDataSet, listLatestImports, putReport } from './store.js';

export type ImportTools = { readonly db: Db; readonly clock: Clock; readonly ids: Ids };

export type ImportRequest = {
  readonly source: ImportSource;
  readonly path: string;
  readonly options?: ImportOptions;
  /** Hears how far the reading is, from 0 to 1. */
  readonly progress?: (fraction: number) => void;
};

export type ImportResult = { readonly dataSet: DataSet; readonly report: ImportReport };

/** Where a data set comes from, before it is read. */
export type Provenance = Pick<DataSet, 'source' | 'title' | 'licence' | 'origin' | 'asOf' | 'fileName' | 'checksum'>;

/**
 * Reads a file whole, then writes it in one transaction with its origin, licence and day. Importing the
 * same file again changes nothing but the record that it was imported.
 * @throws InputError when the file or an option is wrong; nothing is written then
 */
export async function importFile(tools: ImportTools, request: ImportRequest): Promise<ImportResult> {
  const { source, options = {}, progress = () => undefined } = request;
  if (options.inForce !== undefined) checkedDay('--in-force', options.inForce);
  const isFolder =
    source.takesFolders === true && (statSync(request.path, { throwIfNoEntry: false })?.isDirectory() ?? false);
  const found = await (isFolder ? openDataFolder : openDataFile)(request.path);
  const file = options.encoding === undefined ? found : decoded(found, options.encoding);
  const provenance: Provenance = {
    source: source.name,
    title: source.title,
    licence: options.licence ?? source.licence,
    origin: options.origin ?? source.origin,
    asOf: checkedDay('--as-of', options.asOf ?? file.changedOn),
    fileName: basename(file.path),
    checksum: await file.checksum(),
  };
  const report = (bytes: number): void => {
    progress(Math.min(bytes / Math.max(file.bytes, 1), 1));
  };
  const prepared = { ...(await source.prepare(file, report, options)), force: options.force };
  return importing(tools, (trx) => writeImport({ ...tools, db: trx }, provenance, prepared));
}

/** An import that is made only once, by whichever of several processes comes first. */
export type OnceImport = Provenance & {
  readonly isNeeded: (stored: readonly DataSet[]) => boolean;
  readonly prepare: () => PreparedImport | Promise<PreparedImport>;
};

/** Imports what is needed at the moment when nobody else can import; undefined when it is not. */
export async function importOnce(
  tools: ImportTools,
  { isNeeded, prepare, ...provenance }: OnceImport,
): Promise<ImportResult | undefined> {
  if (!isNeeded(await listLatestImports(tools.db))) return undefined;
  const prepared = await prepare();
  return importing(tools, async (trx) =>
    isNeeded(await listLatestImports(trx)) ? writeImport({ ...tools, db: trx }, provenance, prepared) : undefined,
  );
}

type Prepared = PreparedImport & { readonly force?: boolean | undefined };

/** A transaction in which nobody else imports. */
function importing<Result>({ db }: ImportTools, work: (trx: Db) => Promise<Result>): Promise<Result> {
  return writing(db, async (trx) => {
    await holdRevision(trx, 'data-sets');
    return work(trx);
  });
}

async function writeImport(tools: ImportTools, provenance: Provenance, prepared: Prepared): Promise<ImportResult> {
  const { covers, records } = prepared;
  const dataSet: DataSet = {
    ...provenance,
    id: tools.ids.next(),
    covers,
    scope: scopeText(covers),
    records,
    importedAt: tools.clock.now(),
  };
  if (!prepared.force) await refuseOlder(tools.db, dataSet);
  await insertDataSet(tools.db, dataSet);
  const report = await prepared.write(tools.db, dataSet, tools.ids);
  await putReport(tools.db, dataSet.id, report);
  await bumpRevision(tools.db, 'data-sets');
  return { dataSet, report };
}

/** A file from before what is loaded would bring back people who left; where it covers less or more does not matter. */
async function refuseOlder(trx: Db, dataSet: DataSet): Promise<void> {
  const holders = await findHolders(trx);
  const isNewer = (part: string): boolean => {
    const holder = holders.get(part);
    // The day of a campaign's own list is only that of its loading; whose officials they are is asked elsewhere.
    return holder !== undefined && holder.source !== CAMPAIGN_LIST && holder.asOf > dataSet.asOf;
  };
  const newerParts = dataSet.covers.filter(isNewer);
  const newer = holders.get(newerParts[0] ?? '');
  if (!newer) return;
  const message = `is good for ${dataSet.asOf}, but data as of ${newer.asOf} are loaded for ${scopeText(newerParts)} (${newer.title}); use --force to go back in time`;
  throw new InputError([{ field: '--as-of', file: dataSet.fileName, message }]);
}

function checkedDay(field: string, day: string): string {
  if (!isCalendarDay(day)) throw new BadCallError([{ field, message: `"${day}" is not a day such as 2026-06-15` }]);
  return day;
}
