import { expect } from 'chai';
import { senateSeats } from '../../src/offices/congress.js';
import { listOfficials } from '../../src/offices/store.js';
import { openDataFile, readText } from '../../src/platform/open-file.js';
import { sharedData } from '../support/services.js';
import { useWorld } from '../support/world.js';

type Legislator = {
  readonly id: { readonly bioguide: string };
  readonly name: { readonly official_full?: string; readonly last: string };
  readonly terms: readonly {
    readonly type: string;
    readonly state: string;
    readonly class?: number;
    readonly start: string;
    readonly end: string;
    readonly party: string;
    readonly phone: string;
  }[];
};

describe('the senators that ship with the program', () => {
  const world = useWorld();
  const senators = () => listOfficials(world().db, ['us-senate']);

  it('fill all 100 seats, two a state, of the classes that the state has', async () => {
    const seats = (await senators()).map(({ officeId }) => officeId).sort();
    expect(seats).to.deep.equal(
      senateSeats()
        .map(({ key }) => key)
        .sort(),
    );
    expect(new Set((await senators()).map(({ key }) => key)).size).to.equal(100);
  });

  it('can each be called, and reached through a page of the Senate', async () => {
    for (const one of await senators()) {
      expect(one.phone, one.name).to.match(/^202-224-\d{4}$/);
      if (one.formUrl) expect(one.formUrl, one.name).to.match(/^https:\/\/(?:www\.)?[a-z-]+\.senate\.gov\/./);
      expect(one.website, one.name).to.match(/^https:\/\/(?:www\.)?[a-z-]+\.senate\.gov$/);
      expect(one.name, one.name).to.include(one.familyName);
    }
  });

  it('are the people of the shared file, with its parties, phones and terms', async function () {
    const file = await openDataFile(sharedData(this, 'us-congress-legislators', 'legislators-current.json.gz'));
    const current = JSON.parse(await readText(file)) as Legislator[];
    const wanted = current.flatMap(({ id, name, terms }) => {
      const last = terms.at(-1);
      if (last?.type !== 'sen') return [];
      const seat = `us-senate/${last.state.toLowerCase()}/class-${last.class ?? 0}`;
      return [[seat, id.bioguide, name.official_full ?? '', name.last, last.party, last.phone, last.start, last.end]];
    });
    const shipped = (await senators()).map((one) => [
      one.officeId,
      one.ids['bioguide'] ?? '',
      one.name,
      one.familyName,
      one.party ?? '',
      one.phone ?? '',
      one.startsOn ?? '',
      one.termEndsOn ?? '',
    ]);
    expect(shipped.map(String).sort()).to.deep.equal(wanted.map(String).sort());
  });
});
