import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { importFile } from '../../src/data-sets/index.js';
import { formOf, submit, textsOf } from '../support/pages.js';
import { ana, useFolder, useWorld } from '../support/world.js';

const LEGISLATORS = `state,id,name,family_name,current_party,current_district,current_chamber,email
co,p1,Una Upper,Upper,,31,upper,una@legislature.example
co,p2,Ulf Upper,Upper,,33,upper,ulf@legislature.example
co,p3,Lea Lower,Lower,,5,lower,lea@legislature.example
co,p4,Leo Lower,Lower,,8,lower,leo@legislature.example
`;
const CODES = ['sldu:31', 'sldu:33', 'sldl:5', 'sldl:8'].map(
  (district) => `80202,ocd-division/country:us/state:co/${district}`,
);

describe('a ZIP that is split in both chambers', () => {
  const folder = useFolder();
  const world = useWorld();
  const load = async (source: string, text: string): Promise<void> => {
    const path = join(folder(), `${source}.csv`);
    writeFileSync(path, text);
    const found = world().importSources.find(({ name }) => name === source) ?? expect.fail(source);
    await importFile(world(), { source: found, path, options: { force: true } });
    world().moveClock(1_000);
  };

  it('asks for one chamber, then for the other, and keeps both answers and the link', async () => {
    await load('openstates-people', LEGISLATORS);
    await load('zip-districts', ['postal_code,division', ...CODES].join('\n'));
    const page = await world().http.get('/c/colorado-clear-records/p/teachers.flyer');
    const asked: string[] = [];
    let step = await submit(world().http, formOf(page.text), { postal_code: '80202' });
    while (asked.length < 5) {
      const form = formOf(step.text);
      const [answer] = form.choices['district'] ?? [];
      if (answer === undefined) break;
      asked.push(answer);
      step = await submit(world().http, form, { district: [...(form.fields['district'] ?? []), answer] });
    }
    expect(asked.map((division) => division.split('/').at(-1))).to.deep.equal(['sldl:5', 'sldu:31']);
    expect(textsOf(step.text, /<p class="target-name">(.*?)<\/p>/g)).to.deep.equal([
      'Senator Una Upper',
      'Representative Lea Lower',
    ]);
    const { given_name, family_name, email } = ana;
    const sent = await submit(world().http, formOf(step.text), { given_name, family_name, email, street: '1 Main St' });
    expect(sent.status).to.equal(303);
    expect(await world().db('actions').pluck<string[]>('source')).to.deep.equal(['teachers.flyer']);
  });
});
