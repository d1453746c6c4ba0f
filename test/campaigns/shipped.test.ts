import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { programPath } from '../../src/platform/paths.js';
import { readCampaignFolder } from '../../src/campaigns/index.js';
import { CITY, NATIONAL } from '../support/world.js';
import { faultsOf, noRoster } from './folders.js';

const SHIPPED = [CITY, NATIONAL, 'colorado-clear-records', 'uk-supply-chains'];

describe('the campaigns that ship', () => {
  for (const slug of SHIPPED) {
    const folder = programPath('campaigns', slug);
    const page = readFileSync(join(folder, 'page.md'), 'utf8');
    const [text = '', sources = ''] = page.split(/^## Sources$/m);
    const numbers = (from: string, pattern: RegExp): number[] => [
      ...new Set([...from.matchAll(pattern)].map(([, number]) => Number(number))),
    ];

    it(`${slug} passes the check`, async () => {
      expect(await faultsOf(folder)).to.deep.equal([]);
    });

    it(`${slug} gives a source for every number in its text, and uses every source`, () => {
      const cited = numbers(text, /\[(\d+)\]/g);
      const listed = numbers(sources, /^(\d+)\. /gm);
      expect(cited).to.have.length.above(2);
      expect(listed).to.deep.equal(listed.map((_, index) => index + 1));
      expect(cited.sort((a, b) => a - b)).to.deep.equal(listed);
    });

    it(`${slug} links each source to a web address or names where it is printed`, () => {
      const lines = sources.split('\n').filter((line) => /^\d+\. /.test(line));
      for (const line of lines) expect(line).to.match(/\]\(https?:\/\/[^)]+\)/);
    });

    it(`${slug} offers help, a content note and a way out, and asks for seven fields at the most`, async () => {
      const { file } = (await readCampaignFolder(folder, noRoster)).definition;
      expect(file.safety).to.include.keys('content_note', 'hotline', 'quick_exit');
      expect(file.example).to.match(/invented|placeholder/);
      // Code, first name, last name, e-mail, own words and the letter are always there.
      expect(6 + file.required_fields.length).to.be.at.most(7);
    });
  }
});
