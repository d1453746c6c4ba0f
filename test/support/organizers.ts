import { expect } from 'chai';
import request from 'supertest';
import type { Response } from 'supertest';
import type TestAgent from 'supertest/lib/agent.js';
import { insertUser, putMember, type Role } from '../../src/organizers/index.js';
import { formOf, pressing, submit, type Typed } from './pages.js';
import type { World } from './world.js';

/** The one organizer, and others who work beside her. */
export const olga = { name: 'Olga Reyes', email: 'olga@organizer.example' };

/** Somebody who is signed in to the console. */
export type SignedIn = {
  readonly http: TestAgent;
  readonly userId: string;
  /** `/console/<organization>`. */
  readonly base: string;
  /** What the session's cookie holds. */
  readonly cookie: string;
  /** The token of this session's forms. */
  readonly csrf: string;
  /** A page below the organization, which must be there. */
  readonly get: (path: string) => Promise<string>;
  /** Sends fields with the session's token to a path below the organization. */
  readonly post: (path: string, fields?: Typed) => Promise<Response>;
  /** Presses a button of a page with what was typed. */
  readonly press: (html: string, button: string, typed?: Typed) => Promise<Response>;
};

/** Makes a user with a role in the organization of a campaign and signs them in. */
export async function signIn(
  world: World,
  who: { readonly role?: Role; readonly campaign: string; readonly name?: string; readonly email?: string },
): Promise<SignedIn> {
  const organization = await organizationOf(world, who.campaign);
  const userId = world.ids.next();
  const { name = olga.name, email = `${userId}@organizer.example`, role = 'organizer' } = who;
  const createdAt = world.clock.now();
  await insertUser(world.db, { id: userId, name, email, emailKey: email, passwordHash: null, createdAt });
  await putMember(world.db, { organizationId: organization.id, userId, role, sinceAt: createdAt });
  return enter(world, userId, organization.slug);
}

/** The organization that a campaign belongs to. */
export async function organizationOf(world: World, campaign: string): Promise<{ id: string; slug: string }> {
  const { organizationId } = await world.campaigns.get(campaign);
  const found = await world
    .db('organizations')
    .where({ id: organizationId })
    .select<{ id: string; slug: string }[]>('id', 'slug');
  return found[0] ?? expect.fail();
}

/** Signs a user in, and answers how they go about in an organization's console. */
export async function enter(world: World, userId: string, organization: string): Promise<SignedIn> {
  const cookie = await world.sessions.begin(userId, 'a test');
  const session = (await world.sessions.find(cookie)) ?? expect.fail();
  const http = request.agent(world.app);
  http.set('Cookie', `clarion=${cookie}`);
  const base = `/console/${organization}`;
  const post = (path: string, fields: Typed = {}): Promise<Response> =>
    submit(http, { action: base + path, fields: {}, buttons: [], choices: {} }, { ...fields, csrf: session.csrf });
  return {
    http,
    userId,
    base,
    cookie,
    csrf: session.csrf,
    get: async (path) => (await http.get(base + path).expect(200)).text,
    post,
    press: (html, button, typed) => submit(http, pressing(formOf(html, button), button), typed),
  };
}
