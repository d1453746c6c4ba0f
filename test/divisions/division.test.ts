import { expect } from 'chai';
import fc from 'fast-check';
import { divisionKey } from '../../src/divisions/division.js';
import {
  congressionalDistrict,
  countryOf,
  districtLabel,
  divisionName,
  findUsState,
  isDivisionId,
  layerOf,
  legislativeDistrict,
  ordinal,
  ukConstituency,
  usStateOf,
  usStates,
  type UsState,
} from '../../src/divisions/index.js';
import { listOcdDivisions } from '../support/ocd-list.js';

function state(abbr: string): UsState {
  return findUsState(abbr) ?? expect.fail(`no state ${abbr}`);
}

describe('the names of divisions', () => {
  it('take any spelling of at-large for the one district of a state', () => {
    for (const spelling of ['0', '00', '98', 'AL', 'al', 'at-large', 'At-Large', 'at large', ' 0 ']) {
      expect(congressionalDistrict(state('WY'), spelling), spelling).to.equal(
        'ocd-division/country:us/state:wy/cd:at-large',
      );
    }
    expect(congressionalDistrict(state('NY'), '10')).to.equal('ocd-division/country:us/state:ny/cd:10');
    expect(congressionalDistrict(state('WI'), '02')).to.equal('ocd-division/country:us/state:wi/cd:2');
  });

  it('know the federal district and the territories by their own kind', () => {
    expect(congressionalDistrict(state('DC'), '98')).to.equal('ocd-division/country:us/district:dc/cd:at-large');
    expect(congressionalDistrict(state('PR'), '98')).to.equal('ocd-division/country:us/territory:pr/cd:at-large');
    for (const division of ['district:dc', 'territory:gu', 'state:co']) {
      expect(layerOf(`ocd-division/country:us/${division}`), division).to.equal('state');
    }
    expect(usStates.map(({ kind }) => kind).filter((kind) => kind === 'state')).to.have.length(50);
    expect(usStates).to.have.length(56);
  });

  it('are short on a label and whole in a sentence', () => {
    const seen = [
      congressionalDistrict(state('WI'), '2'),
      congressionalDistrict(state('NY'), '11'),
      congressionalDistrict(state('WY'), '0'),
      congressionalDistrict(state('DC'), '98'),
      legislativeDistrict(state('CO'), 'sldu', '12'),
      legislativeDistrict(state('MN'), 'sldl', '21A'),
      legislativeDistrict(state('MA'), 'sldu', 'Norfolk, Worcester and Middlesex'),
      legislativeDistrict(state('NH'), 'sldl', 'Hillsborough 23'),
      'ocd-division/country:us/district:dc/ward:3',
      'ocd-division/country:gb/part:wls/ed:vale_of_glamorgan',
      'ocd-division/country:gb/part:eng/region:ukg/ed:the_wrekin',
    ].map((division) => `${districtLabel(division)} · ${divisionName(division)}`);
    expect(seen).to.deep.equal([
      "WI-02 · Wisconsin's 2nd congressional district",
      "NY-11 · New York's 11th congressional district",
      'WY-AL · Wyoming (one district at large)',
      'DC-AL · District of Columbia (one district at large)',
      'CO-SD-12 · Colorado upper chamber, district 12',
      'MN-HD-21A · Minnesota lower chamber, district 21A',
      'MA-SD-NORFOLK WORCESTER AND MIDDLESEX · Massachusetts upper chamber, district Norfolk Worcester and Middlesex',
      'NH-HD-HILLSBOROUGH 23 · New Hampshire lower chamber, district Hillsborough 23',
      'Ward 3 · Ward 3',
      'Vale of Glamorgan · Vale of Glamorgan',
      'The Wrekin · The Wrekin',
    ]);
  });

  it('count as people do', () => {
    const counted = ['1', '2', '3', '4', '11', '12', '13', '21', '22', '23', '101', '111', 'at-large'].map(ordinal);
    expect(counted.join(' ')).to.equal('1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 23rd 101st 111th at-large');
  });

  it('say nothing of areas that no office stands for', () => {
    for (const division of ['ocd-division/country:us/state:co/place:denver', 'nonsense', '', 'ocd-division']) {
      expect(layerOf(division), division).to.equal(undefined);
    }
    expect(countryOf('ocd-division/country:fr/departement:75')).to.equal(undefined);
    expect(countryOf('country:us/state:co')).to.equal(undefined);
    expect(countryOf('ocd-division/country:us')).to.equal('us');
    expect(usStateOf('ocd-division/country:us/state:zz/cd:1')).to.equal(undefined);
  });

  it('spell a constituency as the public list does', () => {
    const where = (nation: string, region = '') => ({ nation, region });
    expect([
      ukConstituency('Aldershot', where('England', 'South East')),
      ukConstituency("Queen's Park and Maida Vale", where('England', 'London')),
      ukConstituency('Ynys Môn', where('Wales', 'Wales')),
      ukConstituency('Ynys Môn'.normalize('NFD'), where('Wales', 'Wales')),
      ukConstituency('Montgomeryshire and Glyndŵr', where('Wales')),
      ukConstituency('Na h-Eileanan an Iar', where('Scotland')),
      ukConstituency('Atlantis', where('England', 'Sea')),
    ]).to.deep.equal([
      'ocd-division/country:gb/part:eng/region:ukj/ed:aldershot',
      'ocd-division/country:gb/part:eng/region:uki/ed:queens_park_and_maida_vale',
      'ocd-division/country:gb/part:wls/ed:ynys_môn',
      'ocd-division/country:gb/part:wls/ed:ynys_môn',
      'ocd-division/country:gb/part:wls/ed:montgomeryshire_and_glyndwr',
      'ocd-division/country:gb/part:sct/ed:na_h-eileanan_an_iar',
      undefined,
    ]);
  });

  it('hold nothing that would break an id, whatever a legislature calls its district', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (label) => {
        expect(divisionKey(label)).to.match(/^[\p{L}\p{N}_.~-]*$/u);
        expect(divisionKey(divisionKey(label))).to.equal(divisionKey(label));
      }),
    );
  });

  it('have the form of every id of the public lists, whatever kind of area it is', async function () {
    for (const file of ['us_aliases.csv', 'country-fr.csv.gz', 'country-de.csv.gz']) {
      const list = await listOcdDivisions(this, file);
      const broken = list.filter((id) => id.startsWith('ocd-division/country:') && !isDivisionId(id));
      expect(broken, file).to.deep.equal([]);
    }
  });

  it('are those of the public list for every district of the House', async function () {
    const list = await listOcdDivisions(this, 'us_congressional_districts.csv');
    const own = list.filter((id) => layerOf(id) === 'cd');
    expect(own).to.include('ocd-division/country:us/state:ak/cd:at-large');
    for (const id of own) {
      const number = id.split(':').at(-1) ?? '';
      const found = usStateOf(id) ?? expect.fail(`no state for ${id}`);
      expect(congressionalDistrict(found, number)).to.equal(id);
    }
  });
});
