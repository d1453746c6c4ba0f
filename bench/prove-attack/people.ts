import { setTimeout as sleep } from 'node:timers/promises';
import { receiptOf, retryAfterSeconds, type Answer, type Asked, type Client } from './client.js';
import { CAMPUS, homeOf } from './networks.js';
import { filled, formIn, type PageForm } from './page-form.js';
import { PAGE, POSTAL_CODE, type Run } from './run.js';
import { solved } from './solve.js';
import { ownWords } from './words.js';

/** A person, and what came of their visit. */
export type Person = {
  readonly email: string;
  readonly hasScript: boolean;
  /** undefined where the program never said "taken". */
  receipt: string | undefined;
  /** When they first pressed the button, and when the letter was taken. */
  pressedAt: number;
  takenAt: number;
  /** The page that they wrote on asked for a proof. */
  isAsked: boolean;
  timesToldToWait: number;
  /** What the program said instead of taking the letter. */
  refused: string | undefined;
};

/** The last person sits down this far into the run. */
const LAST_COMES_AT = 0.75;

/** How long somebody reads and writes. */
const WRITES_MS = 20_000;
const WRITES_MS_MORE = 20_000;

const SENT_AGAIN_AT_MOST = 20;

/** Lets people come one after the other, each at their own pace. */
export function sendPeople(run: Run): Promise<Person[]> {
  return Promise.all(
    Array.from({ length: run.people }, async (_, number) => {
      await run.at((LAST_COMES_AT * number) / run.people);
      return visit(run, number);
    }),
  );
}

async function visit(run: Run, number: number): Promise<Person> {
  const person = newPerson(number);
  const from = number % 5 === 4 ? CAMPUS : homeOf(number);
  run.opens.add(person.email);
  const asks = async (asked: Omit<Asked, 'from'>): Promise<Answer> => patient(run.client, { ...asked, from }, person);
  const letter = await sitDown(asks);
  if (!letter) return { ...person, refused: 'no form' };
  person.isAsked = letter.challenge !== undefined;
  await sleep(WRITES_MS + (WRITES_MS_MORE * ((number * 7) % 10)) / 10);
  person.pressedAt = performance.now();
  const altcha = letter.challenge && person.hasScript ? await solved(letter.challenge) : '';
  const typed = { ...typedBy(number, person.email), ...(altcha && { altcha }) };
  const answer = await asks({ path: letter.action, sent: filled(letter, typed) });
  person.receipt = receiptOf(answer);
  person.takenAt = performance.now();
  if (person.receipt === undefined) person.refused = `answered ${answer.status}`;
  else run.listed.push(person.email);
  return person;
}

/** Opens the page and says where one lives; answers the form with the letter. */
async function sitDown(asks: (asked: Omit<Asked, 'from'>) => Promise<Answer>): Promise<PageForm | undefined> {
  const start = formIn((await asks({ path: PAGE })).body);
  return start && formIn((await asks({ path: start.action, sent: filled(start, { postal_code: POSTAL_CODE }) })).body);
}

function newPerson(number: number): Person {
  return {
    email: `person${number}@supporter.example`,
    hasScript: number % 4 !== 3,
    receipt: undefined,
    pressedAt: 0,
    takenAt: 0,
    isAsked: false,
    timesToldToWait: 0,
    refused: undefined,
  };
}

/** Half of the people write something of their own. */
function typedBy(number: number, email: string): Readonly<Record<string, string>> {
  const words = number % 2 === 0 ? { own_words: ownWords(number) } : {};
  return { given_name: 'Ana', family_name: `Lima ${number}`, email, ...words };
}

/** Asks as a browser does: a page anew, and the form on the "one moment" page again, after the time that is named. */
async function patient(client: Client, first: Asked, person: Person): Promise<Answer> {
  let asked = first;
  for (let time = 0; ; time++) {
    const answer = await client.ask(asked);
    const wait = answer.status === 0 ? 1 : retryAfterSeconds(answer);
    if (wait === undefined || time === SENT_AGAIN_AT_MOST) return answer;
    person.timesToldToWait += 1;
    await sleep(wait * 1_000 + 200);
    const kept = asked.sent === undefined ? undefined : formIn(answer.body);
    if (kept) asked = { path: kept.action, from: first.from, sent: filled(kept, {}) };
  }
}

/** Opens the links that are mailed to people, some seconds after they came, until it is told to stop. */
export async function openLinks({ client, mailbox, opens }: Run, isOver: () => boolean): Promise<number> {
  let opened = 0;
  while (!isOver()) {
    await sleep(2_000);
    const links = mailbox.takeLinks().filter(({ to }) => opens.has(to));
    const answers = await Promise.all(
      links.map(({ path }) => client.ask({ path, from: homeOf(999), sent: new URLSearchParams() })),
    );
    opened += answers.filter(({ status }) => status === 303).length;
  }
  return opened;
}
