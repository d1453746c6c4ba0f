import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { addBlock, listAlerts, listBlocks } from '../../src/abuse/index.js';
import { noteAlert } from '../../src/abuse/store-alerts.js';
import { insertWork } from '../../src/deliveries/index.js';
import { insertMessage } from '../../src/notices/index.js';
import { addMilestone, loadCampaignFolder, takeOver } from '../../src/campaigns/index.js';
import {
  addCoalitionMilestone,
  enterDeclared,
  questionDeclared,
  type Coalition,
  invitePartner,
  namePartner,
  startCoalition,
} from '../../src/partners/index.js';
import { recordPositions } from '../../src/positions/index.js';
import { officeKey } from '../../src/reports/index.js';
import { insertUser, invite, noteAct, putMember } from '../../src/organizers/index.js';
import { programPath } from '../../src/platform/paths.js';
import { changeDelivery } from './campaign-copies.js';
import { seedCoalition, type Party } from './coalition.js';
import { seedPartnerPages } from './partner-pages.js';
import { enter, olga, organizationOf, type SignedIn } from './organizers.js';
import { receiptStates, takeOneInEach } from './receipt-states.js';
import { ana, ben, CITY, type World } from './world.js';

/** An organization's console with something on each page, and the parts of paths that lead there. */
export type Seeded = {
  readonly owner: SignedIn;
  /** By the name of the part: `{campaign: 'harbourview-hotel-training', delivery: '01k…'}`. */
  readonly parts: Readonly<Record<string, string>>;
};

/** Fills the city campaign: a letter in each state, two supporters, an owner who is signed in. */
export async function seedConsole(world: World, folder: string): Promise<Seeded> {
  await loadCampaignFolder(world, programPath('campaigns', CITY));
  const { ids } = await takeOneInEach(world, folder);
  await world.http.post(`/api/v1/campaigns/${CITY}/actions`).send({
    supporter: ben,
    source: 'partner-a',
    letter: { own_words: 'My sister was trafficked through a hotel like the one on our street.' },
  });
  const organization = await organizationOf(world, CITY);
  const userId = world.ids.next();
  const createdAt = world.clock.now();
  await insertUser(world.db, { ...olga, id: userId, emailKey: olga.email, passwordHash: null, createdAt });
  await putMember(world.db, { organizationId: organization.id, userId, role: 'owner', sinceAt: createdAt });
  const [supporter] = await world.db('supporters').where({ email: ana.email }).select<{ id: string }[]>('id');
  const owner = await enter(world, userId, organization.slug);
  const [list] = await world
    .db('data_sets')
    .where({ source: 'campaign-list' })
    .orderBy('id', 'desc')
    .select<{ id: string }[]>('id');
  const held = receiptStates.findIndex(({ name }) => name === 'held for a reviewer');
  const parts = {
    campaign: CITY,
    delivery: ids[held] ?? '',
    supporter: supporter?.id ?? '',
    user: userId,
    dataSet: list?.id ?? '',
    number: '1',
    ...(await seedLetters(world, organization.id, folder)),
    ...(await seedReports(world)),
    invitation: await seedMembers(world, organization.id),
    ...(await seedPartners(world)),
    ...(await seedProtection(world, organization.id)),
  };
  // Last, since nothing changes it from its folder then.
  await takeOver(world.db, await world.campaigns.get(CITY));
  return { owner, parts };
}

/** A line on the block list, and an alert that names a network. */
async function seedProtection(world: World, organizationId: string): Promise<Record<string, string>> {
  const pattern = 'quite.a.long.name.of.somebody+2027@mail.very-long-subdomain.spam.example';
  const owner = { organizationId, by: olga.name, timeZone: 'UTC' };
  await addBlock(world, owner, { pattern, note: 'The same letter, 300 times', until: '2027-04-01' });
  const { id: campaignId } = await world.campaigns.get(CITY);
  const about = { kind: 'network', about: 'network', domain: '', network: '203.0.113.0/24' } as const;
  const at = world.clock.now();
  await noteAlert(world.db, { id: world.ids.next(), organizationId, campaignId, ...about, seen: 64, arrived: 80, at });
  const [block] = await listBlocks(world.db, organizationId, { limit: 1 });
  const [alert] = await listAlerts(world.db, organizationId, 1);
  return { block: block?.id ?? '', alert: alert?.id ?? '' };
}

