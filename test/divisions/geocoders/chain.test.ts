import { expect } from 'chai';
import { onEachDatabase } from '../../support/databases.js';
import { DAY, HOUR, MINUTE } from '../../support/world.js';
import { createLookup, says, useService } from './service.js';

const ADDRESS = '1437 Larimer St, Denver, CO 80202';
const house = {
  lat: '39.7479123',
  lon: '-104.9994999',
  display_name: '1437 Larimer Street, Denver',
  address: { house_number: '1437', country_code: 'us' },
};
const denver = {
  matchedAddress: '1437 LARIMER ST, DENVER, CO, 80202',
  coordinates: { x: -104.9994999, y: 39.7479123 },
  geographies: { '119th Congressional Districts': [{ GEOID: '0801' }] },
};
const census = (...addressMatches: object[]) => says({ result: { addressMatches } });

onEachDatabase('the chain of geocoders', (db) => {
  const first = useService();
  const second = useService();
  const useBoth = () =>
    createLookup(db(), [
      { name: 'us-census', baseUrl: first.url() },
      { name: 'nominatim', baseUrl: second.url() },
    ]);
  const rows = (): Promise<{ key: string; answer: string; expires_at: number }[]> => db()('geocoder_answers').select();

  it('asks the second only when the first finds nothing or is away', async () => {
    second.does(says([house]));
    const { geocoding } = useBoth();
    first.does(census(denver));
    expect(await geocoding.find(ADDRESS, 'us')).to.have.property('source', 'us-census, 119th Congress');
    expect(second.asked).to.deep.equal([]);
    first.does(census());
    expect(await geocoding.find('1437 Larimer', 'us')).to.have.property(
      'source',
      'nominatim, OpenStreetMap contributors',
    );
    first.does(says({}, 502));
    expect(await geocoding.find('1437 Larimer Square', 'us')).to.have.property('kind', 'found');
    first.does(census(denver, { ...denver, geographies: {}, coordinates: { x: -80, y: 40 } }));
    expect(await geocoding.find('1437', 'us'), 'no second opinion on two places').to.have.property('kind', 'ambiguous');
    expect(second.asked).to.have.length(2);
  });

  it('has not found an address only when every service could be asked', async () => {
    const { geocoding } = useBoth();
    first.does(census());
    second.does(says([]));
    expect(await geocoding.find(ADDRESS, 'us')).to.deep.equal({ kind: 'not-found' });
    second.does(says({}, 500));
    expect(await geocoding.find('another', 'us')).to.deep.equal({ kind: 'unavailable' });
  });

  it('asks only services that know the country', async () => {
    const { geocoding } = useBoth();
    second.does(says([]));
    await geocoding.find('10 Downing Street', 'gb');
    expect(first.asked).to.deep.equal([]);
    expect(second.asked).to.have.length(1);
    expect(geocoding.serves('ca')).to.equal(true);
    const { geocoding: none } = createLookup(db(), [{ name: 'us-census', baseUrl: first.url() }]);
    expect(none.serves('gb')).to.equal(false);
    expect(await none.find('10 Downing Street', 'gb')).to.deep.equal({ kind: 'unavailable' });
  });

  it('leaves a service alone after three failures in a row, and tries it once after a minute', async () => {
    const { geocoding, moveClock } = createLookup(db(), [{ name: 'us-census', baseUrl: first.url() }]);
    const ask = async (...streets: string[]) =>
      (await Promise.all(streets.map((street) => geocoding.find(street, 'us')))).map(({ kind }) => kind);
    first.does(says({}, 500));
    await ask('a');
    await ask('b');
    first.does(census());
    expect(await ask('c'), 'a success begins the count anew').to.deep.equal(['not-found']);
    first.does(says({}, 500));
    for (const street of ['d', 'e', 'f', 'g', 'h']) expect(await ask(street)).to.deep.equal(['unavailable']);
    expect(first.asked).to.have.length(6);
    moveClock(MINUTE);
    await ask('i', 'j');
    expect(first.asked, 'one of two').to.have.length(7);
    moveClock(MINUTE - 1);
    await ask('k');
    expect(first.asked, 'failed again').to.have.length(7);
    moveClock(1);
    first.does(census());
    expect(await ask('l')).to.deep.equal(['not-found']);
    expect(await ask('m', 'n')).to.deep.equal(['not-found', 'not-found']);
  });

  it('still answers from the cache while a service is left alone', async () => {
    const { geocoding } = createLookup(db(), [{ name: 'us-census', baseUrl: first.url() }]);
    first.does(census(denver));
    await geocoding.find(ADDRESS, 'us');
    first.does(says({}, 500));
    for (const street of ['a', 'b', 'c']) await geocoding.find(street, 'us');
    expect(await geocoding.find(ADDRESS, 'us')).to.have.property('kind', 'found');
  });

  it('remembers an answer for 30 days under a key that tells nothing, without the address', async () => {
    first.does(census(denver));
    const { geocoding, moveClock, logged } = useBoth();
    const { matched, ...kept } = (await geocoding.find(ADDRESS, 'us')) as { matched?: string };
    expect(matched).to.equal('1437 LARIMER ST, DENVER, CO, 80202');
    expect(await geocoding.find('  1437 larimer st,denver  CO, 80202', 'us'), 'as another writes it').to.deep.equal(
      kept,
    );
    expect(first.asked).to.have.length(1);
    const [row, ...others] = await rows();
    expect(others).to.deep.equal([]);
    expect(row?.key).to.match(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(row) + logged()).to.not.match(/larimer|denver|80202|7479[1-9]/i);
    expect(JSON.parse(row?.answer ?? '')).to.deep.equal(kept);
    expect((row?.expires_at ?? 1) % DAY, 'whole days').to.equal(0);
    moveClock(30 * DAY);
    await geocoding.find(ADDRESS, 'us');
    expect(first.asked).to.have.length(1);
    moveClock(DAY);
    await geocoding.find(ADDRESS, 'us');
    expect(first.asked).to.have.length(2);
    expect(await rows(), 'the old one is gone').to.have.length(1);
  });

  it('remembers for an hour or two that there is no such address, and never what is not certain', async () => {
    const { geocoding, moveClock } = createLookup(db(), [{ name: 'us-census', baseUrl: first.url() }]);
    first.does(census());
    for (const _ of ['first', 'second']) await geocoding.find(ADDRESS, 'us');
    expect(first.asked).to.have.length(1);
    moveClock(2 * HOUR);
    first.does(census(denver, { ...denver, coordinates: { x: -80, y: 40 }, geographies: {} }));
    for (const _ of ['first', 'second'])
      expect(await geocoding.find(ADDRESS, 'us')).to.have.property('kind', 'ambiguous');
    expect(first.asked).to.have.length(3);
  });

  it('keeps the answers of two services apart', async () => {
    first.does(census());
    second.does(says([house]));
    const { geocoding } = useBoth();
    await geocoding.find(ADDRESS, 'us');
    expect(await geocoding.find(ADDRESS, 'us')).to.have.property('kind', 'found');
    expect(await rows()).to.have.length(2);
    expect([first.asked.length, second.asked.length]).to.deep.equal([1, 1]);
  });

  it('asks anew for what an older version stored otherwise', async () => {
    first.does(census(denver));
    const { geocoding } = useBoth();
    await geocoding.find(ADDRESS, 'us');
    await db()('geocoder_answers').update({ answer: '{"kind":"found","where":"here"}' });
    expect(await geocoding.find(ADDRESS, 'us')).to.have.property('matched');
  });
});
