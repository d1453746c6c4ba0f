import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Context } from 'mocha';
import type { Response } from 'supertest';
import { readTable } from '../../src/data-sets/index.js';
import { districtLabel } from '../../src/divisions/index.js';
import { openDataFile, readText } from '../../src/platform/open-file.js';
import { programPath } from '../../src/platform/paths.js';
import { lookupAnswer } from '../../src/targets/index.js';
import { useLoadedProgram, type LoadedProgram } from '../support/loaded-program.js';
import { sharedData } from '../support/services.js';
import { CITY, DAY, NATIONAL, START, useFolder } from '../support/world.js';

type Answer = ReturnType<typeof lookupAnswer>;

describe('looking up who represents a place', () => {
  const program = useLoadedProgram();
  const get = (query: object): Promise<Response> => Promise.resolve(program().http.get('/api/v1/lookup').query(query));
  const lookUp = async (zip: string, campaign?: string): Promise<Answer> => {
    const response = await get(campaign === undefined ? { zip } : { zip, campaign });
    expect(response.status, JSON.stringify(response.body)).to.equal(200);
    return response.body as Answer;
  };
  const names = (answer: Answer): string[] => answer.officials.map(({ title, name }) => `${title} ${name}`);
  const page = (code: string): Promise<Response> =>
    Promise.resolve(program().http.post('/lookup').type('form').send({ postal_code: code }));

  describe('on a bare machine', () => {
    it('names the senators of any ZIP code, and what would have to be loaded for more', async () => {
      const answer = await lookUp('90210');
      expect(answer.status).to.equal('exact');
      expect(names(answer)).to.deep.equal(['Senator Adam B. Schiff', 'Senator Alex Padilla']);
      expect(answer.officials[0]).to.include({
        office: 'us-senate/ca/class-1',
        division: 'ocd-division/country:us/state:ca',
        contact: 'form',
        party: 'Democrat',
      });
      expect(answer.officials[0]?.ids).to.deep.equal({ bioguide: 'S001150' });
      expect(answer).to.deep.include({
        divisions: ['ocd-division/country:us', 'ocd-division/country:us/state:ca'],
        districts: [],
        near_line: false,
        vacancies: [],
        missing: [
          'Members of the U.S. House are not loaded here; they come with `clarion data update us`.',
          'State legislators of California are not loaded here; they come with `clarion data update us`.',
        ],
      });
      expect(answer.as_of).to.include({ 'us-senate': '2026-06-15', 'zip-states': '2026-03-11' });
      expect(names(await lookUp('80202'))).to.deep.equal(['Senator John W. Hickenlooper', 'Senator Michael F. Bennet']);
    });

    it('asks where a code lies in two states, with the senators of both', async () => {
      const answer = await lookUp('20135');
      expect(answer.status).to.equal('choose');
      expect(answer.divisions).to.include.members([
        'ocd-division/country:us/state:va',
        'ocd-division/country:us/state:wv',
      ]);
      expect(answer.officials.map(({ office }) => office)).to.have.members([
        'us-senate/va/class-1',
        'us-senate/va/class-2',
        'us-senate/wv/class-1',
        'us-senate/wv/class-2',
      ]);
      expect((await lookUp('19973')).divisions, 'Maryland stands for its districts, Delaware has one').to.deep.equal([
        'ocd-division/country:us',
        'ocd-division/country:us/state:de',
        'ocd-division/country:us/state:md',
        'ocd-division/country:us/state:de/cd:at-large',
      ]);
    });

    it('says that the federal district and the territories have no senators', async () => {
      for (const [zip, words] of [
        ['20001', 'Washington, D.C. has a delegate'],
        ['00601', 'Puerto Rico has a resident commissioner'],
        ['96910', 'Guam has a delegate'],
        ['00802', 'The U.S. Virgin Islands have a delegate'],
      ] as const) {
        const answer = await lookUp(zip);
        expect(answer, zip).to.deep.include({ status: 'exact', officials: [] });
        expect(answer.notes.join(), zip).to.include(words).and.to.include('no senators');
        expect(answer.missing[0], zip).to.include('Members of the U.S. House are not loaded here');
      }
    });

    it('finds nothing and says why for military, freely associated and unknown codes', async () => {
      for (const [zip, words] of [
        ['09012', 'military or diplomatic ZIP code'],
        ['34002', 'registered to vote'],
        ['96940', 'Micronesia, Palau or the Marshall Islands'],
        ['00000', 'We do not know the ZIP code 00000'],
      ] as const) {
        const answer = await lookUp(zip);
        expect(answer, zip).to.deep.include({ status: 'none', divisions: [], officials: [], missing: [] });
        expect(answer.notes.join(), zip).to.include(words);
      }
    });

    it('refuses what is no ZIP code, and a call without one, as a problem with its field', async () => {
      for (const query of [{ zip: '8020' }, { zip: '' }, { zip: 'SW1A 2AA' }, { zip: "80202' OR 1=1" }]) {
        const response = await get(query);
        expect(response.status, query.zip).to.equal(422);
        expect(response.headers['content-type']).to.include('application/problem+json');
        expect((response.body as { errors: unknown }).errors).to.deep.equal([
          { field: 'zip', message: 'This is not a ZIP code. A ZIP code looks like 80202.' },
        ]);
      }
      for (const query of [{}, { campaign: NATIONAL }, { zip: ['80202', '90210'] }]) {
        const response = await get(query);
        expect(response.status).to.equal(422);
        expect((response.body as { detail: string }).detail).to.include('Give a ZIP code: /api/v1/lookup?zip=80202');
      }
    });

    it('says that points need maps, and addresses a geocoder', async () => {
      for (const [query, kind, detail] of [
        [{ address: '200 E Colfax Ave, Denver' }, 'no-geocoder', 'no geocoder is named in GEOCODERS'],
        [{ lat: '39.7', lng: '-105' }, 'no-maps', 'they come with `clarion data import districts FILE`'],
      ] as const) {
        const response = await get(query);
        expect(response.status).to.equal(409);
        expect(response.body).to.include({ type: `urn:clarion:problem:${kind}` });
        expect((response.body as { detail: string }).detail).to.include(detail);
      }
    });

    it('restricts itself to those whom a campaign addresses', async () => {
      const council = await lookUp('80202', CITY);
      expect(council.officials.map(({ office }) => office)).to.deep.equal([
        'harbourview-city-council/mayor',
        'harbourview-city-council/ward-1',
        'harbourview-city-council/ward-2',
        'harbourview-city-council/ward-4',
      ]);
      expect(council.vacancies.map(({ office }) => office)).to.deep.equal(['harbourview-city-council/ward-3']);
      const unknown = await get({ zip: '80202', campaign: 'no-such-campaign' });
      expect(unknown.status).to.equal(404);
    });

    it('reads the postcodes of a campaign abroad', async () => {
      const answer = await lookUp('sw1a2aa', 'uk-supply-chains');
      expect(answer.divisions).to.deep.equal(['ocd-division/country:gb']);
      const response = await get({ zip: '80202', campaign: 'uk-supply-chains' });
      expect(response.status).to.equal(422);
      expect((response.body as { detail: string }).detail).to.include('A postcode looks like SW1A 2AA.');
    });

    it('shows the same on a page, keeps nothing of it, and says what is missing', async () => {
      const response = await page('90210');
      expect(response.status).to.equal(200);
      expect(response.headers['cache-control']).to.equal('no-store');
      expect(response.text)
        .to.include('Senator Alex Padilla')
        .and.include('Not all data are loaded here')
        .and.include('clarion data update us')
        .and.include('us-senate 2026-06-15');
      const split = await page('20135');
      expect(split.text).to.include('20135 lies in several districts.').and.include('Senator Mark R. Warner');
      expect((await page('09012')).text).to.include('military or diplomatic');
    });

    it('escapes what was typed, and says on the page that it is no ZIP code', async () => {
      const typed = '"><script>alert(1)</script>';
      const response = await page(typed);
      expect(response.status).to.equal(422);
      expect(response.text).to.include('This is not a ZIP code. A ZIP code looks like 80202.');
      expect(response.text).to.include('&quot;&gt;&lt;script&gt;').and.not.to.include('<script>alert');
      const empty = await program().http.post('/lookup').type('form').send({});
      expect(empty.status).to.equal(422);
      const direct = await program().http.get('/lookup');
      expect([direct.status, direct.headers['location']]).to.deep.equal([303, '/']);
    });
  });

  describe('with Congress and its districts loaded', () => {
    const folder = useFolder();
    before(async function () {
      this.timeout(60_000);
      await program().importPath(
        'congress-legislators',
        sharedData(this, 'us-congress-legislators', 'legislators-current.json.gz'),
      );
      await program().importPath('zip-districts', sharedData(this, 'us-zip-to-district', 'zccd.csv.gz'));
    });

    it('names the member of a ZIP code in one district', async () => {
      const answer = await lookUp('80202');
      expect(answer).to.deep.include({ status: 'exact', districts: ['CO-01'], vacancies: [] });
      expect(names(answer)).to.deep.equal([
        'Representative Diana DeGette',
        'Senator John W. Hickenlooper',
        'Senator Michael F. Bennet',
      ]);
      expect(answer.missing).to.deep.equal([
        'State legislators of Colorado are not loaded here; they come with `clarion data update us`.',
      ]);
      expect(Object.keys(answer.as_of)).to.include.members(['congress-legislators', 'zip-districts', 'zip-states']);
    });

    it('asks between two districts, and never picks one', async () => {
      const answer = await lookUp('53811');
      expect(answer).to.deep.include({ status: 'choose', districts: ['WI-02', 'WI-03'] });
      expect(answer.officials.map(({ office }) => office)).to.deep.equal([
        'us-house/wi/2',
        'us-house/wi/3',
        'us-senate/wi/class-1',
        'us-senate/wi/class-3',
      ]);
      expect((await page('53811')).text)
        .to.include('53811 lies in several districts.')
        .and.include('WI-03');
    });

    it('says that a seat is vacant', async () => {
      const answer = await lookUp('78227');
      expect(
        answer.vacancies.map(({ office }) => office),
        answer.districts.join(),
      ).to.deep.equal(['us-house/tx/23']);
      expect((await page('78227')).text).to.include('This seat is vacant.');
    });

    it('names the delegate of the federal district and the commissioner of Puerto Rico, without senators', async () => {
      const washington = await lookUp('20001');
      expect(washington).to.deep.include({ status: 'exact', districts: ['DC-AL'] });
      expect(names(washington)).to.deep.equal(['Delegate Eleanor Holmes Norton']);
      expect(washington.notes.join()).to.include('Washington, D.C. has a delegate').and.include('no senators');
      const islands = await Promise.all(['00601', '96910', '00802', '96799', '96950'].map((zip) => lookUp(zip)));
      expect(islands.map(({ status, districts }) => `${status} ${districts.join()}`)).to.deep.equal([
        'exact PR-AL',
        'exact GU-AL',
        'exact VI-AL',
        'exact AS-AL',
        'exact MP-AL',
      ]);
      expect(islands.map((answer) => answer.officials.map(({ title }) => title).join())).to.deep.equal([
        'Resident Commissioner',
        'Delegate',
        'Delegate',
        'Delegate',
        'Delegate',
      ]);
    });

    it('is exact about a split ZIP code when a campaign asks for senators alone', async () => {
      const senateOnly = join(folder(), 'senate-only');
      cpSync(programPath('campaigns', NATIONAL), senateOnly, { recursive: true });
      const file = join(senateOnly, 'campaign.yaml');
      writeFileSync(file, readFileSync(file, 'utf8').replace('    - us-house\n', ''));
      await program().loadCampaign(senateOnly);
      const answer = await lookUp('53811', 'senate-only');
      expect(answer.status).to.equal('exact');
      expect(answer.officials.map(({ office }) => office)).to.deep.equal([
        'us-senate/wi/class-1',
        'us-senate/wi/class-3',
      ]);
      expect((await lookUp('53811', NATIONAL)).status).to.equal('choose');
    });

    it('marks the two appointed senators once their term is over, and nobody before', async () => {
      const overdue = async (day: string): Promise<string[]> => {
        program().setClock(Date.parse(`${day}T12:00:00Z`));
        const roster = await program().roster.get();
        const rule = { kind: 'offices', offices: [...roster.offices.keys()] } as const;
        const finding = await program().finder.find(rule, { country: 'us', postalCode: '80202' });
        return finding.targets.filter(({ termEndedOn }) => termEndedOn !== null).map(({ officeId }) => officeId);
      };
      expect(await overdue('2026-11-03')).to.deep.equal([]);
      expect(await overdue('2026-11-04')).to.deep.equal(['us-senate/fl/class-3', 'us-senate/oh/class-3']);
      const florida = await lookUp('33101');
      expect(florida.officials.map(({ office, term_ended_on }) => `${office} ${term_ended_on ?? 'serves'}`)).to.include(
        'us-senate/fl/class-3 2026-11-03',
      );
      expect((await page('32301')).text).to.include(
        'This term was to end on 2026-11-03: please check who holds the seat now.',
      );
      program().setClock(START + DAY);
    });

    it('is right about every Census ZIP area: exact in one district, a choice of all in several', async function () {
      this.timeout(60_000);
      const areas = await listAreas(this);
      const members = await listMembers(this);
      const tally = new Map<string, number>();
      const wrong: string[] = [];
      for (const [zip, districts] of areas) {
        const answer = await answerOf(program(), zip);
        const kind = `${districts.length > 1 ? 'several' : 'one'}: ${answer.status}`;
        tally.set(kind, (tally.get(kind) ?? 0) + 1);
        const wanted = [...districts, ...(DISTRICTS_OF_GEONAMES[zip] ?? [])];
        const [seats, senators] = [wanted.map(houseOffice), senatorsOf(wanted, members)];
        const offices = [...seats, ...senators];
        const isSplit = wanted.length > 1;
        const isRight =
          answer.status === (isSplit ? 'choose' : 'exact') &&
          same(answer.districts, wanted) &&
          same(
            answer.held,
            offices.filter((office) => members.has(office)),
          ) &&
          same(
            answer.vacant,
            offices.filter((office) => !members.has(office)),
          ) &&
          answer.people.every(([office, bioguide]) => members.get(office) === bioguide) &&
          same(answer.candidates, isSplit ? wanted : []) &&
          same(answer.certain, isSplit ? (statesOf(wanted).size === 1 ? senators : []) : answer.held);
        if (!isRight) wrong.push(`${zip}: ${answer.status} ${answer.districts.join()} for ${wanted.join()}`);
      }
      expect(wrong).to.deep.equal([]);
      expect(Object.fromEntries(tally)).to.deep.equal({
        'one: exact': 26_464,
        'one: choose': 11,
        'several: choose': 7299,
      });
    });

    it('guesses at none of the other ZIP codes: one district in the state, or a choice of all of them', async function () {
      const areas = await listAreas(this);
      const file = await openDataFile(sharedData(this, 'us-zip-geo', 'geonames-us-postal.csv.gz'));
      const shape = { columns: { zip: ['zip'], state: ['state'] }, required: ['zip', 'state'] } as const;
      const ofState = new Map<string, Set<string>>();
      for (const district of [...areas.values()].flat()) {
        const state = district.slice(0, 2);
        ofState.set(state, (ofState.get(state) ?? new Set()).add(district));
      }
      const tally = new Map<string, number>();
      const wrong: string[] = [];
      for await (const { values } of readTable(file, shape)) {
        if (areas.has(values.zip)) continue;
        const place = await program().places.findByCode(values.zip, 'us');
        const offered = (place.layers.get('cd') ?? []).map(districtLabel);
        const kind = offered.length > 1 ? 'all of the state' : offered.length === 1 ? 'the only one' : 'none';
        tally.set(kind, (tally.get(kind) ?? 0) + 1);
        if (!same(offered, [...(ofState.get(values.state) ?? [])])) wrong.push(`${values.zip} ${values.state}`);
      }
      expect(wrong).to.deep.equal([]);
      expect(Object.fromEntries(tally)).to.deep.equal({ 'all of the state': 6971, 'the only one': 364, none: 511 });
    });

    it('escapes the names of a roster', async () => {
      const path = join(folder(), 'pr.csv');
      writeFileSync(path, 'id,name,current_district,current_chamber\n1,<img src=x onerror=alert(1)>,At-Large,upper\n');
      await program().importPath('openstates-people', path);
      const response = await page('00601');
      expect(response.text).to.include('Senator &lt;img src').and.not.to.include('<img src=x');
    });
  });
});

