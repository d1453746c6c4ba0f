import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { ALL_MAILS_PER_DAY, withinCaps } from '../../src/notices/caps.js';
import type { NewNotice, NoticeKind } from '../../src/notices/notice.js';
import { loadCampaignFolder } from '../../src/campaigns/index.js';
import { copyCampaign } from '../support/campaign-copies.js';
import { linkIn, useMailing } from '../support/mailing.js';
import { formOf, submit } from '../support/pages.js';
import { ana, CITY, DAY, HOUR, MINUTE, useFolder } from '../support/world.js';

const OTHERS = ['second-campaign', 'third-campaign'];
/** One mailbox, as somebody may write it. */
const SPELLINGS = ['zoe.lee@gmail.com', 'ZoeLee@googlemail.com', 'z.o.e.l.e.e+news@gmail.com', 'ZOELEE+x@GMAIL.com'];

describe('somebody whose address strangers type', () => {
  const { world, act, look, set, server } = useMailing();
  const folder = useFolder();
  const post = async (slug: string, email: string): Promise<string> => {
    const sent = await world()
      .http.post(`/api/v1/campaigns/${slug}/actions`)
      .send({ supporter: { ...ana, email }, copy: true });
    expect(sent.status, sent.text).to.equal(201);
    return new URL((sent.body as { receipt_url: string }).receipt_url).pathname;
  };
  /** Mails to supporters, whatever spelling they went to. */
  const mailed = async () => {
    await world().mailDue();
    const { received } = server();
    const mails = received.filter(({ envelope }) => /@g(?:oogle)?mail\.com$/i.test(envelope.to.join()));
    received.length = 0;
    return mails;
  };
  const openOthers = async (): Promise<void> => {
    await set({ delivery: { confirm_first: true } });
    for (const slug of OTHERS) {
      // A campaign has the name of its folder.
      const named = join(folder(), slug);
      renameSync(copyCampaign(folder(), CITY, {}), named);
      await loadCampaignFolder(world(), named);
    }
  };

  it('gets five mails a day at the most, over all campaigns, kinds and spellings of the address', async () => {
    await openOthers();
    const moments: number[] = [];
    for (let hour = 0; hour < 30; hour++) {
      for (const slug of [CITY, ...OTHERS]) {
        const receipt = await post(slug, SPELLINGS[hour % SPELLINGS.length] ?? '');
        for (const deed of ['mail-link', 'confirm-again']) await world().http.post(`${receipt}/${deed}`);
      }
      moments.push(...(await mailed()).map(() => hour));
      world().moveClock(HOUR);
    }
    for (const hour of moments)
      expect(moments.filter((other) => other >= hour && other < hour + 24)).to.have.length.of.at.most(
        ALL_MAILS_PER_DAY,
      );
    expect(moments.length).to.be.at.least(ALL_MAILS_PER_DAY);
  });

  it('is told at most once a day and campaign that somebody wrote again', async () => {
    await act();
    await look();
    const tell = async (): Promise<number> => {
      const mails = await look();
      for (const { mail } of mails) {
        expect(mail.subject).to.equal('Two letters with your address: which is yours?');
        expect(mail.text).not.to.match(/Mallory|buy now/i);
      }
      return mails.length;
    };
    const again = () => act({ supporter: { ...ana, given_name: 'Mallory' }, letter: { own_words: 'Buy now' } });
    for (const expected of [1, 0, 0]) {
      await again();
      expect(await tell()).to.equal(expected);
      world().moveClock(MINUTE);
    }
    world().moveClock(DAY);
    await again();
    expect(await tell()).to.equal(1);
  });

  it('stops all of it by one press, without an account', async () => {
    await openOthers();
    await post(CITY, SPELLINGS[0] ?? '');
    const [mail = expect.fail()] = await mailed();
    const form = formOf((await world().http.get(linkIn(mail, '/not-me/'))).text);
    await submit(world().http, form);
    for (let day = 0; day < 3; day++) {
      for (const slug of [CITY, ...OTHERS])
        await world().http.post(`${await post(slug, SPELLINGS[day] ?? '')}/mail-link`);
      expect(await mailed()).to.be.empty;
      world().moveClock(DAY);
    }
  });

  it('is asked to confirm once a day at the most after a mail program took the address off', async () => {
    await openOthers();
    await post(CITY, SPELLINGS[0] ?? '');
    const [mail = expect.fail()] = await mailed();
    await world().http.post(linkIn(mail, '/u/')).type('form').send('List-Unsubscribe=One-Click');
    for (const slug of OTHERS) await world().http.post(`${await post(slug, SPELLINGS[1] ?? '')}/mail-link`);
    expect(await mailed()).to.be.empty;
    world().moveClock(DAY + MINUTE);
    expect(await mailed()).to.be.empty;
  });
});

describe('the cap of all mails for an address', () => {
  const kinds: readonly NoticeKind[] = ['confirm', 'confirm-reminder', 'copy', 'failed', 'ask', 'again', 'link'];
  const newNotice: fc.Arbitrary<NewNotice> = fc.record({
    id: fc.uuid(),
    actionId: fc.uuid(),
    kind: fc.constantFrom(...kinds),
    part: fc.constantFrom('', '1'),
    addressKey: fc.constantFrom('ana', 'ben'),
    plannedAt: fc.integer({ min: 0, max: 3 * DAY }),
  });
  it('holds in every 24 hours, whatever is wanted', () => {
    fc.assert(
      fc.property(fc.array(newNotice, { maxLength: 60 }), (wanted) => {
        const sorted = [...wanted].sort((a, b) => a.plannedAt - b.plannedAt);
        const moments = withinCaps(sorted, [])
          .filter(({ addressKey }) => addressKey === 'ana')
          .map(({ plannedAt }) => plannedAt)
          .sort((a, b) => a - b);
        moments.forEach((at, index) => {
          const before = moments[index - ALL_MAILS_PER_DAY];
          if (before !== undefined) expect(at - before).to.be.at.least(DAY);
        });
      }),
    );
  });
});
