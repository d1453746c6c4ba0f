import { Readable } from 'node:stream';
import { readTable, rowFault, type ImportSource } from '../data-sets/index.js';
import { InputError, messageOf } from '../platform/errors.js';
import { readStart, readWhole, type DataFile } from '../platform/open-file.js';
import { unzipped } from '../platform/unpacking.js';
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

const ZIP_MARK = 'PK';
const MAX_BYTES = 100_000_000;

/** The one text in a zip archive, as the Census Bureau packs it; any other file as it is. */
async function unpacked(file: DataFile): Promise<DataFile> {
  if (!(await isArchive(file))) return file;
  const text = textIn(file, await readWhole(file, MAX_BYTES));
  return { ...file, read: () => Readable.from([text]) };
}

async function isArchive(file: DataFile): Promise<boolean> {
  try {
    return (await readStart(file)).startsWith(ZIP_MARK);
  } catch {
    // Whoever reads the table tells what is wrong with the file.
    return false;
  }
}

function textIn(file: DataFile, archive: Buffer): Buffer {
  try {
    const isWanted = (name: string): boolean => /\.(?:txt|csv)$/i.test(name);
    const texts = Object.values(unzipped(archive, { mostBytes: MAX_BYTES, isWanted }));
    if (texts.length !== 1 || !texts[0]) throw new Error(`it holds ${texts.length} tables instead of one`);
    return Buffer.from(texts[0]);
  } catch (error) {
    const message = `is no sound zip archive with a table (${messageOf(error)})`;
    throw new InputError([{ field: 'file', file: file.path, message }]);
  }
}
