import { expect } from 'chai';
import { readTable } from '../../src/data-sets/index.js';
import { divisionsOf, findUsState, layerOf, type Place } from '../../src/divisions/index.js';
import { openDataFile } from '../../src/platform/open-file.js';
import { sharedData } from '../support/services.js';
import { useWorld } from '../support/world.js';

function statesOf(place: Place): string[] {
  return divisionsOf(place)
    .filter((division) => layerOf(division) === 'state')
    .map((division) => (division.split(':').at(-1) ?? '').toUpperCase());
}

describe('the ZIP codes that ship with the program', () => {
  const world = useWorld();

  it('tell the state of every ZIP code in the shared GeoNames file', async function () {
    const file = await openDataFile(sharedData(this, 'us-zip-geo', 'geonames-us-postal.csv.gz'));
    const shape = { columns: { zip: ['zip'], state: ['state'] }, required: ['zip', 'state'] } as const;
    const wrong: string[] = [];
    let checked = 0;
    for await (const { values } of readTable(file, shape)) {
      const place = await world().places.findByCode(values.zip, 'us');
      const states = statesOf(place);
      // Post offices of the fleet and the Marshall Islands have no state; two codes are in the file both ways.
      const isStateless = findUsState(values.state) === undefined && !['96860', '96863'].includes(values.zip);
      if (isStateless ? states.length > 0 : !states.includes(values.state || 'HI')) {
        wrong.push(`${values.zip} ${values.state}: ${states.join(' ')}`);
      }
      if (states.length === 0) expect(place.explanation, values.zip).to.match(/military or diplomatic|elect nobody/);
      checked += 1;
    }
    expect(wrong).to.deep.equal([]);
    expect(checked).to.equal(41_490);
  });

  it('have the state of every Census ZIP area among their candidates, and ask for 120 of them', async function () {
    const file = await openDataFile(sharedData(this, 'us-zip-to-district', 'zccd.csv.gz'));
    const shape = { columns: { zip: ['zcta'], state: ['state_abbr'] }, required: ['zip', 'state'] } as const;
    const wrong: string[] = [];
    const asked = new Set<string>();
    const seen = new Set<string>();
    for await (const { values } of readTable(file, shape)) {
      const states = statesOf(await world().places.findByCode(values.zip, 'us'));
      if (!states.includes(values.state)) wrong.push(`${values.zip} ${values.state}: ${states.join(' ')}`);
      if (states.length > 1) asked.add(values.zip);
      seen.add(values.zip);
    }
    expect(wrong).to.deep.equal([]);
    expect(seen.size).to.equal(33_774);
    expect(asked.size).to.equal(120);
  });
});
