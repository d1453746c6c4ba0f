/**
 * Measures look-ups on real maps against PostGIS in the same run, and prints ratios, since absolute numbers tell more
 * about the machine. `npm run bench:lookup -- [MAP.geojson[.gz] [ZIPS.csv[.gz] [postgres://…]]]`. The
 * PostgreSQL server must have the extension postgis at hand; the bench makes a data base of its own and drops it.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { importFile } from '../src/data-sets/index.js';
import { createPlaces, districts, zipDistricts } from '../src/divisions/index.js';
import { unpackPolygons, UNITS_PER_DEGREE, type Polygon } from '../src/divisions/maps/area.js';
import { createDistrictIndex, type DistrictIndex, type Point } from '../src/divisions/maps/district-index.js';
import { listMaps, listOutlines, type StoredOutline } from '../src/divisions/maps/store-outlines.js';
import { systemClock } from '../src/platform/clock.js';
import { openDb, type Db } from '../src/platform/db.js';
import { createIds } from '../src/platform/ids.js';
import { migrate } from '../src/platform/migrations.js';
import { createRandom, median } from './numbers.js';

const ROUNDS = 5;
const POINTS = 40_000;
const CONNECTIONS = 8;

const shared = fileURLToPath(new URL('../../shared/data/', import.meta.url));
const [
  map = shared + 'us-congressional-districts/us-cd119.geojson.gz',
  zips = shared + 'us-zip-to-district/zccd.csv.gz',
  postgres = 'postgres://root@127.0.0.1:5432/test',
] = process.argv.slice(2);

const say = (line: string): void => void process.stdout.write(line + '\n');

/** Points inside the outlines' own boxes that some district holds. */
function pointsInside(index: DistrictIndex, outlines: readonly (readonly Polygon[])[]): Point[] {
  const random = createRandom(119);
  const boxes = outlines.flatMap((polygons) =>
    polygons.map(([outer]) => {
      const xs = outer?.filter((_, at) => at % 2 === 0) ?? [];
      const ys = outer?.filter((_, at) => at % 2 === 1) ?? [];
      return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)].map(
        (unit) => unit / UNITS_PER_DEGREE,
      );
    }),
  );
  const points: Point[] = [];
  while (points.length < POINTS) {
    const [west = 0, south = 0, east = 0, north = 0] = boxes[Math.floor(random() * boxes.length)] ?? [];
    const point = { lng: west + random() * (east - west), lat: south + random() * (north - south) };
    if (point.lng <= 180 && index.at(point).length > 0) points.push(point);
  }
  return points;
}

async function openPostgis(
  outlines: readonly StoredOutline[],
): Promise<{ readonly pool: pg.Pool; readonly close: () => Promise<void> }> {
  const admin = new pg.Client({ connectionString: postgres });
  await admin.connect();
  await admin.query('DROP DATABASE IF EXISTS clarion_bench');
  await admin.query('CREATE DATABASE clarion_bench');
  const own = new URL(postgres);
  own.pathname = '/clarion_bench';
  const pool = new pg.Pool({ connectionString: own.href, max: CONNECTIONS });
  await pool.query('CREATE EXTENSION postgis');
  await pool.query('CREATE TABLE districts (number integer, outline geometry(MultiPolygon, 4326))');
  for (const [number, { outline }] of outlines.entries()) {
    const coordinates = unpackPolygons(outline).map((rings) => rings.map(pairsOf));
    await pool.query('INSERT INTO districts VALUES ($1, ST_SetSRID(ST_GeomFromGeoJSON($2), 4326))', [
      number,
      JSON.stringify({ type: 'MultiPolygon', coordinates }),
    ]);
  }
  await pool.query('CREATE INDEX ON districts USING gist (outline)');
  await pool.query('ANALYZE districts');
  return {
    pool,
    close: async () => {
      await pool.end();
      await admin.query('DROP DATABASE clarion_bench');
      await admin.end();
    },
  };
}

function pairsOf(ring: Int32Array): [number, number][] {
  return Array.from({ length: ring.length / 2 }, (_, at) => [
    (ring[at * 2] ?? 0) / UNITS_PER_DEGREE,
    (ring[at * 2 + 1] ?? 0) / UNITS_PER_DEGREE,
  ]);
}

