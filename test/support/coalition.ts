import { expect } from 'chai';
import { insertUser, makeOrganization, putMember } from '../../src/organizers/index.js';
import {
  insertAcceptance,
  insertCampaign,
  insertPartner,
  startCoalition,
  type Coalition,
  type Sharing,
} from '../../src/partners/index.js';
import { writing } from '../../src/platform/db.js';
import { enter, organizationOf, type SignedIn } from './organizers.js';
import { CITY, type World } from './world.js';

/** The one coalition: led by the city campaign's organization, with a school and a chamber of commerce. */
export const COALITION = 'safe-harbourview';

export type Party = {
  readonly partnerId: string;
  readonly organizationId: string;
  readonly organization: string;
  readonly owner: SignedIn;
};

export type SeededCoalition = {
  readonly coalition: Coalition;
  /** `lead`: the campaign's own organization; its code is `stays`. */
  readonly lead: Party;
  /** Joined, accepted the agreement; its code is `teachers`. */
  readonly teachers: Party;
  /** Joined, accepted the agreement; its code is `chamber`. */
  readonly chamber: Party;
};

/** Makes the coalition with three partners that joined, one that is only named (`faith`), and the city campaign. */
export async function seedCoalition(
  world: World,
  { sharing = 'own_recruits' }: { readonly sharing?: Sharing } = {},
): Promise<SeededCoalition> {
  const own = await organizationOf(world, CITY);
  const id = await startCoalition(world, {
    name: 'Safe Harbourview',
    slug: COALITION,
    summary: 'Teachers, shops and neighbours who want hotel staff trained to see trafficking.',
    sharing,
    timeZone: 'America/Denver',
    agreement: 'Each partner writes only to people who ticked its own box, and deletes their data when they ask.',
    lead: { organizationId: own.id, name: 'Harbourview Safe Stays', code: 'stays' },
    who: 'Olga Reyes',
  });
  const campaign = await world.campaigns.get(CITY);
  await writing(world.db, async (trx) => {
    expect(await insertCampaign(trx, { coalitionId: id, campaignId: campaign.id, at: world.clock.now() })).to.equal(
      true,
    );
    const faith = { id: world.ids.next(), coalitionId: id, code: 'faith', name: 'Interfaith Council' };
    await insertPartner(trx, { ...faith, organizationId: null, state: 'named', createdAt: world.clock.now() });
  });
  const teachers = await join(world, id, { name: 'Harbourview Teachers', code: 'teachers' });
  const chamber = await join(world, id, { name: 'Harbourview Chamber', code: 'chamber' });
  world.coalitions.forget();
  const coalition = await world.coalitions.get(COALITION);
  const partnerId = coalition.partners[0]?.id ?? expect.fail();
  await accept(world, coalition, partnerId);
  world.coalitions.forget();
  const lead = { partnerId, organizationId: own.id, organization: own.slug };
  return {
    coalition: await world.coalitions.get(COALITION),
    lead: { ...lead, owner: await ownerOf(world, lead) },
    teachers,
    chamber,
  };
}

/** Lets a new organization join a coalition and accept its agreement. */
export async function join(
  world: World,
  coalitionId: string,
  { name, code }: { readonly name: string; readonly code: string },
): Promise<Party> {
  const partnerId = world.ids.next();
  const made = await writing(world.db, async (trx) => {
    const organization = await makeOrganization(world, trx, { name, slug: '', postalAddress: '1 School Road' });
    const partner = { id: partnerId, coalitionId, code, name, organizationId: organization.id };
    expect(await insertPartner(trx, { ...partner, state: 'joined', createdAt: world.clock.now() })).to.equal(true);
    return organization;
  });
  world.coalitions.forget();
  const coalition = (await world.coalitions.list()).find(({ id }) => id === coalitionId) ?? expect.fail();
  await accept(world, coalition, partnerId);
  const party = { partnerId, organizationId: made.id, organization: made.slug };
  return { ...party, owner: await ownerOf(world, party) };
}

async function accept(world: World, { agreement }: Coalition, partnerId: string): Promise<void> {
  const agreementId = agreement?.id ?? expect.fail();
  const by = { userId: 'somebody', who: 'Olga Reyes', acceptedAt: world.clock.now() };
  await writing(world.db, (trx) => insertAcceptance(trx, { agreementId, partnerId, ...by }));
  world.coalitions.forget();
}

async function ownerOf(world: World, party: Omit<Party, 'owner'>): Promise<SignedIn> {
  const userId = world.ids.next();
  const email = `${userId}@organizer.example`;
  const createdAt = world.clock.now();
  const user = { id: userId, name: 'Paula Partner', email, emailKey: email, passwordHash: null, createdAt };
  await insertUser(world.db, user);
  await putMember(world.db, { organizationId: party.organizationId, userId, role: 'owner', sinceAt: createdAt });
  return enter(world, userId, party.organization);
}
