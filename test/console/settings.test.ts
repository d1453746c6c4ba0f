import { expect } from 'chai';
import { changeRole, findSettings, removeMember } from '../../src/organizers/index.js';
import { takeLetter } from '../support/letters.js';
import { organizationOf, signIn } from '../support/organizers.js';
import { faultsOf } from '../support/pages.js';
import { CITY, NATIONAL, useWorld } from '../support/world.js';

const FIELDS = {
  name: 'Harbourview Safe Stays',
  postalAddress: '1 Example Street',
  timeZone: 'America/Denver',
  senderName: 'Safe Stays',
  footer: 'Registered charity 1234',
  language: 'es',
  needsApproval: 'yes',
};

describe('the settings of an organization', () => {
  const world = useWorld({ keepsStarterPlaces: true });

  it('are kept as an owner sends them, and noted by name without their values', async () => {
    const owner = await signIn(world(), { campaign: CITY, role: 'owner' });
    expect((await owner.post('/settings', FIELDS)).status).to.equal(303);
    const { organizationId } = await world().campaigns.get(CITY);
    expect(await findSettings(world().db, organizationId)).to.deep.equal({ ...FIELDS, needsApproval: true });
    const [entry] = await world().db('audit_entries').select<{ did: string; detail: string }[]>('did', 'detail');
    expect(entry?.did).to.equal('changed the organization’s settings');
    expect(entry?.detail).to.contain('time zone').and.not.contain('Denver');
  });

  it('are refused with everything kept where one is faulty', async () => {
    const owner = await signIn(world(), { campaign: CITY, role: 'owner' });
    const typed = { ...FIELDS, timeZone: 'Denver', senderName: 'Eve <eve@evil.example>', footer: 'A line\r\nBcc: x' };
    const { status, text } = await owner.post('/settings', typed);
    expect(status).to.equal(422);
    expect(faultsOf(text).map(({ id }) => id)).to.deep.equal(['timeZone', 'senderName', 'footer']);
    expect(text).to.contain('value="Denver"').and.contain('value="1 Example Street"');
  });

  it('name the language of the public page’s own texts', async () => {
    const owner = await signIn(world(), { campaign: CITY, role: 'owner' });
    await owner.post('/settings', FIELDS);
    world().moveClock(10_000);
    const { text } = await world().http.get(`/c/${CITY}`).expect(200);
    expect(text).to.contain('<div class="campaign-head" lang="es" dir="ltr">').and.contain('<html lang="en">');
  });

  it('put the sender’s name behind “via” in letters', async () => {
    const owner = await signIn(world(), { campaign: CITY, role: 'owner' });
    await owner.post('/settings', FIELDS);
    const id = await takeLetter(world());
    const [row] = await world().db('deliveries').where({ id }).select<{ letter_id: string }[]>('letter_id');
    const letters = await world().compose([{ id, letterId: row?.letter_id ?? '' }]);
    expect(letters.get(id)?.organization).to.equal('Safe Stays');
  });
});

describe('a key for programs', () => {
  const world = useWorld({ keepsStarterPlaces: true });

  it('is shown once, opens files by its role, and nothing once revoked', async () => {
    const owner = await signIn(world(), { campaign: CITY, role: 'owner' });
    const { text } = await owner.post('/settings/keys', { name: 'Board <b>', role: 'analyst' });
    const [key = ''] = /clarion_[\w-]{40,}/.exec(text) ?? [];
    expect(key).not.to.equal('');
    expect(await owner.get('/settings/keys'))
      .not.to.contain(key)
      .and.not.contain('<b>');
    const authorization = `Bearer ${key}`;
    const page = await world().http.get(owner.base).set('Authorization', authorization);
    expect(page.status).to.equal(403);
    expect(page.body).to.have.property('detail', 'A key opens files; pages are for people who sign in.');
    await world().http.post(`${owner.base}/settings/keys`).set('Authorization', authorization).expect(403);
    await world().http.get(`${owner.base}/settings`).set('Authorization', authorization).expect(403);
    const revoked = await owner.press(await owner.get('/settings/keys'), 'Revoke Board <b>');
    expect(revoked.status).to.equal(303);
    await world().http.get(owner.base).set('Authorization', authorization).expect(401);
  });

  it('opens nothing any more when its maker is no owner, or lacks the second factor that is asked for', async () => {
    const owner = await signIn(world(), { campaign: CITY, role: 'owner' });
    await signIn(world(), { campaign: CITY, role: 'owner', name: 'Second Owner' });
    const { text } = await owner.post('/settings/keys', { name: 'Board', role: 'organizer' });
    const [key = ''] = /clarion_[\w-]{40,}/.exec(text) ?? [];
    const status = async () => (await world().http.get(owner.base).set('Authorization', `Bearer ${key}`)).status;
    // A page, which no key opens; it would be 401 for one that is not in force.
    expect(await status()).to.equal(403);
    const { id } = await organizationOf(world(), CITY);
    await world().db('organizations').where({ id }).update({ needs_second_factor: 1 });
    expect(await status()).to.equal(401);
    await world().db('organizations').where({ id }).update({ needs_second_factor: 0 });
    await changeRole(world().db, { organizationId: id, userId: owner.userId }, 'organizer');
    expect(await status()).to.equal(401);
    await removeMember(world().db, { organizationId: id, userId: owner.userId });
    expect(await status()).to.equal(401);
  });

  it('opens no other organization, and is revoked by none', async () => {
    const owner = await signIn(world(), { campaign: CITY, role: 'owner' });
    const foreign = await signIn(world(), { campaign: NATIONAL, role: 'owner' });
    const { text } = await owner.post('/settings/keys', { name: 'Board', role: 'organizer' });
    const [key = ''] = /clarion_[\w-]{40,}/.exec(text) ?? [];
    await world().http.get(foreign.base).set('Authorization', `Bearer ${key}`).expect(404);
    const [row] = await world().db('api_keys').select<{ id: string }[]>('id');
    expect((await foreign.post(`/settings/keys/${row?.id ?? ''}/revoke`)).status).to.equal(404);
    await world().http.get(owner.base).set('Authorization', `Bearer ${key}`).expect(403);
  });
});