/** A work over many letters, a message to senders, a mail to settle, and letters to be read. */
async function seedLetters(world: World, organizationId: string, folder: string): Promise<Record<string, string>> {
  const about = { campaignIds: [(await world.campaigns.get(CITY)).id], states: ['failed'] } as const;
  const work = world.ids.next();
  const now = world.clock.now();
  const counted = { cursor: '', looked: 12, changed: 9, beganAt: now, endedAt: now };
  const what = { act: 'retry', about: JSON.stringify(about), reason: 'Their server is back.' };
  // At its end, or the page's script would go on with it.
  await insertWork(world.db, { id: work, organizationId, ...what, ...counted });
  const message = world.ids.next();
  await insertMessage(world.db, {
    id: message,
    organizationId,
    about: JSON.stringify(about),
    foundBy: '/letters?term=failed',
    subject: 'About your letter to {{office}}',
    text: 'Hello,\n\nthe address of {{office}} was wrong. Your receipt:\n\n{{receipt}}',
    madeAt: world.clock.now(),
  });
  await seedReview(world, folder);
  const mail = world.ids.next();
  const raw = Buffer.from('From: mailer@council.example\n\nYour mail is with us.').toString('base64');
  const [row] = await world.db('deliveries').where({ state: 'sent' }).select<{ id: string }[]>('id');
  await world.db('kept_mails').insert({
    id: mail,
    mail_key: mail,
    delivery_id: row?.id ?? null,
    received_at: world.clock.now(),
    why: 'It is neither a bounce nor an answer.',
    raw,
  });
  return { work, message, mail };
}

/** Letters that wait to be read: some near-copies, one with a changed text. */
async function seedReview(world: World, folder: string): Promise<void> {
  await changeDelivery(world, mkdtempSync(join(folder, 'review-')), { review: true });
  const offices = ['harbourview-city-council/mayor'];
  const words =
    'I cleaned rooms for nine years, and nobody ever told us what to look for or whom to call. Please vote yes';
  const letters = [
    { own_words: `${words}.` },
    { own_words: `${words}, and soon.` },
    { text: 'I ask you to vote for the ordinance.\n\nMy shop stands beside the motel on 4th Street.' },
  ];
  for (const [index, letter] of letters.entries()) {
    const supporter = { ...ben, email: `reviewed${index}@supporter.example` };
    await world.http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter, letter, offices });
  }
}

/** A coalition that the organization leads, and a partner of it. */
async function seedPartners(world: World): Promise<Record<string, string>> {
  const { coalition, teachers, lead, chamber } = await seedCoalition(world);
  const faith = coalition.partners.find(({ code }) => code === 'faith');
  const tools = { ...world, baseUrl: world.config.BASE_URL };
  const host = { organizationId: lead.organizationId, name: 'Harbourview Safe Stays', user: { id: '', ...olga } };
  const to = (email: string) => ({ email, emailKey: email });
  if (faith) await invitePartner(tools, host, { coalition, partner: faith, to: to('faith@organizer.example') });
  await inviteOlga(world, chamber);
  world.coalitions.forget();
  await seedPartnerPages(world);
  return { coalition: coalition.slug, partner: teachers.partnerId, ...(await seedFromPartners(world, coalition)) };
}

/** Numbers from elsewhere, one of them in question, and a milestone of the coalition. */
async function seedFromPartners(world: World, coalition: Coalition): Promise<Record<string, string>> {
  const [lead, teachers] = coalition.partners.filter(({ state }) => state === 'joined');
  if (!lead || !teachers) throw new Error('The seeded coalition has no partners.');
  const user = { id: 'somebody', name: olga.name };
  const paper = {
    ...({ kind: 'paper', total: 1_240, fromOn: '2027-02-01', toOn: '2027-02-28', campaignId: null } as const),
    ...{ source: 'Cards from the stall at the market hall', note: 'Counted twice by two people.' },
  };
  const calls = { ...paper, kind: 'calls', total: 86, source: 'https://phones.example.org/report', note: '' } as const;
  const [declared = ''] = await enterDeclared(world, { partner: lead, user }, [paper]);
  const [theirs = ''] = await enterDeclared(world, { partner: teachers, user }, [
    calls,
    { ...calls, fromOn: '2027-02-20' },
  ]);
  const question = 'Are calls that nobody answered in it?';
  await questionDeclared(world, { partner: lead, user, id: theirs }, question);
  const heard = {
    ...({ happenedOn: '2027-03-01', kind: 'hearing', title: 'The council heard us all', isPublic: true } as const),
    ...{ text: 'Eleven partners’ members spoke.', link: 'https://news.example.org/council-hears-residents' },
  };
  const happening = await addCoalitionMilestone(world, { coalition, partner: lead, isLead: true, user }, heard);
  const proposed = { ...heard, title: 'Teachers met the mayor', kind: 'meeting', link: '' } as const;
  await addCoalitionMilestone(world, { coalition, partner: teachers, isLead: false, user }, proposed);
  return { declared, happening };
}