/** Asks PostGIS for each point over all connections at once. */
async function askPostgis(pool: pg.Pool, points: readonly Point[]): Promise<number[][]> {
  const answers: number[][] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    const client = await pool.connect();
    for (let at = next++; at < points.length; at = next++) {
      const point = points[at] as Point;
      const { rows } = await client.query<{ number: number }>({
        name: 'locate',
        text: 'SELECT number FROM districts WHERE ST_Contains(outline, ST_SetSRID(ST_MakePoint($1, $2), 4326))',
        values: [point.lng, point.lat],
      });
      answers[at] = rows.map((row) => row.number).sort((one, other) => one - other);
    }
    client.release();
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  return answers;
}

async function measurePoints(db: Db): Promise<void> {
  const outlines = await listOutlines(db, await listMaps(db));
  const unpacked = outlines.map(({ outline }) => unpackPolygons(outline));
  const index = createDistrictIndex(unpacked);
  const points = pointsInside(index, unpacked);
  const postgis = await openPostgis(outlines);
  try {
    const [ours, theirs]: [number[], number[]] = [[], []];
    let different = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const asked = points.slice(0, POINTS / 4);
      let start = performance.now();
      const answers = await askPostgis(postgis.pool, asked);
      theirs.push(asked.length / ((performance.now() - start) / 1000));
      start = performance.now();
      for (const point of points) index.at(point);
      ours.push(points.length / ((performance.now() - start) / 1000));
      different = asked.filter(
        (point, at) => String(index.at(point).sort((a, b) => a - b)) !== String(answers[at]),
      ).length;
    }
    say(`Points in ${outlines.length} districts (${index.points} corners), medians of ${ROUNDS} rounds in one run:`);
    say(`  Clarion               ${Math.round(median(ours))} /s`);
    say(`  PostGIS, ${CONNECTIONS} connections ${Math.round(median(theirs))} /s`);
    say(`  ratio                 ${(median(ours) / median(theirs)).toFixed(1)}`);
    say(`  different answers     ${different} of ${POINTS / 4}`);
    say(
      `  p99 of one look-up    ${percentile(index, points, 0.99).toFixed(1)} µs; with both sides of a near line ${nearRate(index, points)} /s`,
    );
  } finally {
    await postgis.close();
  }
}

/** Microseconds that the given share of look-ups stays below; clock ticks of one microsecond are part of it. */
function percentile(index: DistrictIndex, points: readonly Point[], share: number): number {
  const times = points.map((point) => {
    const start = performance.now();
    index.at(point);
    return (performance.now() - start) * 1000;
  });
  return times.sort((one, other) => one - other)[Math.floor(times.length * share)] ?? NaN;
}

function nearRate(index: DistrictIndex, points: readonly Point[]): number {
  const start = performance.now();
  for (const point of points) index.linesNear(point, 200);
  return Math.round(points.length / ((performance.now() - start) / 1000));
}

async function measureLoading(db: Db): Promise<void> {
  global.gc?.();
  const before = process.memoryUsage();
  const times: number[] = [];
  let kept: DistrictIndex | undefined;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    const outlines = await listOutlines(db, await listMaps(db));
    kept = createDistrictIndex(outlines.map(({ outline }) => unpackPolygons(outline)));
    times.push(performance.now() - start);
  }
  global.gc?.();
  const after = process.memoryUsage();
  const megabytes = (after.arrayBuffers + after.heapUsed - before.arrayBuffers - before.heapUsed) / 1e6;
  say(
    `Loading the map from the data base: ${median(times).toFixed(0)} ms; ${megabytes.toFixed(1)} MB kept for ${kept?.points} corners`,
  );
}

async function measureZips(db: Db): Promise<void> {
  const places = createPlaces({ db, clock: systemClock });
  const codes = (await db<{ code: string }>('postal_code_divisions').distinct('code')).map((row) => row.code);
  await places.findByCode('80202', 'us');
  const rates: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    for (const code of codes) await places.findByCode(code, 'us');
    rates.push(codes.length / ((performance.now() - start) / 1000));
  }
  say(`ZIP codes: ${Math.round(median(rates))} /s, with states, at-large seats and candidates filled in`);
}

if (!existsSync(map)) throw new Error(`There is no map ${map}; name one: npm run bench:lookup -- MAP.geojson`);
const db = openDb('sqlite::memory:');
await migrate(db);
const tools = { db, clock: systemClock, ids: createIds(systemClock.now) };
await importFile(tools, { source: districts, path: map });
await measureLoading(db);
await measurePoints(db);
if (existsSync(zips)) {
  await importFile(tools, { source: zipDistricts, path: zips });
  await measureZips(db);
}
await db.destroy();
