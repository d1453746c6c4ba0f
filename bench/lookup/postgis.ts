import pg from 'pg';
import { unpackPolygons, UNITS_PER_DEGREE } from '../../src/divisions/maps/area.js';
import type { Point } from '../../src/divisions/maps/district-index.js';
import type { StoredOutline } from '../../src/divisions/maps/store-outlines.js';
import { createPostgres } from '../services.js';

/** Over how many connections it is asked one by one. */
export const CONNECTIONS = 8;

/** Points that one statement of a batch asks for: of several sizes that were tried, about the best. */
const BATCH = 5_000;

/** The same districts in PostGIS, in a data base of the run's own. */
export type Postgis = {
  /** Asks for each point, over all connections at once; answers the numbers of the districts that hold it, in order. */
  readonly askEach: (points: readonly Point[]) => Promise<number[][]>;
  /** The same with many points in one statement. */
  readonly askBatch: (points: readonly Point[]) => Promise<number[][]>;
  readonly close: () => Promise<void>;
};

/** Puts districts into PostGIS. @throws Error where the server lacks the extension or cannot be reached */
export async function openPostgis(serverUrl: string, outlines: readonly StoredOutline[]): Promise<Postgis> {
  const own = await createPostgres(serverUrl, 'lookup');
  const pool = new pg.Pool({ connectionString: own.url, max: CONNECTIONS });
  // Whoever drops the data base cuts the pool's connections; that is no trouble.
  pool.on('error', () => undefined);
  const close = async (): Promise<void> => {
    await pool.end();
    await own.close();
  };
  try {
    await fill(pool, outlines);
  } catch (error) {
    await close();
    throw error;
  }
  return { askEach: (points) => askEach(pool, points), askBatch: (points) => askBatch(pool, points), close };
}

async function fill(pool: pg.Pool, outlines: readonly StoredOutline[]): Promise<void> {
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
}

function pairsOf(ring: Int32Array): [number, number][] {
  return Array.from({ length: ring.length / 2 }, (_, at) => [
    (ring[at * 2] ?? 0) / UNITS_PER_DEGREE,
    (ring[at * 2 + 1] ?? 0) / UNITS_PER_DEGREE,
  ]);
}

async function askEach(pool: pg.Pool, points: readonly Point[]): Promise<number[][]> {
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

async function askBatch(pool: pg.Pool, points: readonly Point[]): Promise<number[][]> {
  const answers: number[][] = [];
  for (let from = 0; from < points.length; from += BATCH) {
    const some = points.slice(from, from + BATCH);
    const { rows } = await pool.query<{ at: number; numbers: number[] }>({
      name: 'locate-batch',
      text: `SELECT asked.at::integer AS at, array_agg(districts.number ORDER BY districts.number) AS numbers
               FROM unnest($1::float8[], $2::float8[]) WITH ORDINALITY AS asked (lng, lat, at)
               JOIN districts ON ST_Contains(outline, ST_SetSRID(ST_MakePoint(asked.lng, asked.lat), 4326))
              GROUP BY asked.at`,
      values: [some.map(({ lng }) => lng), some.map(({ lat }) => lat)],
    });
    for (let at = 0; at < some.length; at++) answers[from + at] = [];
    for (const { at, numbers } of rows) answers[from + at - 1] = numbers;
  }
  return answers;
}
