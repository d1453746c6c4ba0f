import { getPeopleSettings, loadPerson, type Erasure, type Person } from '../../people/index.js';
import { ownCampaigns } from '../own-campaigns.js';
import { page, type Answer, type Visit } from '../visit.js';
import { dayIn, lettersText, momentText, NOT_LEFT, whoIn, type PeopleTools } from './people.js';
import { STATES } from '../letters/words.js';
import { MAIL_STATES, MAIL_WORDS, STOPPED_WORDS } from './words.js';

/** A page shows this many of somebody's actions; an export holds them all. */
const SHOWN_ACTIONS = 30;

/** What is known about one supporter. The page's title does not name them. */
export async function showPerson(tools: PeopleTools, visit: Visit): Promise<Answer> {
  const person = await loadPerson(tools, whoIn(visit), SHOWN_ACTIONS + 1);
  const { timeZone } = await getPeopleSettings(tools.db, visit.organization.organizationId);
  const { supporter, erasure } = person;
  const [newest] = person.actions;
  const campaigns = new Map(
    (await ownCampaigns(tools, visit)).map(({ id, slug, file }) => [id, { slug, title: file.title }]),
  );
  const told = { base: visit.base, timeZone, campaigns };
  return page('people/person', {
    title: supporter.erasedAt === null ? 'A supporter' : 'An erased supporter',
    base: visit.base,
    id: supporter.id,
    name: supporter.erasedAt === null && newest ? `${newest.givenName} ${newest.familyName}` : undefined,
    email: supporter.email,
    facts: newest && supporter.erasedAt === null ? factsOf(newest) : [],
    since: dayIn(supporter.createdAt, timeZone),
    optedInOn: supporter.optedInAt === null ? undefined : dayIn(supporter.optedInAt, timeZone),
    erased: supporter.erasedAt === null ? undefined : erasedView(erasure, timeZone),
    leaving: erasure?.doneAt === null ? leavingView(person, timeZone) : undefined,
    stopped: person.stopped && {
      words: STOPPED_WORDS[person.stopped.why],
      on: dayIn(person.stopped.at, timeZone),
    },
    actions: person.actions.slice(0, SHOWN_ACTIONS).map((action) => actionView(person, action, told)),
    hasMore: person.actions.length > SHOWN_ACTIONS,
    shown: SHOWN_ACTIONS,
  });
}

type Told = {
  readonly base: string;
  readonly timeZone: string;
  readonly campaigns: ReadonlyMap<string, { readonly slug: string; readonly title: string }>;
};

type Action = Person['actions'][number];

function factsOf(action: Action): { readonly name: string; readonly value: string }[] {
  const town = [action.locality, action.region].filter(Boolean).join(', ');
  const facts = [
    ['Postal code', action.postalCode],
    ['Town', town],
    ['Street', action.street],
    ['Phone', action.phone],
    ['Addressed as', action.prefix],
  ] as const;
  return facts.flatMap(([name, value]) => (value ? [{ name, value }] : []));
}

function actionView(person: Person, action: Action, { base, timeZone, campaigns }: Told): object {
  const campaign = campaigns.get(action.campaignId);
  const of = <One extends { readonly actionId: string }>(list: readonly One[]): One[] =>
    list.filter(({ actionId }) => actionId === action.id);
  return {
    campaign: campaign && { title: campaign.title, href: `${base}/campaigns/${campaign.slug}` },
    version: action.versionNumber,
    at: momentText(action.createdAt, timeZone),
    source: action.source,
    confirmation: confirmationText(action, timeZone),
    textsErasedOn:
      action.textsErasedAt === null || person.supporter.erasedAt !== null
        ? undefined
        : dayIn(action.textsErasedAt, timeZone),
    letters: of(person.letters).map((letter) => {
      const { title, name, office } = JSON.parse(letter.target) as Readonly<Record<string, string>>;
      return {
        href: campaign && `${base}/campaigns/${campaign.slug}/letters/${letter.deliveryId}`,
        to: [title, name].filter(Boolean).join(' '),
        office,
        state: letter.state,
        word: STATES[letter.state],
        on: dayIn(letter.stateAt, timeZone),
      };
    }),
    consents: of(person.consents).map((consent) => consentView(consent, timeZone)),
    mails: of(person.mails).map(({ kind, state, plannedAt, endedAt }) => ({
      what: MAIL_WORDS[kind] ?? kind,
      state: MAIL_STATES[state] ?? state,
      at: momentText(endedAt ?? plannedAt, timeZone),
    })),
  };
}

/** A consent to a partner is that partner's: it can be taken back here, and what was handed out is told. */
function consentView(consent: Person['consents'][number], timeZone: string): object {
  const { actionId, organization, text, givenAt, partnerId, exportedAt, withdrawnAt } = consent;
  return {
    organization,
    text,
    at: momentText(givenAt, timeZone),
    partner: partnerId !== null && {
      id: partnerId,
      actionId,
      exportedOn: exportedAt === null ? undefined : dayIn(exportedAt, timeZone),
      withdrawnOn: withdrawnAt === null ? undefined : dayIn(withdrawnAt, timeZone),
    },
  };
}

function confirmationText({ mustConfirm, confirmedAt, disownedAt }: Action, timeZone: string): string | undefined {
  if (disownedAt > 0)
    return `written by somebody else, as the owner of the address said on ${dayIn(disownedAt, timeZone)}`;
  if (confirmedAt !== null) return `address confirmed on ${dayIn(confirmedAt, timeZone)}`;
  return mustConfirm === 1 ? 'address not confirmed' : undefined;
}

function erasedView(erasure: Erasure | undefined, timeZone: string): object {
  return {
    on: erasure?.doneAt == null ? undefined : dayIn(erasure.doneAt, timeZone),
    isRetention: erasure?.why === 'retention',
    who: erasure?.who,
  };
}

/** An erasure that waits for letters to leave. */
function leavingView({ erasure, letters }: Person, timeZone: string): object {
  const waiting = letters.filter(({ state }) => NOT_LEFT.includes(state)).length;
  return { askedOn: dayIn(erasure?.askedAt ?? 0, timeZone), letters: lettersText(waiting), waiting };
}
