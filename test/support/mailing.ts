import { expect } from 'chai';
import { changeCampaign, copyCampaign } from './campaign-copies.js';
import { startMailServer, type MailServer, type ReceivedMail } from './mail-server.js';
import { ana, CITY, useFolder, useWorld, type World } from './world.js';

/** A world with a mail server, and what arrived there. */
export type Mailing = {
  readonly world: () => World;
  readonly server: () => MailServer;
  /** Gives the city campaign further keys, and lets a second pass. */
  readonly set: (settings: Readonly<Record<string, unknown>>) => Promise<void>;
  /** Takes an action and answers its receipt's path. */
  readonly act: (body?: object) => Promise<string>;
  /** Sends what is due, letters and mails, and answers the mails that came to an address since the last look. */
  readonly look: (address?: string) => Promise<ReceivedMail[]>;
};

/** Gives each test of a suite a world that mails over a real server. */
export function useMailing(): Mailing {
  let server: MailServer | undefined;
  const smtp = { url: '' };
  before(async () => {
    server = await startMailServer();
    smtp.url = server.url;
  });
  after(() => server?.close());
  const started = (): MailServer => server ?? expect.fail('no mail server');
  beforeEach(() => {
    started().received.length = 0;
    started().behave = {};
  });
  const folder = useFolder();
  const world = useWorld({
    keepsStarterPlaces: true,
    config: {
      get SMTP_URL() {
        return smtp.url;
      },
      MAIL_FROM: 'Letters <letters@mail.clarion.example>',
    },
  });
  return {
    world,
    server: started,
    set: (settings) => {
      const changed = (text: string): string =>
        [text, ...Object.entries(settings).map(([key, value]) => `${key}: ${JSON.stringify(value)}`)].join('\n');
      return changeCampaign(world(), copyCampaign(folder(), CITY, { 'campaign.yaml': changed }));
    },
    act: async (body = {}) => {
      const sent = await world()
        .http.post(`/api/v1/campaigns/${CITY}/actions`)
        .send({ supporter: ana, ...body });
      expect(sent.status, sent.text).to.be.oneOf([200, 201]);
      return new URL((sent.body as { receipt_url: string }).receipt_url).pathname;
    },
    look: async (address = ana.email) => {
      await world().sendDue();
      await world().mailDue();
      const { received } = started();
      const mails = received.filter(({ envelope }) => envelope.to.includes(address));
      received.length = 0;
      return mails;
    },
  };
}

/** The path of the link in a mail that begins with `/confirm/`, `/u/`, … */
export function linkIn({ mail }: ReceivedMail, start: string): string {
  const links = (mail.text ?? '').split(/\s+/).filter((word) => word.startsWith('http'));
  const paths = links.map((link) => new URL(link).pathname).filter((path) => path.startsWith(start));
  expect(paths, `links to ${start}`).to.have.length(1);
  return paths[0] ?? expect.fail();
}

/** The one mail that there is. */
export function only(mails: readonly ReceivedMail[]): ReceivedMail {
  expect(
    mails.map(({ mail }) => mail.subject),
    'mails',
  ).to.have.length(1);
  return mails[0] ?? expect.fail();
}
