import { Readable } from 'node:stream';
import { unzipSync, type UnzipFileInfo } from 'fflate';
import { readTable, rowFault, type ImportSource } from '../data-sets/index.js';
import { InputError, messageOf } from '../platform/errors.js';
import type { DataFile } from '../platform/open-file.js';
import { parsePostalCode } from './postal-code.js';
import { upsertCodePoints, type CodePoint } from './store.js';

/** The Census Gazetteer (`GEOID`, `INTPTLAT`, `INTPTLONG`, tab-separated, zipped or not) and CSV with `zip,lat,lng[,place]`. */
const COLUMNS = {
  code: ['zip', 'zcta', 'zcta5', 'geoid', 'zip_code'],
  lat: ['lat', 'latitude', 'intptlat'],
  lng: ['lng', 'lon', 'long', 'longitude', 'intptlong'],
  place: ['place', 'city', 'place_name'],
} as const;

export const zipPoints: ImportSource = {
  name: 'zip-points',
  title: 'Where ZIP codes lie',
  licence: 'U.S. government work, public domain',
  origin: 'U.S. Census Bureau, Gazetteer files',
  prepare: async (file, progress) => {
    const points = new Map<string, CodePoint>();
    for await (const { line, values } of readTable(
      await unpacked(file),
      { columns: COLUMNS, required: ['code', 'lat', 'lng'] },
      progress,
    )) {
      const code = parsePostalCode(values.code, 'us');
      if (code === undefined)
        throw rowFault({ file, line }, 'zip', `"${values.code}" is not a ZIP code of five digits`);
      const [lat, lng] = [Number(values.lat), Number(values.lng)];
      const isOnEarth = values.lat !== '' && values.lng !== '' && Math.abs(lat) <= 90 && Math.abs(lng) <= 180;
      if (!isOnEarth)
        throw rowFault({ file, line }, 'lat, lng', `"${values.lat}, ${values.lng}" is no point in degrees`);
      points.set(code, { code, lat, lng, place: values.place || null });
    }
    if (points.size === 0) throw new InputError([{ field: 'file', file: file.path, message: 'holds no points' }]);
    return {
      covers: ['points us'],
      records: points.size,
      write: async (trx, dataSet) => ({
        ...(await upsertCodePoints(trx, { country: 'us', dataSetId: dataSet.id }, [...points.values()])),
        ended: 0,
        remarks: [],
      }),
    };
  },
};

const ZIP_MARK = Buffer.from('PK');
const MAX_BYTES = 100_000_000;

/** The one text in a zip archive, as the Census Bureau packs it; any other file as it is. */
async function unpacked(file: DataFile): Promise<DataFile> {
  const archive = await readArchive(file);
  if (!archive) return file;
  const text = textIn(file, archive);
  return { ...file, read: () => Readable.from([text]) };
}

async function readArchive(file: DataFile): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  try {
    for await (const part of file.read()) {
      parts.push(part as Buffer);
      if (parts[0]?.subarray(0, ZIP_MARK.length).equals(ZIP_MARK) !== true) return undefined;
    }
  } catch {
    // Whoever reads the table tells what is wrong with the file.
    return undefined;
  }
  return parts.length === 0 ? undefined : Buffer.concat(parts);
}

function textIn(file: DataFile, archive: Buffer): Buffer {
  let bytes = 0;
  const isText = ({ name, originalSize }: UnzipFileInfo): boolean => {
    if (!/\.(?:txt|csv)$/i.test(name)) return false;
    bytes += originalSize;
    if (bytes > MAX_BYTES) throw new Error(`it unpacks to more than ${MAX_BYTES / 1e6} MB`);
    return true;
  };
  try {
    const texts = Object.values(unzipSync(archive, { filter: isText }));
    if (texts.length !== 1 || !texts[0]) throw new Error(`it holds ${texts.length} tables instead of one`);
    return Buffer.from(texts[0]);
  } catch (error) {
    const message = `is no sound zip archive with a table (${messageOf(error)})`;
    throw new InputError([{ field: 'file', file: file.path, message }]);
  }
}
