import { consoleRoutes } from '../../src/console/index.js';
import { confirmLink, notMeLink, unsubscribeLink } from '../../src/notices/links.js';
import { invitationLink, invite } from '../../src/organizers/invitations.js';
import { firstSetupToken, makePasswordLink } from '../../src/organizers/links.js';
import { invitePartner } from '../../src/partners/index.js';
import { invitationPath } from '../../src/partners/invitation-link.js';
import { addressKey } from '../../src/supporters/index.js';
import { seedCoalition } from '../../test/support/coalition.js';
import { olga, organizationOf } from '../../test/support/organizers.js';
import { consoleTools, fillParts, seedConsole } from '../../test/support/console-seed.js';
import { addressPaths } from '../../test/support/personal-links.js';
import { ana, CITY, HOUR, type World } from '../../test/support/world.js';
import { formsOf, type PageForm } from '../../test/support/pages.js';
import { ask } from '../ask.js';
import { CAMPAIGNS, type OpenProgram } from '../open-program.js';
import type { FormSource } from './fuzz-forms.js';
import type { Page } from './form-pool.js';

/** What a supporter finds: campaigns, their steps, the receipt, and where mails lead. */
export const publicForms: FormSource = {
  renewAfter: 400,
  seed: async (program) => {
    const world = program.world();
    const receipt = await actOnce(world);
    const steps = await Promise.all(CAMPAIGNS.map((slug) => stepsOf(program, slug)));
    const paths = [`/r/${receipt}`, `/r/${receipt}/answers`, '/lookup', ...(await mailPages(world))];
    return { pages: [...steps.flat(), ...paths.map((path) => ({ path }))] };
  },
};

/** Signing in, new passwords, invitations and the own account. */
export const doorForms: FormSource = {
  renewAfter: 150,
  seed: async (program) => {
    const world = program.world();
    const { owner } = await seedConsole(world, program.folder);
    const tools = { ...world, baseUrl: '' };
    const reset = await makePasswordLink(tools, world.db, { userId: owner.userId, ms: HOUR });
    const address = await addressPaths(world, owner.userId);
    const paths = ['/sign-in', '/reset', reset, '/account', '/account/second-factor', '/organizations/new'];
    paths.push(address.confirm, address.stop);
    return { pages: paths.map((path) => ({ path })), cookie: `clarion=${owner.cookie}` };
  },
  // Who tries often waits, which is tested elsewhere.
  before: async ({ world }) => {
    await world().db('account_tries').delete();
  },
};

/** The first start, where nobody has an account. */
export const setupForms: FormSource = {
  // Whoever has an account ends it.
  renewAfter: 40,
  seed: async (program) => ({ pages: [{ path: `/setup/${(await firstSetupToken(program.world())) ?? ''}` }] }),
};

/** Invitations to an organization and to a coalition, as somebody who has no account. */
export const guestForms: FormSource = {
  // An accepted invitation has no form any more.
  renewAfter: 60,
  seed: async (program) => {
    const world = program.world();
    const tools = { ...world, baseUrl: '' };
    const organization = await organizationOf(world, CITY);
    const host = { organizationId: organization.id, name: 'Harbourview', invitedBy: olga.name };
    const guest = await invite(tools, host, { email: 'ida@organizer.example', role: 'analyst' });
    const { coalition } = await seedCoalition(world);
    const partner = coalition.partners.find(({ code }) => code === 'faith');
    const to = { email: 'faith@organizer.example', emailKey: 'faith@organizer.example' };
    const by = { organizationId: organization.id, name: 'Harbourview', user: { id: '', ...olga } };
    const asked = partner && (await invitePartner(tools, by, { coalition, partner, to }));
    world.coalitions.forget();
    const paths = [invitationLink(tools, guest), ...(asked ? [invitationPath(world, asked)] : [])];
    return { pages: paths.map((path) => ({ path })) };
  },
  before: async ({ world }) => {
    await world().db('account_tries').delete();
  },
};

/** Every form of every page of the console, and every act that no page shows, as an owner. */
export const consoleForms: FormSource = {
  renewAfter: 150,
  seed: async (program) => {
    const world = program.world();
    const { owner, parts } = await seedConsole(world, program.folder);
    const routes = consoleRoutes(consoleTools(world));
    const known = (path: string): boolean => [...path.matchAll(/:(\w+)/g)].every(([, name = '']) => name in parts);
    const paths = routes.filter(({ method, path }) => method === 'get' && !/\/live$/.test(path) && known(path));
    return {
      pages: paths.map(({ path }) => ({ path: owner.base + fillParts(path, parts) })),
      cookie: `clarion=${owner.cookie}`,
    };
  },
};

/** An action as the API takes it; answers the token of its receipt. */
async function actOnce({ http }: World): Promise<string> {
  const answer = await http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter: ana });
  const { receipt_url: url } = answer.body as { readonly receipt_url: string };
  return url.slice(url.lastIndexOf('/') + 1);
}

/** The page of a campaign, and those that its forms lead to. */
async function stepsOf({ port }: OpenProgram, slug: string): Promise<Page[]> {
  const path = `/c/${slug}`;
  const { body } = await ask({ port, method: 'get', path });
  const [form] = formsOf(body);
  if (!form) return [{ path }];
  const typed = Object.fromEntries(
    Object.entries({ ...ana, street: '1 Main Street' }).map(([name, value]) => [name, [value]]),
  );
  const filled: PageForm = { ...form, fields: { ...form.fields, ...typed } };
  return [{ path }, { path: `${path}/find`, form: filled }, { path: `${path}/preview`, form: filled }];
}

/** Where the mails to the one supporter lead. */
async function mailPages({ db, seal }: World): Promise<string[]> {
  const [action] = await db('actions').select<{ id: string }[]>('id').orderBy('id', 'desc').limit(1);
  const [tools, id] = [{ seal, baseUrl: '' }, action?.id ?? ''];
  return [confirmLink(tools, id), notMeLink(tools, id), unsubscribeLink(tools, addressKey(seal, ana.email))];
}