/** Another coalition, which would like to have the organization. */
async function inviteOlga(world: World, { organizationId }: Party): Promise<void> {
  const lead = { organizationId, name: 'Harbourview Chamber', code: 'chamber' };
  const start = { name: 'Main Street', slug: 'main-street', summary: 'Shops for safe streets.', timeZone: 'UTC' };
  const agreement = 'Each partner writes only to people who ticked its own box.';
  await startCoalition(world, { ...start, sharing: 'none', agreement, lead, who: 'Paula Partner' });
  world.coalitions.forget();
  const [coalition, tools] = [await world.coalitions.get(start.slug), { ...world, baseUrl: world.config.BASE_URL }];
  const user = { id: '', name: 'Paula Partner', email: 'paula@organizer.example' };
  const host = { organizationId, name: lead.name, user };
  const typed = { name: 'Harbourview Safe Stays', code: 'stays', email: olga.email };
  const { partner, to } = await namePartner(tools, { coalition, campaigns: [], host }, typed);
  if (to) await invitePartner(tools, host, { coalition, partner, to });
}

/** A position, a milestone and a quotation in the city campaign, for the pages about its offices. */
async function seedReports(world: World): Promise<{ readonly office: string; readonly milestone: string }> {
  const { id: campaignId } = await world.campaigns.get(CITY);
  const [letter] = await world.db('letters').orderBy('id').select<{ office_id: string }[]>('office_id').limit(1);
  const officeId = letter?.office_id ?? '';
  const holder = (await world.roster.get()).holderOf(officeId);
  const by = { campaignId, by: olga.name };
  if (holder)
    await recordPositions(world, by, [
      {
        officeId,
        holder,
        position: 'undecided',
        knownOn: '2027-03-08',
        source: 'https://news.example.org/council-hears-residents',
        note: 'Wants to hear from hotel owners first.',
      },
    ]);
  const milestone = await addMilestone(world, by, {
    happenedOn: '2027-03-01',
    kind: 'hearing',
    title: 'The council heard residents',
    text: 'Eleven people spoke, two of them work at front desks.',
    link: 'https://news.example.org/council-hears-residents',
    isPublic: true,
  });
  const [own] = await world.db('actions').whereNotNull('own_words').select<{ id: string }[]>('id');
  if (own)
    await world.db('quotations').insert({
      id: own.id,
      campaign_id: campaignId,
      consent: 'Harbourview Safe Stays may quote my own words in reports to these offices.',
      with_name: 0,
      given_at: world.clock.now(),
      state: 'new',
    });
  return { office: officeKey(officeId), milestone };
}

/** A colleague, somebody who is invited, and something in the log. */
async function seedMembers(world: World, organizationId: string): Promise<string> {
  const colleague = { id: world.ids.next(), name: 'Rosa Lind', email: 'rosa@organizer.example' };
  const createdAt = world.clock.now();
  await insertUser(world.db, { ...colleague, emailKey: colleague.email, passwordHash: null, createdAt });
  await putMember(world.db, { organizationId, userId: colleague.id, role: 'reviewer', sinceAt: createdAt });
  const host = { organizationId, name: 'Harbourview', invitedBy: olga.name };
  const tools = { ...world, baseUrl: world.config.BASE_URL };
  const { id } = await invite(tools, host, { email: 'ida@organizer.example', role: 'analyst' });
  const act = { organizationId, userId: colleague.id, who: colleague.name, did: 'paused the campaign' };
  await noteAct(world, world.db, { ...act, about: `campaign:${CITY}`, detail: '' });
  return id;
}

/** A path of the console with its parts filled in: `/campaigns/:campaign` -> `/campaigns/harbourview-hotel-training`. */
export function fillParts(path: string, parts: Seeded['parts']): string {
  return path.replace(/:(\w+)/g, (_, name: string) => {
    const value = parts[name];
    if (value === undefined) throw new Error(`seedConsole knows no :${name}, which ${path} needs.`);
    return encodeURIComponent(value);
  });
}

/** What the console's routes are made with. */
export function consoleTools(world: World) {
  return { ...world, baseUrl: world.config.BASE_URL, hasMailServer: world.config.SMTP_URL !== undefined };
}
