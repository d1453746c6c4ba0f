import { expect } from 'chai';
import fc from 'fast-check';
import { insertActions } from '../../src/actions/store.js';
import type { NewAction } from '../../src/actions/action.js';
import { loadCampaignFolder } from '../../src/campaigns/index.js';
import type { DeliveryState } from '../../src/counts/index.js';
import { askForRecount, type Coalition } from '../../src/partners/index.js';
import { dayOf } from '../../src/platform/clock.js';
import { query, writing, type Db } from '../../src/platform/db.js';
import { programPath } from '../../src/platform/paths.js';
import { COALITION, join, seedCoalition } from './coalition.js';
import { openCityWorld } from './letters.js';
import { bringTo } from './moves.js';
import { CITY, DAY, NATIONAL, START, type World } from './world.js';

/** One action of the list that a coalition is made from. */
export type Wrote = {
  readonly campaign: typeof CITY | typeof NATIONAL;
  readonly source: string;
  readonly at: number;
  readonly divisions: readonly string[];
  readonly hasOwnWords: boolean;
  readonly optsIn: boolean;
  readonly letters: readonly DeliveryState[];
  /** The local part of the address; a test may change it. */
  person: string;
  /** Set by a test that erases them. */
  isErased?: boolean;
};

const STATE = 'ocd-division/country:us/state:';

/** `sprout` is nobody's code until a test gives it to a partner. */
const SOURCES = [
  ...['', '', 'stays', 'stays.flyer', 'teachers', 'teachers.news', 'teachers.news.may', 'chamber', 'chamber.qr'],
  ...['faith', 'nurses', 'nurses.ward-3', 'sprout', 'sprout.mail', 'radio', 'teachers-lounge'],
];
const PLACES = [['co', 'co/cd:1'], ['co', 'co/cd:2'], ['ny', 'ny/cd:10'], ['ny'], []];

const one = fc.record({
  number: fc.nat(159),
  campaign: fc.constantFrom(CITY, NATIONAL),
  source: fc.constantFrom(...SOURCES),
  after: fc.nat(40 * DAY),
  place: fc.constantFrom(...PLACES),
  hasOwnWords: fc.boolean(),
  optsIn: fc.boolean(),
  letters: fc.array(fc.constantFrom<DeliveryState>('queued', 'delivered', 'failed', 'handed_over', 'previewed'), {
    maxLength: 3,
  }),
});

/** So many actions, the same for the same seed: each person writes to a campaign once. */
export function generate(count: number, seed = 6): Wrote[] {
  const made = new Set<string>();
  return fc.sample(one, { numRuns: count, seed }).flatMap(({ number, after, place, ...rest }) => {
    const key = `${number} ${rest.campaign}`;
    if (made.has(key)) return [];
    made.add(key);
    const divisions = ['ocd-division/country:us', ...place.map((name) => STATE + name)];
    return [{ ...rest, at: START + after, person: `p${number}`, divisions }];
  });
}

export type Generated = { readonly world: World; readonly coalition: () => Promise<Coalition> };

/** A coalition of five partners on the city campaign: stays leads, faith is only named. */
export async function openCoalition(db: Db): Promise<Generated> {
  const world = await openCityWorld(db);
  await loadCampaignFolder(world, programPath('campaigns', NATIONAL));
  world.campaigns.forget();
  const { coalition } = await seedCoalition(world);
  await join(world, coalition.id, { name: 'Nurses United', code: 'nurses' });
  return {
    world,
    coalition: () => {
      world.coalitions.forget();
      return world.coalitions.get(COALITION);
    },
  };
}

/** Stores actions as the group commit does, in batches, and brings their letters where the list says. */
export async function write(world: World, wrote: readonly Wrote[], batch = 60): Promise<void> {
  for (let at = 0; at < wrote.length; at += batch) {
    const actions = await Promise.all(wrote.slice(at, at + batch).map((action) => actionOf(world, action)));
    const taken = await writing(world.db, (trx) => insertActions(trx, actions));
    expect(taken.map(({ kind }) => kind)).not.to.include('key-reused');
  }
  const moved = wrote.flatMap(({ letters, person, campaign }) =>
    letters.map((state, index) => ({ state, id: deliveryOf(person, campaign, index) })),
  );
  for (const { id, state } of moved) {
    if (state === 'delivered' || state === 'failed') await bringTo(world, id, state);
  }
}

/** A supporter as a campaign's organization knows them. */
export async function supporterOf(world: World, { campaign, person }: Wrote) {
  const { organizationId } = await world.campaigns.get(campaign);
  const sql = 'SELECT id FROM supporters WHERE organization_id = ? AND email_key = ?';
  const [row] = await query<{ id: string }>(world.db, sql, [organizationId, addressOf(person)]);
  return { organizationId, supporterId: row?.id ?? expect.fail(`nobody is ${person}`) };
}

/** Lets a coalition's people be counted anew, as a change of its partners does. */
export async function recount(world: World, { id }: Coalition): Promise<void> {
  await writing(world.db, (trx) => askForRecount(trx, id, world.clock.now()));
}

export function addressOf(person: string): string {
  return `${person}@supporter.example`;
}

function deliveryOf(person: string, campaign: string, index: number): string {
  return `d-${person}-${campaign}-${index}`;
}

async function actionOf(world: World, wrote: Wrote): Promise<NewAction> {
  const { id: campaignId, versionId, organizationId, file } = await world.campaigns.get(wrote.campaign);
  const [id, email] = [world.ids.next(), addressOf(wrote.person)];
  const supporter = {
    id: world.ids.next(),
    email,
    emailKey: email,
    prefix: null,
    givenName: 'Ana',
    familyName: 'Lima',
  };
  const place = { postalCode: '80202', street: null, locality: null, region: null, phone: null };
  return {
    ...{ id, campaignId, versionId, organizationId, token: world.ids.token(), requestKey: id },
    ...{ source: wrote.source, variant: '', supporter: { ...supporter, ...place }, divisions: wrote.divisions },
    ...{ subject: null, text: null, ownWords: wrote.hasOwnWords ? 'My own words.' : null },
    consents: wrote.optsIn ? [{ organization: 'somebody', text: 'They may write to me.' }] : [],
    ...{ optsIn: false, wantsCopy: false, mustConfirm: false, notice: null },
    suspicions: [],
    letters: wrote.letters.map((state, index) => letterOf(wrote, { state, index, at: wrote.at })),
    createdAt: wrote.at,
    day: dayOf(wrote.at, file.time_zone),
  };
}

function letterOf(
  { person, campaign }: Wrote,
  { state, index, at }: { readonly state: DeliveryState; readonly index: number; readonly at: number },
): NewAction['letters'][number] {
  const officeId = `office-${index}`;
  const begins = state === 'handed_over' || state === 'previewed' ? state : 'queued';
  const target = { officeId, division: 'ocd-division/country:us', district: '', office: officeId } as const;
  const names = { body: 'Council', title: 'Member', name: 'A Member', salutation: 'Member', termEndedOn: null };
  const reached = { party: null, email: 'member@council.example', phone: null, formUrl: null, website: null, ids: {} };
  return {
    id: `l-${person}-${campaign}-${index}`,
    deliveryId: deliveryOf(person, campaign, index),
    target: { ...target, ...names, ...reached },
    ...{ channel: begins === 'handed_over' ? 'handover' : 'smtp', state: begins, hold: null, waitsFor: null },
    ...{ dueAt: at, domain: 'council.example', timeZone: 'UTC' },
  };
}
