import { expect } from 'chai';
import request from 'supertest';
import type { Response } from 'supertest';
import type TestAgent from 'supertest/lib/agent.js';
import { hashPassword, insertUser, putMember, type Role } from '../../src/organizers/index.js';
import { olga, organizationOf } from './organizers.js';
import { formOf, pressing, submit, type Typed } from './pages.js';
import { CITY, type World } from './world.js';

/** A password that nobody guesses. */
export const GOOD = 'tulip anchor velvet 9';
export const BETTER = 'harvest-mitten-quorum';

let goodHash: Promise<string> | undefined;

/** An account with a password, in the organization of a campaign. */
export async function makeAccount(
  world: World,
  { role = 'owner', campaign = CITY, ...given }: { role?: Role; campaign?: string; name?: string; email?: string } = {},
): Promise<{ readonly id: string; readonly email: string; readonly organization: { id: string; slug: string } }> {
  const { name, email } = { ...olga, ...given };
  goodHash ??= hashPassword(GOOD);
  const [id, createdAt] = [world.ids.next(), world.clock.now()];
  await insertUser(world.db, { id, name, email, emailKey: email, passwordHash: await goodHash, createdAt });
  const organization = await organizationOf(world, campaign);
  await putMember(world.db, { organizationId: organization.id, userId: id, role, sinceAt: createdAt });
  return { id, email, organization };
}

/** A browser that has never been here. */
export function browser(world: World): TestAgent {
  return request.agent(world.app);
}

/** A button, and what was typed. */
type Pressed = readonly [button: string, typed?: Typed];

/** Opens a page and presses a button of it with what was typed. */
export async function press(http: TestAgent, path: string, ...pressed: Pressed): Promise<Response> {
  const { text } = await http.get(path).expect(200);
  return pressOn(http, text, ...pressed);
}

/** Presses a button of a page that is open. */
export function pressOn(http: TestAgent, html: string, ...[button, typed]: Pressed): Promise<Response> {
  return submit(http, pressing(formOf(html, button), button), typed);
}

/** Types address and password on the sign-in page. */
export function trySignIn(
  http: TestAgent,
  given: { readonly email?: string; readonly password?: string; readonly to?: string } = {},
): Promise<Response> {
  const { email = olga.email, password = GOOD, to } = given;
  const path = to === undefined ? '/sign-in' : `/sign-in?to=${encodeURIComponent(to)}`;
  return press(http, path, 'Sign in', { email, password });
}

/** Where an answer leads. */
export function leadsTo(response: Response): string {
  expect(response.status, response.text).to.equal(303);
  return response.headers['location'] ?? '';
}

/** What a response sets for the session's cookie; '' for nothing. */
export function sessionCookie(response: Response): string {
  const set = (response.headers['set-cookie'] ?? []) as unknown as string[];
  return set.find((cookie) => /^(?:__Host-)?clarion=/.test(cookie)) ?? '';
}
