/**
 * Measures look-ups on real maps beside PostGIS in the same rounds, ZIP codes in this process, and the API beside a bare
 * Express server; prints ratios, since absolute numbers tell more about the machine.
 * `npm run bench:lookup -- [--map MAP.geojson[.gz]] [--zips ZIPS.csv[.gz]] [--postgres URL] [--rounds N]`. The PostgreSQL
 * server must have the extension postgis at hand; where it has not, the lines say so.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { importFile } from '../src/data-sets/index.js';
import { createPlaces, districts, zipDistricts } from '../src/divisions/index.js';
import { systemClock } from '../src/platform/clock.js';
import { openDb, type Db } from '../src/platform/db.js';
import { createIds } from '../src/platform/ids.js';
import { migrate } from '../src/platform/migrations.js';
import { programPath } from '../src/platform/paths.js';
import { isMain } from './action/is-main.js';
import { measureLookupApi } from './lookup/measure-api.js';
import { measurePoints } from './lookup/measure-points.js';
import { median } from './numbers.js';
import { measuredText, type Measured } from './table.js';

export type LookupOptions = {
  readonly postgres?: string;
  readonly rounds?: number;
  /** A map of districts, and a list of ZIP codes with theirs. */
  readonly map?: string;
  readonly zips?: string;
};

/** Real data lie beside the program's folder, or a folder further up. */
const SHARED = [programPath('..', 'shared', 'data'), programPath('..', '..', 'shared', 'data')].find((path) =>
  existsSync(path),
);
const POSTGRES = 'postgres://root@127.0.0.1:5432/test';

/** ZIP codes a second. */
const LEAST_ZIPS = 100_000;

/** Look-ups by point, by ZIP and by the API; what is not at hand is a line that says so. */
export async function measureLookup(options: LookupOptions = {}): Promise<Measured[]> {
  const { postgres = POSTGRES, rounds = 5 } = options;
  const { map = `${SHARED ?? ''}/us-congressional-districts/us-cd119.geojson.gz` } = options;
  const { zips = `${SHARED ?? ''}/us-zip-to-district/zccd.csv.gz` } = options;
  const db = openDb('sqlite::memory:');
  try {
    await migrate(db);
    const tools = { db, clock: systemClock, ids: createIds(systemClock.now) };
    const codes = existsSync(zips);
    if (codes) await importFile(tools, { source: zipDistricts, path: zips });
    const plain = codes
      ? await measureZips(db, rounds)
      : missing(`look-up by ZIP: no list ${zips}; name one with --zips`);
    const api = await measureLookupApi(rounds);
    if (!existsSync(map)) return [plain, ...api, missing(`look-up by point: no map ${map}; name one with --map`)];
    await importFile(tools, { source: districts, path: map });
    const points = await measurePoints(db, { postgres, rounds });
    const helped = codes ? [{ ...(await measureZips(db, rounds)), what: '  where a map helps split codes' }] : [];
    return [...points, plain, ...helped, ...api];
  } finally {
    await db.destroy();
  }
}

function missing(what: string): Measured {
  return { what, ratio: NaN, aim: undefined };
}

async function measureZips(db: Db, rounds: number): Promise<Measured> {
  const places = createPlaces({ db, clock: systemClock });
  const codes = (await db<{ code: string }>('postal_code_divisions').distinct('code')).map((row) => row.code);
  // The first time reads the data.
  await places.findByCode('80202', 'us');
  const rates: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    for (const code of codes) await places.findByCode(code, 'us');
    rates.push(codes.length / ((performance.now() - start) / 1000));
  }
  const perSecond = median(rates);
  return {
    what: 'ZIP codes in process / 100,000 a second',
    ratio: perSecond / LEAST_ZIPS,
    aim: { least: 1 },
    perSecond,
  };
}

if (isMain(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      map: { type: 'string' },
      zips: { type: 'string' },
      postgres: { type: 'string', default: POSTGRES },
      rounds: { type: 'string', default: '5' },
    },
  });
  const { map, zips, postgres } = values;
  const files = { ...(map !== undefined && { map }), ...(zips !== undefined && { zips }) };
  const measured = await measureLookup({ ...files, postgres, rounds: Number(values.rounds) });
  process.stdout.write(`${measuredText(measured)}\n`);
}