/**
 * ZIP areas for which the shared list names districts of one state while GeoNames has the code in another: both are
 * offered, the other state with all of its districts.
 */
const DISTRICTS_OF_GEONAMES: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    ['57255', '57430', '57638', '57641', '57642', '57645', '57648', '57660', '57717'].map((zip) => [zip, ['SD-AL']]),
  ),
  ...Object.fromEntries(
    ['81120', '81137', '81324'].map((zip) => [zip, [1, 2, 3, 4, 5, 6, 7, 8].map((number) => `CO-0${number}`)]),
  ),
};

/** The districts of every ZIP area of the shared list: `53811` -> `WI-02`, `WI-03`. */
async function listAreas(context: Context): Promise<Map<string, string[]>> {
  const areas = new Map<string, string[]>();
  const columns = { zip: ['zcta'], state: ['state_abbr'], district: ['cd'] };
  const file = await openDataFile(sharedData(context, 'us-zip-to-district', 'zccd.csv.gz'));
  for await (const { values } of readTable(file, { columns, required: ['zip', 'state', 'district'] })) {
    const district = values.district === '0' ? 'AL' : values.district.padStart(2, '0');
    areas.set(values.zip, [...(areas.get(values.zip) ?? []), `${values.state}-${district}`]);
  }
  return areas;
}

