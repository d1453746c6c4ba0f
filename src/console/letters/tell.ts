import { countLetters, DeliveryError, type Mailer } from '../../deliveries/index.js';
import {
  beginMessage,
  countMails,
  findMessage,
  insertMessage,
  listMessages,
  markTested,
  MESSAGE_FIELDS,
  messageQuery,
  messageWords,
  readMessage,
  rewriteMessage,
  SAMPLE,
  sendTest,
  type SenderMessage,
} from '../../notices/index.js';
import { momentText } from '../../platform/clock.js';
import { InputError, NotFoundError, type Fault } from '../../platform/errors.js';
import type { Ids } from '../../platform/ids.js';
import { showFaults } from '../../web/index.js';
import { go, page, type Answer, type CampaignVisit, type Visit } from '../visit.js';
import { carried, queryOf, readLooking, searchOf } from './filter.js';
import { COUNTED, type ListTools } from './list.js';
import { scopeOf } from './scope.js';
import { lettersText, numberText } from './words.js';

export type TellTools = ListTools & { readonly ids: Ids; readonly mailer: Mailer };

const EARLIER = 20;

/** What a new message says, until somebody writes something better. */
const PROPOSAL = {
  subject: 'About your letter to {{office}}',
  text: 'Hello,\n\nYour letter to {{office}} in the campaign “{{campaign}}” did not arrive. It was not your fault.\n\nYour receipt shows other ways to reach the office, with the text to copy:\n\n{{receipt}}\n\nThank you for writing.',
};

/** Begins a message to the senders of letters that failed. */
export async function newMessagePage(
  tools: TellTools,
  visit: Visit | CampaignVisit,
  faults: readonly Fault[] = [],
): Promise<Answer> {
  const scope = await scopeOf(tools.campaigns, visit);
  const isTyped = faults.length > 0;
  const looking = readLooking(isTyped ? visit.form : visit.query);
  const wanted = messageQuery(queryOf(looking, scope, tools.clock.now()));
  const found = await countLetters(tools.db, wanted, COUNTED);
  const earlier = await listMessages(tools.db, visit.organization.organizationId, EARLIER);
  return page(
    'letters/tell',
    {
      title: 'Write to senders',
      href: scope.href,
      back: scope.href + searchOf(looking),
      count: lettersText(found),
      isAny: found.letters > 0,
      carried: carried(looking),
      earlier: earlier.map(({ id, subject, madeAt, beganAt }) => ({
        subject,
        href: `${visit.base}/letters/tell/${id}`,
        at: momentText(madeAt, scope.timeZone),
        word: beganAt === null ? 'not sent' : 'sent',
      })),
      ...formView(isTyped ? typed(visit) : PROPOSAL, faults),
    },
    isTyped ? { status: 422 } : {},
  );
}

function typed({ form }: Visit): { readonly subject: string; readonly text: string } {
  return { subject: form.one('subject'), text: form.one('text') };
}

function formView(values: { readonly subject: string; readonly text: string }, faults: readonly Fault[]): object {
  return {
    values,
    fields: Object.entries(MESSAGE_FIELDS).map(([name, means]) => ({ name: `{{${name}}}`, means })),
    ...showFaults(faults),
  };
}

/** Keeps a new message; nothing goes out yet. */
export async function keepMessage(tools: TellTools, visit: Visit | CampaignVisit): Promise<Answer> {
  const words = tryReading(visit);
  if ('faults' in words) return newMessagePage(tools, visit, words.faults);
  const scope = await scopeOf(tools.campaigns, visit);
  const looking = readLooking(visit.form);
  const wanted = messageQuery(queryOf(looking, scope, tools.clock.now()));
  const id = tools.ids.next();
  await insertMessage(tools.db, {
    id,
    organizationId: visit.organization.organizationId,
    about: JSON.stringify(wanted),
    foundBy: scope.path + searchOf(looking),
    ...words,
    madeAt: tools.clock.now(),
  });
  return go(`/letters/tell/${id}`, 'Kept. Nothing has gone out yet: send it to yourself first.');
}

function tryReading(
  visit: Visit,
): { readonly subject: string; readonly text: string } | { readonly faults: readonly Fault[] } {
  try {
    return readMessage(typed(visit));
  } catch (error) {
    if (error instanceof InputError) return { faults: error.faults };
    throw error;
  }
}

