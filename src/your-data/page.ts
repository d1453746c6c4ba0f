import type { Campaigns } from '../campaigns/index.js';
import { dayOf, dayText } from '../platform/clock.js';
import type { Db } from '../platform/db.js';
import { inTurn } from '../platform/in-turn.js';
import type { Seal } from '../platform/seal.js';
import { getPeopleSettings, loadPerson, type PeopleSettings, type Person } from '../people/index.js';
import { listKept, type Kept } from './store.js';

export type PageTools = { readonly db: Db; readonly seal: Seal; readonly campaigns: Campaigns };

/** Nobody reads a list of more than this; the file to take along has all of them. */
const SHOWN_ACTIONS = 1_000;

/** What every organization keeps of somebody, in words. */
export async function yourDataPage(tools: PageTools, own: Kept, token: string): Promise<object> {
  const campaigns = new Map((await tools.campaigns.list()).map(({ id, file }) => [id, file.title]));
  const kept = await listKept(tools.db, own.emailKey);
  const organizations = [];
  for (const one of kept) {
    const settings = await getPeopleSettings(tools.db, one.organizationId);
    organizations.push(organizationView(await loadPerson(tools, one, SHOWN_ACTIONS), { settings, campaigns }));
  }
  return { title: 'What is kept of you', token, organizations };
}

type About = { readonly settings: PeopleSettings; readonly campaigns: ReadonlyMap<string, string> };

function organizationView(person: Person, { settings, campaigns }: About): object {
  const { supporter, actions, letters, stopped, erasure } = person;
  const day = (at: number): string => dayText(dayOf(at, settings.timeZone));
  return {
    name: settings.name,
    isLeaving: erasure !== undefined,
    email: supporter.email,
    since: day(supporter.createdAt),
    given: givenBy(person),
    actions: actions.map(({ id, campaignId, createdAt, disownedAt, textsErasedAt, ownWords, text }) => ({
      campaign: campaigns.get(campaignId) ?? 'A campaign',
      on: day(createdAt),
      letters: counted(letters.filter(({ actionId }) => actionId === id).length),
      hasWords: ownWords !== null || text !== null,
      areTextsErased: textsErasedAt !== null,
      isDisowned: disownedAt > 0,
    })),
    consents: person.consents.map(({ organization, text, givenAt, exportedAt, withdrawnAt }) => ({
      to: organization,
      text,
      on: day(givenAt),
      isHandedOut: exportedAt !== null,
      withdrawnOn: withdrawnAt === null ? undefined : day(withdrawnAt),
    })),
    stoppedOn: stopped && day(stopped.at),
  };
}

/** What somebody typed about themselves, each thing once: `Name: Ana Lima`. */
function givenBy({ actions }: Person): { readonly what: string; readonly values: string }[] {
  const fields: readonly [string, (action: Person['actions'][number]) => string | null][] = [
    ['Name', ({ prefix, givenName, familyName }) => [prefix, givenName, familyName].filter(Boolean).join(' ')],
    ['Postal code', ({ postalCode }) => postalCode],
    ['Street and town', ({ street, locality, region }) => [street, locality, region].filter(Boolean).join(', ')],
    ['Phone', ({ phone }) => phone],
  ];
  const own = actions.filter(({ disownedAt }) => disownedAt === 0);
  return fields.flatMap(([what, of]) => {
    const values = [...new Set(own.map(of))].filter(Boolean).join('; ');
    return values === '' ? [] : [{ what, values }];
  });
}

/** What the page says before somebody erases their data. */
export async function forgetPage(tools: PageTools, own: Kept, token: string): Promise<object> {
  const kept = await listKept(tools.db, own.emailKey);
  const people = await inTurn(kept, (one) => loadPerson(tools, one, SHOWN_ACTIONS));
  const letters = people.flatMap((person) => person.letters);
  const waiting = letters.filter(({ state }) => state === 'held' || state === 'queued').length;
  return {
    title: 'Erase your data?',
    token,
    email: own.email,
    waiting: waiting > 0 && counted(waiting),
    isOne: waiting === 1,
    handedTo: [
      ...new Set(
        people.flatMap(({ consents }) =>
          consents.filter(({ exportedAt }) => exportedAt !== null).map(({ organization }) => organization),
        ),
      ),
    ].join(', '),
  };
}

function counted(letters: number): string {
  return letters === 1 ? '1 letter' : `${letters} letters`;
}