/** Who holds which office of Congress, read straight from the shared file: office -> bioguide. */
async function listMembers(context: Context): Promise<Map<string, string>> {
  type Legislator = {
    readonly id: { readonly bioguide: string };
    readonly terms: readonly {
      readonly type: string;
      readonly state: string;
      readonly class?: number;
      readonly district?: number;
    }[];
  };
  const file = await openDataFile(sharedData(context, 'us-congress-legislators', 'legislators-current.json.gz'));
  const legislators = JSON.parse(await readText(file)) as Legislator[];
  return new Map(
    legislators.map(({ id, terms }) => {
      const { type, state = '', district, class: seatClass } = terms.at(-1) ?? {};
      const home = state.toLowerCase();
      const house = `us-house/${home}/${district === 0 ? 'at-large' : (district ?? '')}`;
      return [type === 'sen' ? `us-senate/${home}/class-${seatClass ?? ''}` : house, id.bioguide];
    }),
  );
}

function houseOffice(district: string): string {
  const [state = '', number = ''] = district.toLowerCase().split('-');
  return `us-house/${state}/${number === 'al' ? 'at-large' : Number(number)}`;
}

function statesOf(districts: readonly string[]): Set<string> {
  return new Set(districts.map((district) => district.slice(0, 2).toLowerCase()));
}

