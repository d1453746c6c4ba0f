import { touchCoalitions } from '../../src/partners/store-coalitions.js';
import { movePageVersions } from '../../src/partners/store-pages.js';
import { writing } from '../../src/platform/db.js';
import type { SeededCoalition } from './coalition.js';
import { formOf, pressing, submit, type PageForm } from './pages.js';
import { ana, CITY, type World } from './world.js';

/** The text of a partner's box in tests. */
export const textOf = (name: string): string => `${name} may write to me about this and its other campaigns.`;

/** Lets a partner ask people: a privacy page, and a page of its own with a box. Answers the page's version. */
export async function ask(
  world: World,
  partnerId: string,
  { name, number = 1, text = textOf(name), state = 'live' }: Asking,
): Promise<string> {
  const id = world.ids.next();
  const at = world.clock.now();
  await writing(world.db, async (trx) => {
    await trx('partners')
      .where({ id: partnerId })
      .update({ privacy_url: `https://${partnerId}.example/privacy` });
    if (state === 'live') await movePageVersions(trx, { partnerId, from: 'live', to: 'replaced', at });
    await trx('partner_page_versions').insert({
      ...{ id, partner_id: partnerId, number, state, intro: '', opt_in_text: text, who: name },
      ...{ created_at: at, decided_at: state === 'waiting' ? null : at, reason: '' },
    });
    await touchCoalitions(trx);
  });
  world.coalitions.forget();
  return id;
}

type Asking = {
  readonly name: string;
  readonly number?: number;
  readonly text?: string;
  readonly state?: 'live' | 'waiting' | 'refused';
};

/** Lets the school and the chamber of the coalition ask; answers the versions of their pages. */
export async function askBoth(
  world: World,
  { teachers, chamber }: SeededCoalition,
): Promise<{ readonly teachers: string; readonly chamber: string }> {
  return {
    teachers: await ask(world, teachers.partnerId, { name: 'Harbourview Teachers' }),
    chamber: await ask(world, chamber.partnerId, { name: 'Harbourview Chamber' }),
  };
}

/** Changes a partner or its coalition as the console would. */
export async function change(
  world: World,
  [table, id]: readonly ['partners' | 'coalitions', string],
  fields: Readonly<Record<string, unknown>>,
): Promise<void> {
  await writing(world.db, async (trx) => {
    await trx(table).where({ id }).update(fields);
    await touchCoalitions(trx);
  });
  world.coalitions.forget();
}

/** The letter page for somebody who came by a link with this source code. */
export async function letterPage(world: World, source = ''): Promise<string> {
  const typed = { postal_code: '80202', source };
  return (await world.http.post(`/c/${CITY}/find`).type('form').send(typed).expect(200)).text;
}

/** The partners' boxes of a page by their values: `teachers@01k…`. */
export function boxesOn(html: string): string[] {
  return [...html.matchAll(/<input type="checkbox" name="opt_in" value="([^"]+@[^"]+)"/g)].map(
    ([, value = '']) => value,
  );
}

/** The codes of the partners whose boxes a page shows. */
export function codesOn(html: string): string[] {
  return boxesOn(html).map((value) => value.split('@')[0] ?? '');
}

/** Sends the letter page with some boxes ticked, as somebody of this name. */
export async function sendTicked(world: World, html: string, ticks: readonly string[]): Promise<void> {
  const form: PageForm = pressing(formOf(html, BUTTON), BUTTON);
  const person = { given_name: ana.given_name, family_name: ana.family_name, email: ana.email };
  const answer = await submit(world.http, form, { ...person, opt_in: ticks });
  if (answer.status !== 303) throw new Error(`The letter was not taken: ${answer.status}`);
}

const BUTTON = 'Send my 4 letters';

/** Takes an action over the API; answers its receipt's path. */
export async function act(
  world: World,
  { name, source, optIns, campaign = CITY }: Acting,
): Promise<{ readonly id: string; readonly receipt: string }> {
  const answer = await world.http.post(`/api/v1/campaigns/${campaign}/actions`).send({
    supporter: { ...ana, given_name: capital(name), family_name: `Of-${name}`, email: `${name}@supporter.example` },
    ...(source !== undefined && { source }),
    opt_ins: Object.fromEntries(optIns.map((one) => [one, true])),
  });
  if (answer.status > 201) throw new Error(`The action was not taken: ${answer.status} ${answer.text}`);
  const { id, receipt_url } = answer.body as { id: string; receipt_url: string };
  return { id, receipt: new URL(receipt_url).pathname };
}

type Acting = {
  readonly name: string;
  readonly source?: string;
  readonly optIns: readonly string[];
  readonly campaign?: string;
};

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** The consents to partners, by the partner's code, with their texts. */
export async function consentsIn(world: World): Promise<{ readonly code: string; readonly text: string }[]> {
  return world
    .db('consents')
    .join('partners', 'partners.id', 'consents.partner_id')
    .orderBy('given_at')
    .orderBy('code')
    .select<{ code: string; text: string }[]>('code', 'text');
}
