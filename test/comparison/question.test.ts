import { expect } from 'chai';
import { compare, questionQuery, readQuestion, type Asked } from '../../src/comparison/index.js';
import { factsOf } from '../support/facts.js';

describe('a question to a comparison', () => {
  const comparison = compare(
    factsOf([
      { group: 'p-a', campaign: 'x', people: 50, place: 'ocd-division/country:us/state:co/cd:1' },
      { group: 'p-b', campaign: 'y', people: 50 },
    ]),
  );
  const read = (query: Record<string, unknown>): Asked => readQuestion(query, comparison);

  it('begins with the partners, most people first', () => {
    const { question, faults } = read({});
    expect(question).to.include({ view: 'partners', measure: 'actions', sort: 'actions', isDescending: true });
    expect(faults).to.eql([]);
    expect(questionQuery(question)).to.equal('');
  });

  it('comes back the same from its query, whatever is asked', () => {
    for (const query of [
      'view=weeks&campaign=x&partner=a',
      'view=weeks&sort=-actions',
      'view=districts&measure=share&partner=links&layer=cd&sort=name',
      'view=overlap&measure=bothShare&sort=with%3Aa',
      'measure=ownShare&sort=taken',
    ]) {
      const asked = read(Object.fromEntries(new URLSearchParams(query)));
      expect(asked.faults, query).to.eql([]);
      expect(questionQuery(asked.question)).to.equal(query);
    }
  });

  it('says in words what it does not understand, and answers the rest', () => {
    const asked = read({ view: 'towns', measure: 'luck', campaign: 'zzz', sort: ['-actions', 'x'], nobody: 'knows' });
    expect(asked.faults).to.eql([
      'There is no view “towns”; the partners are shown.',
      'There is no campaign “zzz” in this comparison; all are shown.',
      '“luck” is not counted in this view; “People who wrote” is shown.',
    ]);
    expect(read({ view: 'weeks', partner: 'zzz', sort: '-luck' }).faults).to.eql([
      'There is no partner “zzz” in this comparison; all are shown.',
      'This table cannot be sorted by “luck”.',
    ]);
  });

  it('keeps to what a view can be filtered by', () => {
    expect(read({ view: 'overlap', campaign: 'x', partner: 'a' }).question).to.include({ campaign: undefined });
    expect(read({ partner: 'a' }).question.partner).to.equal(undefined);
    expect(read({ measure: 'unique', campaign: 'x' }).faults).to.have.length(1);
  });
});
