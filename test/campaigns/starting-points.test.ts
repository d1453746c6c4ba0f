import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { unchangedTexts } from '../../src/campaigns/index.js';
import { programPath } from '../../src/platform/paths.js';
import { CITY } from '../support/world.js';

describe('a campaign that began with texts of another', () => {
  const textOf = (file: string): string => readFileSync(programPath('campaigns', CITY, file), 'utf8');
  const begun = { slug: 'our-town', pageSource: textOf('page.md'), letterSource: `${textOf('letter.hbs')}\n` };

  it('is told which of them an organizer has not made their own', () => {
    expect(unchangedTexts(begun)).to.deep.equal(['page', 'letter']);
    expect(unchangedTexts({ ...begun, pageSource: '# Ours' })).to.deep.equal(['letter']);
    expect(unchangedTexts({ ...begun, slug: CITY })).to.deep.equal([]);
  });
});
