import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { addCoalitionCommands } from '../../src/comparison/index.js';
import { COALITION, seedCoalition } from '../support/coalition.js';
import { runCommand } from '../support/commands.js';
import { ana, CITY, useFolder, useWorld } from '../support/world.js';

describe('clarion coalition', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  const folder = useFolder();
  const run = (...args: string[]) => {
    const tools = { ...world(), baseUrl: 'https://lead.example' };
    return runCommand(
      (program) => {
        addCoalitionCommands(program, (work) => work(tools));
      },
      ['coalition', ...args],
    );
  };

  it('writes the shared secret for its owner alone, and over no other file', async () => {
    await seedCoalition(world());
    const path = join(folder(), 'key.json');
    await run('key', COALITION, '--out', path);
    expect(statSync(path).mode & 0o777).to.equal(0o600);
    expect(JSON.parse(readFileSync(path, 'utf8'))).to.include({ format: 'clarion-coalition-key', slug: COALITION });
    const again = await run('key', COALITION, '--out', path).catch(String);
    expect(again).to.match(/cannot be written/);
  });

  it('publishes what was counted, and refuses to merge its own file', async () => {
    await seedCoalition(world());
    await world().http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter: ana, source: 'teachers' });
    const path = join(folder(), 'here.json');
    await run('publish', COALITION, '--out', path);
    const text = readFileSync(path, 'utf8');
    expect(text)
      .to.contain('"group":"teachers"')
      .and.not.to.match(/ana\.lima|Lima/);
    const merged = await run('merge', path, '--json');
    expect(merged.exitCode).to.equal(1);
    expect(JSON.parse(merged.output))
      .to.have.property('refused')
      .that.match(/was published here/);
    const listed = JSON.parse((await run('list', '--json')).output) as { coalitions: object[] };
    expect(listed.coalitions).to.have.length(1);
  });
});
