import type { Campaigns } from '../campaigns/index.js';
import type { ReadLetters } from '../deliveries/index.js';
import { loadPerson, type Person, type PersonTools, type Who } from './person.js';

export type PersonExportTools = PersonTools & { readonly campaigns: Campaigns; readonly readLetters: ReadLetters };

/** Nobody has acted in more campaigns than this. */
const ALL_ACTIONS = 10_000;

/** All that is kept about one person, for them: what they gave, agreed to, wrote and got. @throws NotFoundError */
export async function exportPerson(tools: PersonExportTools, who: Who): Promise<object> {
  const person = await loadPerson(tools, who, ALL_ACTIONS);
  const { supporter, stopped, erasure } = person;
  const campaigns = new Map((await tools.campaigns.list()).map(({ id, slug }) => [id, slug]));
  const letters = await tools.readLetters(
    person.letters.map(({ deliveryId, letterId }) => ({ id: deliveryId, letterId })),
  );
  return {
    about: 'All that is kept about one person by one organization. Moments are UTC.',
    email: supporter.email,
    first_seen_at: momentOf(supporter.createdAt),
    agreed_to_hear_from_us_at: momentOf(supporter.optedInAt),
    mails_stopped: stopped ? { why: stopped.why, at: momentOf(stopped.at) } : null,
    erasure: erasure ? { asked_at: momentOf(erasure.askedAt), done_at: momentOf(erasure.doneAt) } : null,
    actions: person.actions.map(({ campaignId, ...action }) => ({
      campaign: campaigns.get(campaignId) ?? campaignId,
      ...actionOf(action),
      letters: lettersOf(person, action.id, letters),
      consents: person.consents
        .filter(({ actionId }) => actionId === action.id)
        .map(({ organization, text, ...moments }) => ({
          organization,
          text,
          given_at: momentOf(moments.givenAt),
          handed_out_at: momentOf(moments.exportedAt),
          taken_back_at: momentOf(moments.withdrawnAt),
        })),
      mails: person.mails
        .filter(({ actionId }) => actionId === action.id)
        .map(({ kind, state, plannedAt, endedAt }) => {
          return { kind, state, planned_at: momentOf(plannedAt), ended_at: momentOf(endedAt) };
        }),
    })),
  };
}

function actionOf(action: Omit<Person['actions'][number], 'campaignId'>): object {
  return {
    campaign_version: action.versionNumber,
    source: action.source,
    taken_at: momentOf(action.createdAt),
    address_confirmed_at: momentOf(action.confirmedAt),
    disowned_at: action.disownedAt > 0 ? momentOf(action.disownedAt) : null,
    prefix: action.prefix,
    given_name: action.givenName,
    family_name: action.familyName,
    postal_code: action.postalCode,
    street: action.street,
    locality: action.locality,
    region: action.region,
    phone: action.phone,
    districts: JSON.parse(action.divisions) as unknown,
    own_subject: action.subject,
    own_text: action.text,
    own_words: action.ownWords,
    texts_erased_at: momentOf(action.textsErasedAt),
  };
}

function lettersOf(person: Person, actionId: string, read: Awaited<ReturnType<ReadLetters>>): object[] {
  return person.letters
    .filter((letter) => letter.actionId === actionId)
    .map(({ deliveryId, target, channel, state, stateAt, answer }) => {
      const { title, name, office } = JSON.parse(target) as Readonly<Record<string, string>>;
      const letter = read.get(deliveryId);
      return {
        to: { title, name, office },
        way: channel,
        state,
        since: momentOf(stateAt),
        office_answered: answer,
        subject: letter?.subject ?? null,
        text: letter?.wholeText ?? null,
      };
    });
}

function momentOf(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
