import { combine, parseDbf, parseShp } from 'shpjs';
import { feature as featuresOf } from 'topojson-client';
import { InputError, messageOf } from '../../platform/errors.js';
import { readWhole, type DataFile } from '../../platform/open-file.js';
import { unzipped } from '../../platform/unpacking.js';
import { UNITS_PER_DEGREE, type Polygon, type Ring } from './area.js';

type Topology = Parameters<typeof featuresOf>[0];
type Position = readonly number[];
/** As in RFC 7946; whether it keeps to it is checked as it is read. */
type Feature = {
  readonly properties: Readonly<Record<string, unknown>> | null;
  readonly geometry: { readonly type: string; readonly coordinates?: unknown } | null;
};

/** One feature of a map file: its attributes and its outline. */
export type MapFeature = {
  /** From 1, as it stands in the file. */
  readonly number: number;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly polygons: readonly Polygon[];
};

/** Larger files are not maps of districts; the national TIGER/Line file unpacks to some 250 MB. */
const MAX_BYTES = 1_000_000_000;
const ZIP_MARK = 'PK';

/**
 * Reads GeoJSON (RFC 7946), TopoJSON or a zipped shapefile, told apart by content. Shapefiles in another projection are
 * turned into degrees by their .prj.
 * @throws InputError naming the file and the feature
 */
export async function readMap(file: DataFile, progress?: (bytes: number) => void): Promise<MapFeature[]> {
  const content = await readWhole(file, MAX_BYTES, progress);
  const features =
    content.subarray(0, 2).toString('latin1') === ZIP_MARK ? readZip(file, content) : readJson(file, content);
  if (features.length === 0) throw fault(file, 'holds no features');
  return features.map((feature, index) => ({
    number: index + 1,
    properties: feature.properties ?? {},
    polygons: polygonsOf(file, feature, index + 1),
  }));
}

/** Reads every shapefile in the archive. The archive is opened by another library, since shpjs's own never ends on a broken one. */
function readZip(file: DataFile, content: Buffer): Feature[] {
  try {
    const found = unzipped(content, { mostBytes: MAX_BYTES, isWanted: isPart });
    const parts = Object.entries(found).map(([name, bytes]) => [name.toLowerCase(), bytes] as const);
    const partOf = (name: string): Uint8Array | undefined => parts.find(([other]) => other === name)?.[1];
    const names = parts.flatMap(([name]) => (name.endsWith('.shp') ? name.slice(0, -4) : []));
    if (names.length === 0) throw new Error('it holds no .shp file');
    return names.flatMap((name) => {
      const [shp, dbf, prj, cpg] = ['.shp', '.dbf', '.prj', '.cpg'].map((ending) => partOf(name + ending));
      if (!shp || !dbf) throw new Error(`${name}.dbf is missing`);
      return combine([parseShp(shp, prj), parseDbf(dbf, cpg)]).features;
    });
  } catch (error) {
    throw fault(file, `is no sound zipped shapefile (${messageOf(error)})`);
  }
}

/** Whether it is one of a shapefile's own parts. */
function isPart(name: string): boolean {
  return /\.(?:shp|dbf|prj|cpg)$/i.test(name) && !name.includes('__MACOSX');
}

function readJson(file: DataFile, content: Buffer): Feature[] {
  const json = parseJson(file, content);
  const type = typeof json === 'object' && json !== null && 'type' in json ? json.type : undefined;
  if (type === 'FeatureCollection' && Array.isArray((json as { features?: unknown }).features)) {
    return (json as { features: Feature[] }).features;
  }
  if (type !== 'Topology') {
    throw fault(file, 'is no map: expected a GeoJSON FeatureCollection, a TopoJSON Topology, or a zipped shapefile');
  }
  try {
    const topology = json as Topology;
    return Object.values(topology.objects).flatMap((object) => {
      const found = featuresOf(topology, object);
      return found.type === 'FeatureCollection' ? found.features : [found];
    });
  } catch (error) {
    throw fault(file, `is no sound TopoJSON (${messageOf(error)})`);
  }
}

function parseJson(file: DataFile, content: Buffer): unknown {
  try {
    return JSON.parse(content.toString('utf8').replace(/^\uFEFF/, '')) as unknown;
  } catch (error) {
    throw fault(file, `is neither JSON nor a zip archive (${messageOf(error)})`);
  }
}

function polygonsOf(file: DataFile, feature: Feature, number: number): Polygon[] {
  const { geometry } = feature;
  const where = (message: string): InputError => fault(file, `feature ${number}: ${message}`);
  if (geometry?.type !== 'Polygon' && geometry?.type !== 'MultiPolygon') {
    throw where(`is ${geometry ? `a ${geometry.type}` : 'without outline'}, not a Polygon or MultiPolygon`);
  }
  const { type, coordinates } = geometry;
  if (!isNested(coordinates, type === 'Polygon' ? 3 : 4)) throw where('has no outline of numbers');
  const polygons = (type === 'Polygon' ? [coordinates] : coordinates) as Position[][][];
  return polygons.map((rings) => rings.map((positions) => ringOf(positions, where)));
}

/** Whether a value is a list of lists … of numbers. */
function isNested(value: unknown, depth: number): boolean {
  if (depth === 0) return typeof value === 'number';
  return Array.isArray(value) && value.every((part) => isNested(part, depth - 1));
}

/** A ring that jumps over the 180th meridian goes on beyond it: 179.9, -179.9 becomes 179.9, 180.1. */
function ringOf(positions: readonly Position[], where: (message: string) => InputError): Ring {
  if (positions.length < 4) throw where('has a ring of fewer than four points');
  const degrees: number[] = [];
  let turn = 0;
  let before: number | undefined;
  for (const [lng = NaN, lat = NaN] of positions) {
    if (!(Math.abs(lat) <= 90 && Math.abs(lng) <= 180.000001))
      throw where(`"${lng}, ${lat}" is no point in degrees, longitude first`);
    if (before !== undefined && Math.abs(lng - before) > 180) turn += lng < before ? 360 : -360;
    before = lng;
    degrees.push(lng + turn, lat);
  }
  const [west, east] = boundsOf(degrees);
  const shift = west < -180.000001 ? 360 : 0;
  if (east + shift > 214) throw where('goes around the earth');
  return Int32Array.from(degrees, (degree, at) => Math.round((degree + (at % 2 === 0 ? shift : 0)) * UNITS_PER_DEGREE));
}

function boundsOf(degrees: readonly number[]): [number, number] {
  let [west, east] = [Infinity, -Infinity];
  for (let at = 0; at < degrees.length; at += 2) {
    west = Math.min(west, degrees[at] ?? west);
    east = Math.max(east, degrees[at] ?? east);
  }
  return [west, east];
}

function fault(file: DataFile, message: string): InputError {
  return new InputError([{ field: 'file', file: file.path, message }]);
}
