import type { Mailing } from '../organizers/index.js';
import { writing } from '../platform/db.js';
import type { Ids } from '../platform/ids.js';
import { addressKey, canonicalEmail, findSuppression } from '../supporters/index.js';
import { makeToken, type LinkTools } from './link.js';
import { countLink, listKept } from './store.js';

const DAY_MS = 86_400_000;

/** Mails with a link that an address gets in a day: anybody may ask for them. */
export const LINKS_PER_DAY = 3;

/** For an address whose owner wants no mail from here, one: the way to their own data stays open. */
export const LINKS_PER_DAY_IF_STOPPED = 1;

export type AskTools = LinkTools & { readonly ids: Ids; readonly mailer: Mailing; readonly baseUrl: string };

/**
 * Mails the link to who has the address, if anybody here keeps something of them. It goes to the address as it was
 * given with a letter, not as it was typed now.
 */
export async function mailLink(tools: AskTools, email: string): Promise<void> {
  const emailKey = canonicalEmail(email);
  const person = emailKey === undefined ? undefined : (await listKept(tools.db, emailKey)).at(-1);
  if (!person) return;
  const key = addressKey(tools.seal, person.email);
  const isStopped = (await findSuppression(tools.db, key)) !== undefined;
  const now = tools.clock.now();
  const most = isStopped ? LINKS_PER_DAY_IF_STOPPED : LINKS_PER_DAY;
  const wanted = { addressKey: key, now, dayBefore: now - DAY_MS, most };
  if (!(await writing(tools.db, (trx) => countLink(trx, wanted)))) return;
  await tools.mailer.send({
    id: tools.ids.next(),
    to: { name: '', address: person.email },
    subject: 'The link that you asked for',
    text: textWith(`${tools.baseUrl}/your-data/${makeToken(tools, person)}`),
  });
}

function textWith(link: string): string {
  return `Hello,

somebody, we hope you, asked to see what is kept here about this address. This
page shows it. You can take it with you there, or have it erased:

${link}

The link holds for one hour. It is for you alone: whoever opens it sees what
you would see.

If you did not ask for it, you need do nothing. Nobody but you gets this mail.
`;
}