/** One message: its words, its test, and how its mails stand. */
export async function messagePage(tools: TellTools, visit: Visit, faults: readonly Fault[] = []): Promise<Answer> {
  const message = await findOwn(tools, visit);
  const isTyped = faults.length > 0;
  const found = await countLetters(tools.db, messageQuery(JSON.parse(message.about) as never), COUNTED);
  const at = (moment: number | null): string | undefined => (moment === null ? undefined : momentText(moment, 'UTC'));
  return page(
    'letters/message',
    {
      title: 'Message to senders',
      action: `${visit.base}/letters/tell/${message.id}`,
      back: visit.base + message.foundBy,
      email: visit.user.email,
      count: lettersText(found),
      sample: messageWords(message, SAMPLE),
      testedAt: at(message.testedAt),
      beganAt: at(message.beganAt),
      endedAt: at(message.endedAt),
      progress: message.beganAt === null ? undefined : await progressView(tools, message),
      ...formView(isTyped ? typed(visit) : message, faults),
    },
    isTyped ? { status: 422 } : {},
  );
}

async function progressView({ db }: TellTools, { id, letters, people }: SenderMessage): Promise<object> {
  const mails = await countMails(db, id);
  const of = (...states: readonly string[]): number => states.reduce((sum, state) => sum + (mails.get(state) ?? 0), 0);
  const planned = [...mails.values()].reduce((sum, count) => sum + count, 0);
  return {
    letters: numberText(letters),
    people: numberText(people),
    sent: numberText(of('sent')),
    waiting: numberText(of('waiting')),
    lines: [
      { text: 'Not sent: this server has no mail server configured', count: of('previewed') },
      { text: 'Could not be delivered, or nobody knows', count: of('failed', 'unknown') },
      { text: 'Not written to, because they want no such mails', count: of('suppressed') },
      { text: 'Not needed any more, because their letters went on', count: of('dropped') },
      { text: 'Not written to, because they got several mails lately', count: people - planned },
    ]
      .filter(({ count }) => count > 0)
      .map(({ text, count }) => ({ text, count: numberText(count) })),
  };
}

/** Changes the words of a message that has not gone out; it is to be tested again. */
export async function changeMessage(tools: TellTools, visit: Visit): Promise<Answer> {
  const message = await findOwn(tools, visit);
  const words = tryReading(visit);
  if ('faults' in words) return messagePage(tools, visit, words.faults);
  await rewriteMessage(tools.db, { id: message.id, ...words });
  return go(`/letters/tell/${message.id}`, 'Kept. Send it to yourself to see it as it will be.');
}

/** Sends the message to who asks, as an example. */
export async function testMessage(tools: TellTools, visit: Visit): Promise<Answer> {
  const message = await findOwn(tools, visit);
  const to = `/letters/tell/${message.id}`;
  try {
    const { state } = await sendTest(tools, message, visit.user);
    await markTested(tools.db, message, tools.clock.now());
    return go(
      to,
      state === 'previewed'
        ? 'This server has no mail server configured, so no test went out. What you see below is how it reads.'
        : `Sent to ${visit.user.email}. Read it there, then let it go out.`,
    );
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    return go(to, `The test could not be sent: ${error.message}`);
  }
}

/** Lets a tested message go out; mails leave as far as each address has not had too many. */
export async function sendMessage(tools: TellTools, visit: Visit): Promise<Answer> {
  const message = await findOwn(tools, visit);
  const to = `/letters/tell/${message.id}`;
  const isBegun = await beginMessage(tools.db, message.id, tools.clock.now());
  if (!isBegun) return go(to, message.beganAt === null ? 'Send it to yourself first.' : 'It is going out already.');
  return go(to, 'It is going out now. This page shows how far it has come.', { trace: { detail: message.subject } });
}

/** @throws NotFoundError */
async function findOwn({ db }: TellTools, visit: Visit): Promise<SenderMessage> {
  const message = await findMessage(db, visit.organization.organizationId, visit.part('message'));
  if (!message) throw new NotFoundError('There is no such message.');
  return message;
}
