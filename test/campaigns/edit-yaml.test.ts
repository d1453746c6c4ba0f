import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { parse } from 'yaml';
import { editYaml } from '../../src/campaigns/index.js';
import { programPath } from '../../src/platform/paths.js';

const SOURCE = readFileSync(programPath('campaigns', 'reauthorize-tvpa', 'campaign.yaml'), 'utf8');
const NEW = readFileSync(programPath('templates', 'campaigns', 'new', 'campaign.yaml'), 'utf8');

/** The lines of a text that are not in another. */
const linesOnlyIn = (one: string, other: string): string[] =>
  one.split('\n').filter((line) => !other.split('\n').includes(line));

describe('an edit of campaign.yaml', () => {
  it('changes the line of one key and no other byte', () => {
    const edited = editYaml(SOURCE, [{ path: ['safety', 'hotline', 'phone'], value: '1-888-000-0000' }]);
    expect(edited).to.equal(SOURCE.replace('1-888-373-7888', '1-888-000-0000'));
  });

  it('changes an entry of a list in its place', () => {
    const edited = editYaml(SOURCE, [{ path: ['opt_ins', 0, 'text'], value: 'Write to me.' }]);
    expect(linesOnlyIn(edited, SOURCE)).to.deep.equal(['    text: Write to me.']);
  });

  it('puts a new key where the schema has it, and takes it out again without a trace', () => {
    const added = editYaml(SOURCE, [{ path: ['required_fields'], value: ['street'] }]);
    expect(added).to.match(/topic: Crime and law enforcement\n\nrequired_fields:\n {2}- street\n\nopt_ins:/);
    expect(editYaml(added, [{ path: ['required_fields'], value: undefined }])).to.equal(SOURCE);
    const deep = editYaml(SOURCE, [{ path: ['delivery', 'pace', 'per_minute'], value: 60 }]);
    expect(parse(deep)).to.deep.include({ delivery: { pace: { per_minute: 60 } } });
    expect(editYaml(deep, [{ path: ['delivery', 'pace', 'per_minute'], value: undefined }])).to.equal(SOURCE);
  });

  it('keeps every comment of the template', () => {
    const comments = (text: string): string[] => text.split('\n').filter((line) => line.trimStart().startsWith('#'));
    const edited = editYaml(NEW, [
      { path: ['title'], value: 'A: title with "signs" # and a hash' },
      { path: ['targets', 'own'], value: ['us-senate', 'us-house'] },
      { path: ['organization', 'website'], value: 'https://www.example.org' },
      { path: ['safety', 'quick_exit'], value: undefined },
    ]);
    expect(comments(edited)).to.deep.equal(comments(NEW));
    expect(parse(edited)).to.deep.include({ title: 'A: title with "signs" # and a hash' });
  });

  it('says what was typed, whatever that is, and keeps the other keys’ bytes', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), fc.constantFrom('title', 'summary', 'ask'), (text, key) => {
        const edited = editYaml(SOURCE, [{ path: [key], value: text }]);
        expect(parse(edited)).to.deep.equal({ ...(parse(SOURCE) as object), [key]: text });
        expect(edited.slice(edited.indexOf('\nopt_ins:'))).to.equal(SOURCE.slice(SOURCE.indexOf('\nopt_ins:')));
      }),
      { numRuns: 60 },
    );
  });
});
