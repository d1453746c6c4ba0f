import { eraseDue, eraseSupporter } from '../../src/people/index.js';
import { confirmLink, notMeLink, unsubscribeLink } from '../../src/notices/links.js';
import { ConflictError, NotFoundError } from '../../src/platform/errors.js';
import { addressKey, canonicalEmail } from '../../src/supporters/index.js';
import { makeToken } from '../../src/your-data/link.js';
import { CITY, HOUR, type World } from '../../test/support/world.js';
import type { ReceiptForm, Step } from './steps.js';

/** What there is by now that a step may be about. */
export type Played = { readonly receipts: string[]; readonly actions: string[] };

/** A second campaign of the city campaign's organization. */
export const OTHER = 'harbourview-confirms';
const SLUGS = [CITY, OTHER] as const;
type Of<How extends Step['how']> = Extract<Step, { readonly how: How }>;

/** Does one step, as far as there is what it is about. @throws Error where the program answers with an error of its own */
export async function takeStep(world: World, played: Played, step: Step): Promise<void> {
  switch (step.how) {
    case 'act':
      return act(world, played, step);
    case 'receipt':
      return onReceipt(world, played, step);
    case 'mail': {
      const id = chosen(played.actions, step.at);
      const link = step.form === 'confirm' ? confirmLink : notMeLink;
      return id === undefined ? undefined : post(world, link({ ...world, baseUrl: '' }, id));
    }
    case 'mails': {
      const key = addressKey(world.seal, canonicalEmail(emailOf(step.who)) ?? '');
      return post(world, unsubscribeLink({ ...world, baseUrl: '' }, key), step.undo ? { undo: '1' } : {});
    }
    case 'erase':
      return erase(world, step);
    case 'work':
      await world.sendDue();
      await world.mailDue();
      return;
    case 'wait':
      world.moveClock(step.hours * HOUR);
      await eraseDue(world);
  }
}

function emailOf(who: number): string {
  return `person${who}@supporter.example`;
}

async function act(world: World, played: Played, step: Of<'act'>): Promise<void> {
  const slug = SLUGS[step.slug] ?? CITY;
  const supporter = {
    given_name: 'Ana',
    family_name: 'Lima',
    email: emailOf(step.who),
    postal_code: '80202',
  };
  const answer = await world.http
    .post(`/api/v1/campaigns/${slug}/actions`)
    .set('Idempotency-Key', `key ${step.key}`)
    .send({
      supporter,
      ...(step.source !== '' && { source: step.source }),
      ...(step.ownWords && { letter: { own_words: 'My sister cleans rooms in a hotel on our street.' } }),
      opt_ins: Object.fromEntries(step.optIns.map((name) => [name, true])),
    });
  refuseOurs(answer);
  const taken = answer.body as { readonly id?: string; readonly receipt_url?: string };
  if (taken.receipt_url !== undefined) played.receipts.push(new URL(taken.receipt_url).pathname);
  if (taken.id !== undefined) played.actions.push(taken.id);
}

/** The path of each form below the receipt's, with what it sends beside the letter. */
const FORMS: Readonly<Record<ReceiptForm, readonly [path: string, fields?: Readonly<Record<string, string>>]>> = {
  withdraw: ['withdraw'],
  'withdraw-all': ['withdraw', { all: '1' }],
  'withdraw-consent': ['withdraw-consent'],
  'withdraw-one': ['withdraw-consent'],
  unquote: ['unquote'],
  sent: ['sent'],
  'undo-sent': ['sent', { undo: '1' }],
  'did-not-work': ['did-not-work', { reason: '' }],
  'confirm-again': ['confirm-again'],
  'mail-link': ['mail-link'],
};

async function onReceipt(world: World, played: Played, { at, form, letter }: Of<'receipt'>): Promise<void> {
  const receipt = chosen(played.receipts, at);
  if (receipt === undefined) return;
  const page = await world.http.get(receipt);
  refuseOurs(page);
  const delivery = chosen([...page.text.matchAll(/name="delivery" value="([^"]+)"/g)], letter)?.[1];
  const partner = chosen([...page.text.matchAll(/name="partner" value="([^"]+)"/g)], letter)?.[1];
  const [path, fields = {}] = FORMS[form];
  await post(world, `${receipt}/${path}`, {
    ...(delivery !== undefined && { delivery }),
    ...(form === 'withdraw-one' && partner !== undefined && { partner }),
    ...fields,
  });
}

/** By the organization at a supporter's wish, or by the link that they are mailed. */
async function erase(world: World, { at, waiting }: Of<'erase'>): Promise<void> {
  const rows = await world
    .db('supporters')
    .orderBy('id')
    .select<Row[]>('id', 'organization_id', 'email_key', 'erased_at');
  const row = chosen(
    rows.filter((one) => one.erased_at === null),
    at,
  );
  if (!row) return;
  const [supporterId, organizationId, emailKey] = [row.id, row.organization_id, row.email_key];
  if (waiting === 'self') {
    const kept = { supporterId, organizationId, emailKey } as unknown as Parameters<typeof makeToken>[1];
    return post(world, `/your-data/${makeToken(world, kept)}/erase`);
  }
  const wish = { userId: null, who: 'Olga Reyes', waiting };
  await eraseSupporter(world, { supporterId, organizationId }, wish).catch((error: unknown) => {
    if (!(error instanceof NotFoundError) && !(error instanceof ConflictError)) throw error;
  });
}

type Row = {
  readonly id: string;
  readonly organization_id: string;
  readonly email_key: string;
  readonly erased_at: number | null;
};

/** One of the newest; what there was long before is erased by now. */
function chosen<One>(all: readonly One[], at: number): One | undefined {
  const newest = all.slice(-NEWEST);
  return newest[at % Math.max(1, newest.length)];
}

const NEWEST = 6;

async function post(world: World, path: string, fields: Readonly<Record<string, string>> = {}): Promise<void> {
  refuseOurs(await world.http.post(path).type('form').send(fields));
}

function refuseOurs({ status, text }: { readonly status: number; readonly text: string }): void {
  if (status >= 500) throw new Error(`an error of ours; the answer is ${status}: ${text.slice(0, 400)}`);
}
