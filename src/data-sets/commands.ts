import type { Command } from 'commander';
import { daysSince } from '../platform/clock.js';
import { BadCallError, print, showProgress, tableText, type Open } from '../platform/command-line.js';
import type { ImportOptions, ImportSource } from './data-set.js';
import { importFile, type ImportResult, type ImportTools } from './import-file.js';
import { listDataSets } from './store.js';
import { updateUs, type UpdateTools } from './update.js';

export type DataTools = ImportTools &
  UpdateTools & {
    readonly importSources: readonly ImportSource[];
    /** The open campaigns that may address some offices. */
    readonly campaignsAddressing: (officeIds: readonly string[]) => Promise<readonly string[]>;
  };

/** `clarion data import|update|status`. */
export function addDataCommands(program: Command, open: Open<DataTools>): void {
  const data = program.command('data').description('load and inspect rosters, ZIP codes and districts');
  addImportCommand(data, open);
  data
    .command('update')
    .description('fetch the newest public data of a country and load them')
    .argument('<country>', 'us')
    .option('--from <dir>', 'take the files from this folder instead of the network')
    .option('--json', 'print JSON')
    .action((country: string, flags: UpdateFlags) => open((tools) => update(tools, country, flags)));
  data
    .command('status')
    .description('show each data set with its age')
    .option('--json', 'print JSON')
    .action((flags: Json) => open((tools) => showStatus(tools, flags)));
}

function addImportCommand(data: Command, open: Open<DataTools>): void {
  data
    .command('import')
    .description('load a file; the same file can be loaded again at any time')
    .argument(
      '<source>',
      'the kind of file: congress-legislators, congress-committees, congress-offices, contact-forms, openstates-people, openstates-committees, uk-mps, districts, zip-districts, zip-points, officials',
    )
    .argument('<file>', 'the file, plain or gzip; for openstates-people also a folder of YAML files')
    .option('--as-of <day>', 'the day the data are good for, 2026-06-15 (else the day the file was changed)')
    .option('--licence <text>', 'the licence, where it is not the usual one of this source')
    .option('--origin <text>', 'where the file came from, where it is not the usual place')
    .option(
      '--in-force <day>',
      'the day a map, a ZIP table or newcomers of a roster come into force, where the file does not say',
    )
    .option('--within <prefix>', 'districts: where they lie, ocd-division/country:us/state:co/place:denver/ward:')
    .option('--property <name>', 'districts: the attribute that names each, with --within')
    .option(
      '--columns <map>',
      "officials: the file's names, name=First+Last,email=Mail,body='My Council', or a YAML file",
    )
    .option('--encoding <name>', 'the encoding of the text, where it is not UTF-8: windows-1252')
    .option('--force', 'take the file even if it is older than what is loaded or ends most officials')
    .option('--json', 'print JSON')
    .action((name: string, path: string, flags: ImportFlags) =>
      open((tools) => importOne(tools, { name, path, flags })),
    );
}

type Json = { readonly json?: boolean };
type ImportFlags = ImportOptions & Json;
type UpdateFlags = Json & { readonly from?: string };

async function importOne(
  tools: DataTools,
  { name, path, flags }: { readonly name: string; readonly path: string; readonly flags: ImportFlags },
): Promise<void> {
  const source = findSource(tools.importSources, name);
  const progress = showProgress(`Reading ${path}`);
  const result = await withCampaigns(tools, await importFile(tools, { source, path, options: flags, progress }));
  print(result, flags, () => reportText(result));
}

async function update(tools: DataTools, country: string, flags: UpdateFlags): Promise<void> {
  if (country !== 'us') {
    throw new BadCallError([{ field: 'country', message: `"${country}" is not known; the country is us` }]);
  }
  const say = (line: string): void => void process.stderr.write(line + '\n');
  const results: TouchingResult[] = [];
  for (const result of await updateUs(tools, { from: flags.from, say }))
    results.push(await withCampaigns(tools, result));
  print(results, flags, () => {
    const news = results.filter(hasChanged);
    const rest = results.length - news.length;
    const unchanged =
      rest > 0 ? [`${rest} of ${results.length} files changed nothing: all of it was loaded already`] : [];
    return [...news.map(reportText), ...unchanged].join('\n');
  });
}

/** What an import did, with the open campaigns whose offices somebody came to or left. */
type TouchingResult = ImportResult & { readonly campaigns: readonly string[] };

async function withCampaigns(tools: DataTools, result: ImportResult): Promise<TouchingResult> {
  const { came, left } = result.report.people ?? { came: [], left: [] };
  const officeIds = [...new Set([...came, ...left].map(({ office }) => office))];
  return { ...result, campaigns: officeIds.length > 0 ? await tools.campaignsAddressing(officeIds) : [] };
}

async function showStatus(tools: DataTools, flags: Json): Promise<void> {
  const listed = await listDataSets(tools.db);
  const dataSets = listed.map((one) => ({ ...one, ageDays: daysSince(one.asOf, tools.clock.now()) }));
  const cells = dataSets.map((one) => [
    one.source,
    one.scope,
    one.asOf,
    `${one.ageDays} days`,
    String(one.records),
    one.licence,
    one.origin,
  ]);
  print(dataSets, flags, () =>
    tableText([['SOURCE', 'COVERS', 'AS OF', 'AGE', 'RECORDS', 'LICENCE', 'ORIGIN'], ...cells]),
  );
}

function findSource(sources: readonly ImportSource[], name: string): ImportSource {
  const source = sources.find((one) => one.name === name);
  if (source) return source;
  const known = sources.map((one) => one.name).join(', ');
  throw new BadCallError([{ field: 'source', message: `"${name}" is not one of ${known}` }]);
}

function hasChanged({ report }: Pick<ImportResult, 'report'>): boolean {
  return report.added + report.changed + report.ended > 0;
}

function reportText({ dataSet, report, campaigns }: TouchingResult): string {
  return [
    `${dataSet.title}: ${dataSet.records} records as of ${dataSet.asOf} (${dataSet.fileName})`,
    ...(hasChanged({ report }) ? [] : ['  nothing changed: all of it was loaded already']),
    `  added ${report.added}, changed ${report.changed}, ended ${report.ended}, unchanged ${report.unchanged}`,
    ...report.remarks.map((remark) => `  ${remark}`),
    ...(campaigns.length > 0 ? [`  Open campaigns that address these offices: ${campaigns.join(', ')}`] : []),
    `  licence: ${dataSet.licence}; origin: ${dataSet.origin}`,
  ].join('\n');
}
