import { unpackPolygons } from '../../src/divisions/maps/area.js';
import { createDistrictIndex, type DistrictIndex, type Point } from '../../src/divisions/maps/district-index.js';
import { listMaps, listOutlines, type StoredOutline } from '../../src/divisions/maps/store-outlines.js';
import type { Db } from '../../src/platform/db.js';
import { median } from '../numbers.js';
import type { Measured } from '../table.js';
import { pointsInside } from './points.js';
import { CONNECTIONS, openPostgis, type Postgis } from './postgis.js';

const POINTS = 40_000;

type Asked = { readonly postgres: string; readonly rounds: number };

/** Points in the data base's maps, beside PostGIS one by one and in its best batch; first how long a map takes to load. */
export async function measurePoints(db: Db, asked: Asked): Promise<Measured[]> {
  const outlines = await listOutlines(db, await listMaps(db));
  const { loading, index } = load(outlines);
  const points = pointsInside(
    index,
    outlines.map(({ outline }) => unpackPolygons(outline)),
    POINTS,
  );
  const p99Ms = slowOf(index, points);
  const postgis = await openPostgis(asked.postgres, outlines).catch((error: unknown) => String(error).split('\n')[0]);
  if (postgis === undefined || typeof postgis === 'string') {
    const what = `look-up by point: not compared, PostGIS is not at hand (${postgis ?? ''})`;
    return [{ what, ratio: NaN, aim: undefined, perSecond: rateOf(index, points), p99Ms }, loading];
  }
  try {
    return [...(await compare(postgis, { index, points, p99Ms, rounds: asked.rounds })), loading];
  } finally {
    await postgis.close();
  }
}

type Sides = {
  readonly index: DistrictIndex;
  readonly points: readonly Point[];
  readonly p99Ms: number;
  readonly rounds: number;
};

async function compare(postgis: Postgis, { index, points, p99Ms, rounds }: Sides): Promise<Measured[]> {
  const asked = points.slice(0, POINTS / 4);
  const expected = asked.map((point) => String(index.at(point).sort((one, other) => one - other)));
  const rates: Record<'ours' | 'each' | 'batch', number[]> = { ours: [], each: [], batch: [] };
  let different = 0;
  for (let round = 0; round < rounds; round++) {
    for (const kind of ['each', 'batch'] as const) {
      const start = performance.now();
      const answers = await (kind === 'each' ? postgis.askEach(asked) : postgis.askBatch(asked));
      rates[kind].push(asked.length / ((performance.now() - start) / 1_000));
      different += answers.filter((numbers, at) => String(numbers) !== expected[at]).length;
    }
    rates.ours.push(rateOf(index, points));
  }
  const beside = (kind: 'each' | 'batch'): number =>
    median(rates.ours.map((rate, at) => rate / (rates[kind][at] ?? NaN)));
  return [
    {
      what: `look-up by point / PostGIS one by one over ${CONNECTIONS} connections`,
      ...{ ratio: beside('each'), aim: { least: 30 }, perSecond: median(rates.ours), p99Ms },
    },
    { what: 'look-up by point / PostGIS, its best batch', ratio: beside('batch'), aim: { least: 10 } },
    { what: `different answers among ${asked.length} points in ${rounds} rounds`, ratio: different, aim: { most: 0 } },
  ];
}

function rateOf(index: DistrictIndex, points: readonly Point[]): number {
  const start = performance.now();
  for (const point of points) index.at(point);
  return points.length / ((performance.now() - start) / 1_000);
}

/** Milliseconds that 99 in 100 look-ups stay below; clock ticks of one microsecond are part of it. */
function slowOf(index: DistrictIndex, points: readonly Point[]): number {
  const times = points.map((point) => {
    const start = performance.now();
    index.at(point);
    return performance.now() - start;
  });
  return times.sort((one, other) => one - other)[Math.floor(times.length * 0.99)] ?? NaN;
}

function load(outlines: readonly StoredOutline[]): { readonly loading: Measured; readonly index: DistrictIndex } {
  global.gc?.();
  const before = process.memoryUsage();
  const start = performance.now();
  const index = createDistrictIndex(outlines.map(({ outline }) => unpackPolygons(outline)));
  const p50Ms = performance.now() - start;
  global.gc?.();
  const after = process.memoryUsage();
  const residentMb = (after.arrayBuffers + after.heapUsed - before.arrayBuffers - before.heapUsed) / 1e6;
  const what = `  its index of ${outlines.length} districts, ${index.points.toLocaleString('en')} corners, made and held`;
  return { index, loading: { what, ratio: NaN, aim: undefined, p50Ms, residentMb } };
}
