import { expect } from 'chai';
import { districts } from '../../../src/divisions/index.js';
import { createDistrictMaps } from '../../../src/divisions/maps/index.js';
import { listMaps } from '../../../src/divisions/maps/store-outlines.js';
import { onEachDatabase } from '../../support/databases.js';
import { useImporter } from '../../support/imports.js';
import { sharedData } from '../../support/services.js';

const square = (west: number, south: number, size = 1): number[][][] => [
  [
    [west, south],
    [west + size, south],
    [west + size, south + size],
    [west, south + size],
    [west, south],
  ],
];
const feature = (properties: object, coordinates: unknown = square(-105, 39), type = 'Polygon'): object => ({
  type: 'Feature',
  properties,
  geometry: { type, coordinates },
});
const collection = (...features: object[]): string => JSON.stringify({ type: 'FeatureCollection', features });

const CO = 'ocd-division/country:us/state:co';

onEachDatabase('importing maps of districts', (db) => {
  const { importText, importPath, faultsOf } = useImporter(districts, db);
  let now = Date.UTC(2026, 10, 22);
  const mapsAt = (day: string): ReturnType<typeof createDistrictMaps> => {
    now = Date.parse(day);
    return createDistrictMaps({ db: db(), clock: { now: () => now } });
  };
  const divisionsAt = async (day: string, lat: number, lng: number): Promise<string[]> =>
    [...(await mapsAt(day).locate({ lat, lng })).layers.values()].flat();

  it('reads an OCD id, Census codes of all three layers, and drops the areas of nobody', async () => {
    const text = collection(
      feature({ ocd_id: `${CO}/cd:1` }),
      feature({ STATEFP: '08', SLDUST: '012', NAMELSAD: 'State Senate District 12' }),
      feature({ STATEFP20: '08', SLDLST20: '00A', GEOID20: '0800A' }),
      feature({ STATEFP: '33', SLDLST: '123', NAMELSAD: 'Hillsborough 23 State House District' }, square(-72, 43)),
      feature({ STATEFP: '02', CD119FP: '00' }, square(-150, 60)),
      feature({ STATEFP: '08', CD119FP: 'ZZ' }),
      feature({ STATEFP: '08', SLDLST: 'ZZZ' }),
    );
    expect(await importText(text)).to.include({ added: 5, changed: 0, ended: 0 });
    expect(await divisionsAt('2026-11-22', 39.5, -104.5)).to.have.members([
      `${CO}/cd:1`,
      `${CO}/sldu:12`,
      `${CO}/sldl:a`,
    ]);
    expect(await divisionsAt('2026-11-22', 43.5, -71.5)).to.deep.equal([
      'ocd-division/country:us/state:nh/sldl:hillsborough_23',
    ]);
  });

  it('reads the wards of a city as the person says, and joins what comes in several features', async () => {
    const within = 'ocd-division/country:us/state:wa/place:seattle/ward:';
    const text = collection(
      feature({ WARD: 'Ward 03' }),
      feature({ WARD: 'Ward 03' }, [square(10, 10)], 'MultiPolygon'),
      feature({ WARD: 4 }, square(20, 10)),
    );
    expect(await importText({ text, options: { within, property: 'WARD' } })).to.include({ added: 2 });
    expect(await divisionsAt('2026-11-22', 39.5, -104.5)).to.deep.equal([`${within}3`]);
    expect(await divisionsAt('2026-11-22', 10.5, 10.5)).to.deep.equal([`${within}3`]);
    expect(await divisionsAt('2026-11-22', 10.5, 20.5)).to.deep.equal([`${within}4`]);
  });

  it('keeps maps side by side and lets each come into force on its day', async () => {
    const map = (congress: number, district: number): string =>
      collection(
        feature({ ocd_id: `${CO}/cd:${district}`, congress }),
        feature({ ocd_id: `${CO}/cd:9`, congress }, square(0, 0)),
      );
    await importText(map(119, 1));
    await importText(map(120, 2));
    expect(await divisionsAt('2025-01-02', 39.5, -104.5)).to.deep.equal([]);
    expect(await divisionsAt('2027-01-02', 39.5, -104.5)).to.deep.equal([`${CO}/cd:1`]);
    expect(await divisionsAt('2027-01-03', 39.5, -104.5)).to.deep.equal([`${CO}/cd:2`]);
    const maps = mapsAt('2027-01-02');
    expect(await maps.congress()).to.deep.equal({ number: 119, hasEnded: false });
    now = Date.parse('2027-01-03');
    expect([...(await maps.locate({ lat: 39.5, lng: -104.5 })).layers.values()]).to.deep.equal([[`${CO}/cd:2`]]);
    now = Date.parse('2029-01-03');
    expect(await maps.congress()).to.deep.equal({ number: 120, hasEnded: true });
  });

  it('says what a newer drawing of the same map changed, and changes nothing the second time', async () => {
    const one = { ocd_id: `${CO}/cd:1`, congress: 119 };
    const two = { ocd_id: `${CO}/cd:2`, congress: 119 };
    await importText(collection(feature(one), feature(two, square(0, 0))));
    const again = await importText(collection(feature(one), feature(two, square(0, 0))));
    expect(again).to.include({ added: 0, changed: 0, ended: 0, unchanged: 2 });
    const report = await importText(collection(feature(one, square(-105, 39, 2))));
    expect(report).to.include({ added: 0, changed: 1, ended: 1, unchanged: 0 });
    expect(report.remarks).to.deep.equal(['No longer on the map: CO-02']);
  });

  it('refuses what is no map of districts, in words, and takes nothing of it', async () => {
    const named = { ocd_id: `${CO}/cd:1` };
    const cases: [text: string, message: RegExp][] = [
      ['', /neither JSON nor a zip archive/],
      ['{"type":', /neither JSON nor a zip archive/],
      ['{"hello": 1}', /expected a GeoJSON FeatureCollection, a TopoJSON Topology, or a zipped shapefile/],
      ['PK\u0003\u0004 broken', /is no sound zipped shapefile/],
      [
        JSON.stringify({ type: 'Topology', objects: { a: { type: 'Polygon', arcs: [[7]] } }, arcs: [] }),
        /no sound TopoJSON/,
      ],
      [collection(), /holds no features/],
      [collection(feature({ name: 'Somewhere' })), /which district feature 1 is.*--within/],
      [collection(feature(named), feature(named, [0, 0], 'Point')), /feature 2: is a Point, not a Polygon/],
      [collection({ type: 'Feature', properties: named, geometry: null }), /feature 1: is without outline/],
      [collection(feature(named, [[['a', 'b']]])), /feature 1: has no outline of numbers/],
      [
        collection(
          feature(named, [
            [
              [0, 0],
              [1, 1],
              [0, 0],
            ],
          ]),
        ),
        /fewer than four points/,
      ],
      [collection(feature(named, square(-105, 89.5))), /"-104, 90.5" is no point in degrees/],
      [collection(feature({ STATEFP: '08', CD119FP: 'ZZ' })), /only areas of no district/],
    ];
    for (const [text, message] of cases) {
      const [fault] = await faultsOf({ text, name: 'map.geojson' });
      expect(fault?.message, text.slice(0, 80)).to.match(message);
      expect(fault?.file).to.equal('/map.geojson');
    }
    expect(await listMaps(db())).to.deep.equal([]);
  });

  it('reads the Census Bureau’s own zipped shapefiles, over the date line too', async function () {
    const zip = (fips: string): string =>
      sharedData(this, 'us-congressional-districts', 'tiger-sample-zips', `tl_2022_${fips}_cd118.zip`);
    expect((await importPath(zip('02'))).report).to.include({ added: 1 });
    expect((await importPath(zip('09'))).report).to.include({ added: 5 });
    // Attu lies west of the date line, Anchorage east of it.
    for (const [lat, lng] of [
      [52.9, 173.0],
      [61.2, -149.9],
    ] as const) {
      expect(await divisionsAt('2026-11-22', lat, lng)).to.deep.equal(['ocd-division/country:us/state:ak/cd:at-large']);
    }
    expect(await divisionsAt('2026-11-22', 41.763, -72.685)).to.deep.equal(['ocd-division/country:us/state:ct/cd:1']);
  });
});
