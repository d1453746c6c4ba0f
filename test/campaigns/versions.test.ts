import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadCampaignFolder } from '../../src/campaigns/index.js';
import { programPath } from '../../src/platform/paths.js';
import { startMailServer, type MailServer } from '../support/mail-server.js';
import { ana, ben, CITY, useFolder, useWorld } from '../support/world.js';

describe('a letter taken before the campaign was changed', () => {
  let server: MailServer;
  before(async () => {
    server = await startMailServer();
  });
  after(() => server.close());
  const world = useWorld({
    keepsStarterPlaces: true,
    config: {
      get SMTP_URL() {
        return server.url;
      },
    },
  });
  const folder = useFolder();

  const act = async (supporter: object): Promise<string> => {
    const answer = await world().http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter }).expect(201);
    return new URL((answer.body as { receipt_url: string }).receipt_url).pathname;
  };
  const changeCampaign = async (): Promise<void> => {
    const changed = join(folder(), CITY);
    cpSync(programPath('campaigns', CITY), changed, { recursive: true });
    for (const [file, from, to] of [
      ['letter.hbs', 'This has been done before.', 'Others have gone ahead.'],
      ['campaign.yaml', 'Please require trafficking', 'A new subject about trafficking'],
    ] as const) {
      const text = readFileSync(join(changed, file), 'utf8');
      writeFileSync(join(changed, file), text.replace(from, to));
    }
    expect(await loadCampaignFolder(world(), changed)).to.deep.include({ change: 'new version' });
    world().moveClock(2_000);
  };

  it('is sent and shown as it was, while new letters have the new text', async () => {
    const receipt = await act(ana);
    await changeCampaign();
    await act(ben);
    await world().sendDue();
    const letters = server.received.map(({ mail }) => ({
      from: mail.replyTo?.[0]?.name ?? '',
      text: mail.text ?? '',
      subject: mail.subject ?? '',
    }));
    expect(letters.map(({ from }) => from).sort()).to.deep.equal(
      ['Ana Lima', 'Ben Okafor'].flatMap((name) => [name, name, name]),
    );
    for (const { from, text, subject } of letters) {
      const isOld = from === 'Ana Lima';
      expect(text.includes('This has been done before.'), from).to.equal(isOld);
      expect(text.includes('Others have gone ahead.'), from).to.equal(!isOld);
      expect(subject.startsWith('Please require'), from).to.equal(isOld);
    }
    const { text } = await world().http.get(receipt);
    expect(text).to.include('This has been done before.').and.not.include('Others have gone ahead.');
  });
});
