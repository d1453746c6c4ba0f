import { expect } from 'chai';
import type { Layer, Place, Places } from '../../src/divisions/index.js';
import { settle } from '../../src/targets/settle.js';

const CO = 'ocd-division/country:us/state:co';
const NE = 'ocd-division/country:us/state:ne';

const placeOf = (layers: Partial<Record<Layer, string[]>>, more: Partial<Place> = {}): Place => ({
  country: 'us',
  code: '80721',
  isNearLine: false,
  layers: new Map(Object.entries(layers) as [Layer, string[]][]),
  ...more,
});

/** A look-up whose code is split, and whose exact place is given. */
const answersFor = (code: Place, exact: Place): ReturnType<typeof settle> => {
  const places: Partial<Places> = {
    exacter: () => Promise.resolve({ street: true, position: true }),
    findByCode: () => Promise.resolve(code),
    findByPoint: () => Promise.resolve(exact),
  };
  return settle(places as Places, { country: 'us', postalCode: '80721' }, { point: { lat: 41, lng: -102.3 } });
};

describe('settling a split code by an exact place', () => {
  const split = placeOf({ state: [CO, NE], cd: [`${CO}/cd:4`, `${NE}/cd:3`], sldl: [`${CO}/sldl:1`, `${CO}/sldl:2`] });

  it('answers each layer that both share, also where the exact place does not know all of them', async () => {
    const exact = placeOf({ state: [CO], cd: [`${CO}/cd:4`] });
    expect(await answersFor(split, exact)).to.deep.equal({ answers: [CO, `${CO}/cd:4`] });
  });

  it('does not take a district that the point is only near for the one it lies in', async () => {
    const near = placeOf(
      { state: [CO], cd: [`${CO}/cd:4`] },
      { isNearLine: true, unsure: new Set<Layer>(['cd']), explanation: 'This point lies just outside.' },
    );
    const { answers, sentence } = await answersFor(split, near);
    expect(answers).to.deep.equal([]);
    expect(sentence).to.include('just outside').and.include('Please choose your district.');
  });

  it('does not settle by the lines of a Congress that has ended', async () => {
    const old = placeOf({ cd: [`${CO}/cd:4`] }, { unsure: new Set<Layer>(['cd']) });
    expect(await answersFor(split, old)).to.deep.equal({
      answers: [],
      sentence: 'The map here is out of date. Please choose your district.',
    });
  });

  it('says so when the place lies elsewhere', async () => {
    const { answers, sentence } = await answersFor(split, placeOf({ state: ['ocd-division/country:us/state:wy'] }));
    expect(answers).to.deep.equal([]);
    expect(sentence).to.match(/^Your position does not lie in 80721\./);
  });
});