/** The Senate's seats for the states of some districts; all 100 are held in the shared file. */
function senatorsOf(districts: readonly string[], members: ReadonlyMap<string, string>): string[] {
  const seats = [...statesOf(districts)].flatMap((state) =>
    [1, 2, 3].map((number) => `us-senate/${state}/class-${number}`),
  );
  return seats.filter((seat) => members.has(seat));
}

type Seen = {
  readonly status: string;
  readonly districts: readonly string[];
  readonly held: readonly string[];
  readonly vacant: readonly string[];
  /** Labels of what the person is asked to choose between, and the offices that are certain before. */
  readonly candidates: readonly string[];
  readonly certain: readonly string[];
  readonly people: readonly (readonly [office: string, bioguide: string])[];
};

async function answerOf(program: LoadedProgram, zip: string): Promise<Seen> {
  const rule = { kind: 'own', bodies: ['us-senate', 'us-house'] } as const;
  const finding = await program.finder.find(rule, { country: 'us', postalCode: zip });
  const answer = lookupAnswer(finding, await program.roster.get());
  return {
    status: answer.status,
    districts: answer.districts,
    held: answer.officials.map(({ office }) => office),
    vacant: answer.vacancies.map(({ office }) => office),
    candidates: finding.candidates.map(({ label }) => label),
    certain: finding.targets.map(({ officeId }) => officeId),
    people: answer.officials.map(({ office, ids }) => [office, ids['bioguide'] ?? '']),
  };
}

function same(some: readonly string[], others: readonly string[]): boolean {
  return [...some].sort().join() === [...others].sort().join();
}
