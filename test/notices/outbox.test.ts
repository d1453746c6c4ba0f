import { expect } from 'chai';
import { changeDelivery } from '../support/campaign-copies.js';
import { decode, formOf, submit, textsOf } from '../support/pages.js';
import { ana, CITY, useFolder, useWorld } from '../support/world.js';

describe('mails to supporters on a machine without a mail server', () => {
  const world = useWorld({ keepsStarterPlaces: true });
  const folder = useFolder();
  const ask = (path: string) => world().http.get(path).set('Host', 'localhost');

  it('stand in the outbox, so that who tries Clarion out can follow their links', async () => {
    await changeDelivery(world(), folder(), { confirm_first: true });
    await world().http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter: ana });
    expect((await ask('/outbox')).text).to.include('The outbox is empty');
    await world().mailDue();
    const outbox = (await ask('/outbox')).text;
    expect(outbox).not.to.include('The outbox is empty');
    const [link = ''] = /\/outbox\/mails\/[0-9a-z]{26}/.exec(outbox) ?? [];
    const page = (await ask(link)).text;
    expect(textsOf(page, /<h1>(.*?)<\/h1>/g)).to.deep.equal(['Please confirm your e-mail address']);
    expect(page).to.include('Not sent: preview').and.include(ana.email);
    expect(decode(page)).to.include('Harbourview Safe Stays (example) <letters@clarion.example>');
    const [, confirm = ''] = /href="http:\/\/localhost:3000(\/confirm\/[^"]*)"/.exec(page) ?? [];
    await submit(world().http, formOf((await world().http.get(confirm)).text));
    expect((await world().http.get(confirm)).text).to.include('Your address is confirmed');
    await world().sendDue();
    expect((await ask('/outbox')).text.match(/pill-previewed/g)).to.have.length(4);
  });

  it('are shown to nobody else, and only as long as there are such', async () => {
    await world().http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter: ana, copy: true });
    await world().mailDue();
    const [link = ''] = /\/outbox\/mails\/[0-9a-z]{26}/.exec((await ask('/outbox')).text) ?? [];
    expect((await ask(link).set('X-Forwarded-For', '203.0.113.7')).status).to.equal(403);
    for (const path of ['/outbox/mails/x', '/outbox/mails/%00', `${link}x`])
      expect((await ask(path)).status, path).to.equal(404);
  });
});
