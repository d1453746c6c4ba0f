import { expect } from 'chai';
import { findUsState, usStates } from '../../src/divisions/index.js';
import { findBodyByName } from '../../src/offices/bodies.js';
import {
  districtNeed,
  explainRepresentation,
  findKnownBody,
  knownBodyIds,
  rosterNeed,
  territoryOf,
} from '../../src/offices/index.js';

describe('the bodies that a campaign may name', () => {
  it('are known before their roster is loaded, each under its own id and name', () => {
    const bodies = knownBodyIds().map((id) => findKnownBody(id) ?? expect.fail(`${id} is not known`));
    expect(bodies.map(({ id }) => id)).to.deep.equal(knownBodyIds());
    expect(new Set(bodies.map(({ name }) => name)).size).to.equal(bodies.length);
    expect(findKnownBody('us-co-lower')?.name).to.equal('Colorado House of Representatives');
    expect(findKnownBody('us-ne-legislature')?.name).to.equal('Nebraska Legislature');
    expect(findKnownBody('gb-commons')?.layer).to.equal('constituency');
  });

  it('are no others: no second chamber for Nebraska, no joint one for Colorado', () => {
    for (const id of [
      'us-ne-upper',
      'us-ne-lower',
      'us-dc-lower',
      'us-co-legislature',
      'us-zz-upper',
      'us-co',
      'US-SENATE',
      '',
    ]) {
      expect(findKnownBody(id), id).to.equal(undefined);
    }
  });

  it('are known by the names that people give them, and by no other', () => {
    for (const [name, id] of [
      ['U.S. Senate', 'us-senate'],
      ['The United States Senate', 'us-senate'],
      ['US House of Representatives', 'us-house'],
      ['U.S. House', 'us-house'],
      ['Congress of the United States of America', 'us-house'],
      ['UK House of Commons', 'gb-commons'],
      ['U.K. Parliament', 'gb-commons'],
      ['united kingdom house of commons', 'gb-commons'],
      ['Colorado State Senate', 'us-co-upper'],
      ['California Assembly', 'us-ca-lower'],
      ['Washington State House of Representatives', 'us-wa-lower'],
      ['Nebraska Legislature', 'us-ne-legislature'],
      ['Student Senate', undefined],
      ['Senate', undefined],
      ['Denver City Council', undefined],
      ['', undefined],
    ] as const) {
      expect(findBodyByName(name)?.id, name).to.equal(id);
    }
  });

  it('lie in their state or in the whole country', () => {
    const territory = (id: string) => territoryOf(findKnownBody(id) ?? expect.fail(id));
    expect(territory('us-co-upper')).to.equal('ocd-division/country:us/state:co');
    expect(territory('us-dc-legislature')).to.equal('ocd-division/country:us/district:dc');
    expect(territory('us-senate')).to.equal('ocd-division/country:us');
    expect(territory('gb-commons')).to.equal('ocd-division/country:gb');
  });

  it('come with the command that brings their data', () => {
    const command = (id: string) => rosterNeed(findKnownBody(id), id).command;
    expect([command('us-house'), command('us-co-upper'), command('gb-commons'), command('my-council')]).to.deep.equal([
      'clarion data update us',
      'clarion data update us',
      'clarion data import uk-mps FILE',
      'clarion data import officials FILE',
    ]);
    const commons = districtNeed(findKnownBody('gb-commons') ?? expect.fail());
    expect(commons).to.deep.equal({
      what: 'which postcode lies in which district of the United Kingdom House of Commons',
      command: 'clarion data import zip-districts FILE',
    });
    expect(districtNeed(findKnownBody('us-house') ?? expect.fail()).command).to.equal('clarion data update us');
  });
});

describe('what residents without a vote in Congress are told', () => {
  it('is a sentence for the federal district and each territory, and nothing for a state', () => {
    const explained = usStates.flatMap((state) => explainRepresentation(state) ?? []);
    expect(explained.map((sentence) => sentence.slice(0, sentence.indexOf(' in the U.S. House')))).to.deep.equal([
      'Washington, D.C. has a delegate',
      'American Samoa has a delegate',
      'Guam has a delegate',
      'The Northern Mariana Islands have a delegate',
      'Puerto Rico has a resident commissioner',
      'The U.S. Virgin Islands have a delegate',
    ]);
    for (const sentence of explained) expect(sentence).to.match(/but not vote .*, and no senators\.$/);
    expect(explainRepresentation(findUsState('WY') ?? expect.fail())).to.equal(undefined);
  });
});
