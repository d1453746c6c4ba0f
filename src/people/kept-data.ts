import { DEFAULT_DAYS } from './periods.js';
import { KEPT_MAIL_DAYS, LATE_INVITATION_DAYS } from './store-forget-old.js';

/** One kind of data that tells of a person. */
export type KeptData = {
  /** Of supporters, who are shown it, or of those who work here. */
  readonly of: 'supporters' | 'organizers';
  /** What it is, in plain words. */
  readonly what: string;
  /** Where it lies, as `table.column`. */
  readonly columns: readonly string[];
  readonly why: string;
  /** How long it is kept, and what empties it. */
  readonly until: string;
};

const WITH_THE_PERSON = `until the person is erased: by themselves, when they ask for it, or after the organization’s period for people`;

/**
 * Everything that is kept of people. A test walks all tables: a new column of text must stand here, or among those that
 * tell of nobody. docs/privacy.md and the page /privacy say the same.
 */
export const keptData: readonly KeptData[] = [
  {
    of: 'supporters',
    what: 'E-mail address',
    columns: ['supporters.email', 'supporters.email_key', 'actions.request_key'],
    why: 'to know who wrote already, to mail copies and news of letters, and so that offices can answer',
    until: `${WITH_THE_PERSON} (${DEFAULT_DAYS.people} days after their last letter, unless they agreed to hear from it)`,
  },
  {
    of: 'supporters',
    what: 'Name, postal code and town',
    columns: [
      ...['prefix', 'given_name', 'family_name', 'postal_code', 'locality', 'region', 'postal_area'].map(inActions),
      ...['letters.signed', 'supporter_keys.key'],
    ],
    why: 'to sign the letters, and to show an office that a constituent writes',
    until: WITH_THE_PERSON,
  },
  {
    of: 'supporters',
    what: 'Street and phone',
    columns: ['street', 'phone'].map(inActions),
    why: 'some offices take no letter without them; a street can settle the district',
    until: `until no letter can need them any more, and the organization’s period behind that (${DEFAULT_DAYS.contacts} days)`,
  },
  {
    of: 'supporters',
    what: 'What was written',
    columns: [
      ...['subject', 'text', 'own_words'].map(inActions),
      ...['text_signatures.signature', 'text_bands.band', 'quotations.consent'],
    ],
    why: 'letters are made of it when they are sent, and shown on the receipt',
    until: `the organization’s period for texts (${DEFAULT_DAYS.texts} days after all letters of the action have ended)`,
  },
  {
    of: 'supporters',
    what: 'A further letter under an address that had written, sent only if the owner of the address says so',
    columns: ['repeats.typed', 'repeats.request_key', 'repeats.token'],
    why: 'its receipt shows it to whoever sent it, and the owner of the address can have it sent',
    until: '30 days, or the organization’s period for texts where that is shorter',
  },
  {
    of: 'supporters',
    what: 'What mail servers said of letters, which may quote them',
    columns: [
      ...['attempts.response', 'deliveries.reason', 'delivery_events.reason', 'delivery_events.answer'],
      ...['bounces.answer', 'notices.reason'],
    ],
    why: 'to tell why a letter failed, and to send it another way',
    until: 'as long as what was written',
  },
  {
    of: 'supporters',
    what: 'Mail to a letter’s return address that no program understood',
    columns: ['kept_mails.raw'],
    why: 'somebody has to look whether it is a bounce or an answer',
    until: `until somebody settled it, ${KEPT_MAIL_DAYS} days at the most`,
  },
  {
    of: 'supporters',
    what: 'What was agreed to',
    columns: ['consents.organization', 'consents.text', 'consents.withdrawn_by'],
    why: 'the proof of a consent, in the words that were shown',
    until: 'as long as the campaign, without name or address once the person is erased',
  },
  {
    of: 'supporters',
    what: 'Districts, what letters were about and where each stands',
    columns: ['actions.divisions', 'actions.source', 'actions.suspicions', 'actions.token', 'answers.answer'],
    why: 'to count them, and to show the receipt',
    until: 'as long as the campaign, without name or address once the person is erased',
  },
  {
    of: 'supporters',
    what: 'Keyed digests of addresses, which cannot be turned back',
    columns: [
      ...['suppressions.address_key', 'erasures.address_digest', 'notices.address_key', 'data_links.address_key'],
      ...['coalition_people.person_key', 'coalition_forgotten.person_key'],
    ],
    why: 'to mail nobody who wants no mail or too much of it, to prove an erasure, and to count people once',
    until:
      'proofs and stopped addresses for good, a count of mailed links for a day, the others until the person is erased',
  },
  {
    of: 'supporters',
    what: 'Keyed digests of network addresses, under a key of the day',
    columns: ['account_tries.key'],
    why: 'to slow down who tries too often',
    until:
      'an hour after the last try; of network addresses themselves only the range of a flood is kept, in its alert',
  },
  {
    of: 'supporters',
    what: 'Block lists, which organizers fill in',
    columns: ['blocks.pattern', 'blocks.note'],
    why: 'letters from such addresses, domains and networks are read before they leave',
    until: 'until somebody takes the line off, or 30 days after the day on which it ends',
  },
  {
    of: 'supporters',
    what: 'Alerts of a flood',
    columns: ['spike_alerts.network', 'spike_alerts.domain', 'spike_alerts.about'],
    why: 'so that organizers can put its network or mail domain on the block list',
    until: 'the network a day, the alert 30 days',
  },
  {
    of: 'supporters',
    what: 'Where a street lies',
    columns: ['geocoder_answers.key', 'geocoder_answers.answer'],
    why: 'to ask a geocoder only once; the street is a keyed digest, the answer a point',
    until: '30 days, where a geocoder is set up',
  },
  {
    of: 'organizers',
    what: 'Accounts',
    columns: [
      ...['id', 'email', 'email_key', 'name', 'password_hash'].map((name) => `users.${name}`),
      ...['second_factors.secret', 'recovery_codes.code', 'sessions.id', 'sessions.agent', 'sessions.said'],
      ...['account_links.token', 'api_keys.name', 'api_keys.key_hash', 'api_keys.created_by'],
    ],
    why: 'to sign in',
    until: 'as long as the account; sessions 7 days, links until they run out',
  },
  {
    of: 'organizers',
    what: 'Changes of an account’s address',
    columns: ['email', 'email_key', 'former_email', 'former_key'].map((name) => `address_changes.${name}`),
    why: 'to confirm the new address, and to give the former one back to whoever it was taken from',
    until: 'a day while they are not confirmed, 7 days after they were',
  },
  {
    of: 'organizers',
    what: 'Invitations',
    columns: ['invitations.email', 'invitations.email_key', 'invitations.invited_by'].concat(
      ['email', 'email_key', 'invited_by'].map((name) => `coalition_invitations.${name}`),
    ),
    why: 'to let people join',
    until: `until they are answered, ${LATE_INVITATION_DAYS} days after they ran out at the most`,
  },
  {
    of: 'organizers',
    what: 'Who did what',
    columns: [
      ...['audit_entries.who', 'audit_entries.about', 'audit_entries.detail', 'erasures.who', 'quotations.looked_by'],
      ...['agreement_acceptances.who', 'approvals.asked_by', 'approvals.decided_by', 'campaign_stages.who'],
      ...['campaign_versions.author', 'coalition_agreements.who', 'coalition_milestones.recorded_by'],
      ...['milestones.recorded_by', 'positions.recorded_by', 'declared_numbers.questioned_by', 'report_links.made_by'],
      ...['declared_numbers.withdrawn_by', 'declared_versions.who', 'partner_page_versions.who'],
      ...['blocks.added_by', 'spike_alerts.settled_by', 'api_keys.maker_id'],
    ],
    why: 'the log of the console and who decided what; it names who works here, never supporters',
    until: 'as long as the organization',
  },
];

function inActions(column: string): string {
  return `actions.${column}`;
}
