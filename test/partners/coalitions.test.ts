import { expect } from 'chai';
import { personKeys } from '../../src/partners/index.js';
import { COALITION, seedCoalition } from '../support/coalition.js';
import { CITY, useWorld } from '../support/world.js';

describe('a coalition', () => {
  const world = useWorld();

  it('is known by its campaign, with its partners in the order in which they came', async () => {
    const { coalition } = await seedCoalition(world());
    const { id } = await world().campaigns.get(CITY);
    expect((await world().coalitions.ofCampaign(id))?.slug).to.equal(COALITION);
    const partners = coalition.partners.map(({ code, state, hasAccepted }) => [code, state, hasAccepted]);
    expect(partners).to.deep.equal([
      ['stays', 'joined', true],
      ['faith', 'named', false],
      ['teachers', 'joined', true],
      ['chamber', 'joined', true],
    ]);
  });

  it('tells people apart by a key that is its own', async () => {
    const { coalition } = await seedCoalition(world());
    const keyOf = personKeys(world(), coalition);
    expect(keyOf('ana@supporter.example')).to.match(/^[\w-]{22}$/);
    expect(keyOf('ana@supporter.example')).to.equal(keyOf('ana@supporter.example'));
    expect(keyOf('ben@supporter.example')).not.to.equal(keyOf('ana@supporter.example'));
  });
});
