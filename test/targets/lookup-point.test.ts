import { expect } from 'chai';
import type { Response } from 'supertest';
import { readTable } from '../../src/data-sets/index.js';
import { unpackPolygons, UNITS_PER_DEGREE } from '../../src/divisions/maps/area.js';
import { createDistrictIndex, type Point } from '../../src/divisions/maps/district-index.js';
import { listMaps, listOutlines } from '../../src/divisions/maps/store-outlines.js';
import { openDataFile } from '../../src/platform/open-file.js';
import { type lookupAnswer } from '../../src/targets/index.js';
import { useLoadedProgram } from '../support/loaded-program.js';
import { sharedData } from '../support/services.js';
import { NATIONAL } from '../support/world.js';

type Answer = ReturnType<typeof lookupAnswer>;

describe('looking up who represents a point on the map', () => {
  const program = useLoadedProgram();
  const get = (query: object): Promise<Response> => Promise.resolve(program().http.get('/api/v1/lookup').query(query));
  const lookUp = async (lat: number, lng: number, campaign?: string): Promise<Answer> => {
    const response = await get({ lat, lng, ...(campaign && { campaign }) });
    expect(response.status, JSON.stringify(response.body)).to.equal(200);
    return response.body as Answer;
  };

  before(async function () {
    this.timeout(60_000);
    const data = (...path: string[]): string => sharedData(this, ...path);
    await program().importPath('congress-legislators', data('us-congress-legislators', 'legislators-current.json.gz'));
    await program().importPath('openstates-people', data('openstates-people', 'state-legislators.csv.gz'));
    await program().importPath('districts', data('us-congressional-districts', 'us-cd119.geojson.gz'));
    await program().importPath('districts', data('us-co-legislative-districts', 'us-co-sldu.geojson.gz'));
    await program().importPath('districts', data('us-co-legislative-districts', 'us-co-sldl.geojson.gz'));
  });

  it('names everyone who represents it, at every level whose map is loaded', async () => {
    const answer = await lookUp(39.7392, -104.9847);
    expect(answer).to.deep.include({ status: 'exact', districts: ['CO-01', 'CO-SD-31', 'CO-HD-6'], near_line: false });
    expect(answer.officials.map(({ title, name }) => `${title} ${name}`)).to.have.members([
      'Representative Diana DeGette',
      'Senator John W. Hickenlooper',
      'Senator Michael F. Bennet',
      'Senator Matt Ball',
      'Representative Sean Camacho',
    ]);
    expect(answer.as_of).to.include.keys('districts');
  });

  it('is right about the inner point of every Census ZIP area', async function () {
    const path = sharedData(this, 'us-zip-to-district', 'zcta-cd119.csv.gz');
    const columns = { lat: ['lat'], lng: ['lng'], district: ['point_district'] } as const;
    let asked = 0;
    for await (const { values } of readTable(await openDataFile(path), {
      columns,
      required: ['lat', 'lng', 'district'],
    })) {
      const place = await program().places.findByPoint({ lat: Number(values.lat), lng: Number(values.lng) });
      const found = place?.layers.get('cd') ?? [];
      const [state = '', number = ''] = values.district.split('-');
      const key = number === 'AL' ? 'at-large' : String(Number(number));
      const own = found.filter((division) => division.endsWith(`:${state.toLowerCase()}/cd:${key}`));
      expect(own, `${values.lat}, ${values.lng}`).to.have.length(1);
      if (found.length > 1) expect(place?.isNearLine).to.equal(true);
      asked++;
    }
    expect(asked).to.equal(33_791);
  });

  it('knows the whole legislature of Colorado by a point in each district', async () => {
    const { db, roster, finder } = program();
    const { officesOfBody } = await roster.get();
    const offices = ['us-co-upper', 'us-co-lower'].flatMap((body) => officesOfBody(body));
    expect(offices).to.have.length(100);
    const maps = (await listMaps(db)).filter(({ layer }) => layer !== 'cd');
    for (const outline of await listOutlines(db, maps)) {
      const finding = await finder.find(await finder.everyBody(), { point: innerPoint(outline) });
      const seat = offices.filter(({ division }) => division === outline.division);
      const found = [...finding.targets.map(({ officeId }) => officeId), ...finding.vacancies.map(({ id }) => id)];
      expect(found, outline.division).to.include(seat[0]?.id);
      expect(finding.place.layers.get(outline.layer)).to.deep.equal([outline.division]);
    }
  });

  it('names both sides of a line nearer than 200 metres, and asks', async () => {
    // On the 41st parallel Colorado ends and Wyoming begins.
    const near = await lookUp(40.9996, -104.9);
    expect(near).to.deep.include({ status: 'choose', near_line: true });
    expect(near.districts).to.include.members(['CO-04', 'WY-AL']);
    const far = await lookUp(40.99, -104.9);
    expect(far).to.deep.include({ status: 'exact', near_line: false });
    expect(far.districts).to.include('CO-04').and.not.include('WY-AL');
  });

  it('does not ask about a line that the campaign’s answer does not hang on', async () => {
    const senators = (
      await program().finder.find({ kind: 'own', bodies: ['us-senate'] }, { point: { lat: 39.6138, lng: -104.9 } })
    ).status;
    expect(senators).to.equal('exact');
    const answer = await lookUp(39.7392, -104.9847, NATIONAL);
    expect(answer.officials.map(({ office }) => office)).to.have.members([
      'us-house/co/1',
      'us-senate/co/class-2',
      'us-senate/co/class-3',
    ]);
  });

  it('offers every district of the state for a code that no list has, the nearest first, and says so', async function () {
    const { http } = program();
    await program().importPath('zip-districts', sharedData(this, 'us-zip-to-district', 'zccd.csv.gz'));
    await program().importPath('zip-points', sharedData(this, 'us-zip-geo', 'geonames-us-postal.csv.gz'));
    // 80217 is for post-office boxes in Denver.
    const { body } = (await http.get('/api/v1/lookup').query({ zip: '80217' })) as { body: Answer };
    expect(body.status).to.equal('choose');
    expect(body.districts).to.have.length(8);
    expect(body.districts[0]).to.equal('CO-01');
    expect(body.notes.join()).to.include('No list tells where 80217 lies');
  });

  it('says that a point at sea, abroad or with its numbers swapped lies in no district', async () => {
    const sea = await lookUp(30, -50);
    expect(sea).to.deep.include({ status: 'none', officials: [] });
    expect(sea.notes.join()).to.match(/lies in no district whose map is loaded/);
    const swapped = await lookUp(-77.0369, 38.9072);
    expect(swapped.notes.join()).to.match(/are the two swapped\?/);
    expect((await lookUp(48.8566, 2.3522)).status).to.equal('none');
  });

  it('refuses what is no point, naming the field', async () => {
    const cases: [query: Record<string, string>, field: string][] = [
      [{ lat: '39.7' }, 'lng'],
      [{ lng: '-105' }, 'lat'],
      [{ lat: '91', lng: '0' }, 'lat'],
      [{ lat: '-105', lng: '39.7' }, 'lat'],
      [{ lat: '0', lng: '181' }, 'lng'],
      [{ lat: '39,7', lng: '-105' }, 'lat'],
      [{ lat: 'NaN', lng: '0' }, 'lat'],
      [{ lat: '1e1', lng: '0' }, 'lat'],
      [{ lat: '🗺️', lng: '0' }, 'lat'],
      [{ lat: "1'; DROP TABLE offices; --", lng: '0' }, 'lat'],
      [{ lat: '1'.repeat(10_000), lng: '0' }, 'lat'],
    ];
    for (const [query, field] of cases) {
      const response = await get(query);
      expect(response.status, JSON.stringify(query).slice(0, 60)).to.equal(422);
      expect((response.body as { errors: { field: string }[] }).errors[0]?.field).to.equal(field);
    }
  });
});

/** A point of a district that is far from its lines: the best of a grid over its box. */
function innerPoint({ outline }: { readonly outline: Buffer }): Point {
  const polygons = unpackPolygons(outline);
  const index = createDistrictIndex([polygons]);
  const corners = polygons.flat().flatMap((ring) => [...ring].map((unit) => unit / UNITS_PER_DEGREE));
  const [lngs, lats] = [0, 1].map((odd) => corners.filter((_, at) => at % 2 === odd)) as [number[], number[]];
  const range = (all: number[]): number[] => {
    const [from, to] = [Math.min(...all), Math.max(...all)];
    return Array.from({ length: 40 }, (_, step) => from + ((to - from) * (step + 0.5)) / 40);
  };
  const points = range(lats).flatMap((lat) => range(lngs).map((lng) => ({ lat, lng })));
  const inner = points.find((point) => index.at(point).length > 0 && index.linesNear(point, 300).size === 0);
  return inner ?? expect.fail('no point is 300 m away from the lines');
}
