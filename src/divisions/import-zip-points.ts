import { InputError } from '../platform/errors.js';
import { readTable, rowFault, type ImportSource } from '../data-sets/index.js';
import { parsePostalCode } from './postal-code.js';
import { upsertCodePoints, type CodePoint } from './store.js';

/** The Census Gazetteer (`GEOID`, `INTPTLAT`, `INTPTLONG`, tab-separated) and CSV with `zip,lat,lng[,place]`. */
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
      file,
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
