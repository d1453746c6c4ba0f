import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from './client.js';
import { filled, formIn, type PageForm } from './page-form.js';
import { NATIONAL, PAGE, POSTAL_CODE, type Run } from './run.js';

type Bot = { readonly number: number; readonly from: string };

/** Longer than the three seconds in which nobody reads a letter. */
export const WAITS_MS = 4_000;
const SHARED_FOR_MS = 60_000;

/** A form with a letter of its own for a bot; an empty one where the program does not give it any. */
export async function letterForm({ client }: Run, from: string, page = PAGE): Promise<PageForm> {
  const start = formIn((await client.ask({ path: page, from })).body);
  const sent = filled(start ?? EMPTY, { postal_code: POSTAL_CODE });
  const letter = await client.ask({ path: `${page}/find`, from, sent });
  return formIn(letter.body) ?? EMPTY;
}

const EMPTY: PageForm = { action: PAGE, fields: [], challenge: undefined };

let shared: { readonly form: Promise<PageForm>; readonly at: number } | undefined;

/** One form that many bots send, each for somebody else, which has been open long enough; fetched anew each minute. */
export async function sharedForm(run: Run, { from }: Bot): Promise<PageForm> {
  const now = performance.now();
  if (!shared || now - shared.at > SHARED_FOR_MS) shared = { form: aged(run, from), at: now };
  return shared.form;
}

async function aged(run: Run, from: string): Promise<PageForm> {
  const form = await letterForm(run, from);
  await sleep(WAITS_MS);
  return form;
}

export type Filling = { readonly letter: PageForm; readonly typed: Readonly<Record<string, string>> };

export function sendForm({ client }: Run, { from }: Bot, { letter, typed }: Filling): Promise<Answer> {
  return client.ask({ path: letter.action, from, sent: filled(letter, typed) });
}

/** A district and an office that the bots' place does not have. */
const FOREIGN_DISTRICT = 'CA-12';
const FOREIGN_OFFICE = 'us-house/ca-12';

type Named = Readonly<Record<string, string>>;

/** Asks for letters to offices that the person's place does not have: by the page's form, and by the API in two ways. */
export async function forge(run: Run, bot: Bot, person: Named): Promise<Answer> {
  const { number, from } = bot;
  if (number % 3 === 0) {
    const letter = await letterForm(run, from, `/c/${NATIONAL}`);
    return sendForm(run, bot, { letter, typed: { ...person, district: FOREIGN_DISTRICT } });
  }
  const supporter = { ...person, postal_code: POSTAL_CODE };
  const isByOffice = number % 3 === 1;
  const sent = isByOffice ? { supporter, offices: [FOREIGN_OFFICE] } : { supporter, district: FOREIGN_DISTRICT };
  const slug = isByOffice ? PAGE.slice('/c/'.length) : NATIONAL;
  return run.client.ask({ path: `/api/v1/campaigns/${slug}/actions`, from, sent: JSON.stringify(sent) });
}
