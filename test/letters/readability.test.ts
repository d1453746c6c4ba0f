import { expect } from 'chai';
import { emptyFieldsOf, parseLetter, readabilityOf, type MergeValues } from '../../src/letters/index.js';

describe('how easily a text is read', () => {
  it('tells short words and sentences from long ones', () => {
    const easy = readabilityOf('The cat sat on the mat. The dog ate the bone.');
    expect(easy).to.include({ words: 11, sentences: 2, wordsPerSentence: 5.5, grade: 0 });
    const hard = readabilityOf(
      'International organizations collaborated to institutionalize comprehensive accountability mechanisms.',
    );
    expect(hard.grade).to.be.above(20);
    expect(readabilityOf(' \n ')).to.deep.equal({ words: 0, sentences: 0, wordsPerSentence: 0, grade: 0 });
  });
});

describe('the gaps in a letter', () => {
  it('are the fields that print nothing, and not those that stand in an {{#if}} of their own', () => {
    const letter = parseLetter({
      subject: 'From {{supporter.district}}',
      text: 'Dear {{target.salutation}},\n\nI live{{#if supporter.region}} in {{supporter.region}}{{/if}}.\n\n{{supporter.full_name}}',
    });
    const supporter = { full_name: 'Ana Lima', district: '', region: '' };
    const values = { target: { salutation: '' }, supporter, campaign: {}, organization: {} } as unknown as MergeValues;
    expect(emptyFieldsOf(letter, values)).to.have.members(['supporter.district', 'target.salutation']);
  });
});
