import { definitions } from '../counts/index.js';
import type { Column, Question } from './table.js';

const column = (key: string, name: string, rest: Pick<Column, 'unit' | 'means'>): Column => ({ key, name, ...rest });

const PEOPLE = {
  actions: column('actions', 'People who wrote', {
    unit: 'count',
    means:
      'Who comes again to the same campaign is counted once. Each is counted for the one link that brought them; all rows together are the campaigns’ own total.',
  }),
  share: column('share', 'Share', { unit: 'share', means: 'People who wrote, as a share of the total of this table.' }),
  rate: column('rate', 'Per 1,000 members', {
    unit: 'rate',
    means:
      'People who wrote for each 1,000 members of the partner, as it states its members itself; the day of that statement stands beside its name.',
  }),
} as const;

const WHOLE = [
  column('unique', 'Different people', {
    unit: 'count',
    means:
      'People told apart by their e-mail address, each counted once in all campaigns of the coalition. Who came by two partners counts for both, so this column does not add up; its total counts everybody once.',
  }),
  column('newPeople', 'New people', {
    unit: 'count',
    means: 'People whose first letter in any campaign of the coalition came by this link.',
  }),
] as const;

const OWN = [
  column('ownShare', 'With own words', {
    unit: 'share',
    means: `${definitions.with_own_words} As a share of the people who wrote.`,
  }),
  column('ownWords', 'People with own words', { unit: 'count', means: definitions.with_own_words }),
] as const;

const LETTERS = [
  column('taken', 'Letters taken', { unit: 'count', means: definitions.taken }),
  column('delivered', 'Delivered', { unit: 'count', means: definitions.delivered }),
  column('deliveredShare', 'Delivered, share', {
    unit: 'share',
    means: `Letters delivered, as a share of the letters taken. ${definitions.delivered}`,
  }),
  column('waiting', 'Waiting', { unit: 'count', means: definitions.waiting }),
  column('failed', 'Failed', { unit: 'count', means: definitions.failed }),
  column('handed_over', 'Handed over', { unit: 'count', means: definitions.handed_over }),
  column('cancelled', 'Cancelled', { unit: 'count', means: definitions.cancelled }),
  column('previewed', 'Not sent: preview', { unit: 'count', means: definitions.previewed }),
  column('optIns', 'Opt-ins', { unit: 'count', means: definitions.opt_ins }),
] as const;

const REACH = [
  column('districts', 'Districts', {
    unit: 'count',
    means:
      'Districts from which somebody wrote, of the kind that is known for most people. Who lives in which is counted only where it is certain. Where some of a row’s districts are hidden, it is rounded to the nearest five.',
  }),
  column('states', 'States', {
    unit: 'count',
    means:
      'States from which somebody wrote, counted where it is certain. Where some of a row’s states are hidden, it is rounded to the nearest five.',
  }),
] as const;

const TIME = [
  column('thisWeek', 'This week', { unit: 'count', means: 'People who wrote since Monday.' }),
  column('speed', 'Speed', {
    unit: 'rate',
    means: 'People a week: the median of the last four full weeks, so that one loud week does not decide.',
  }),
  column('firstWeek', 'First week', {
    unit: 'day',
    means: 'The Monday of the first week for which ten people or more are shown.',
  }),
] as const;

const OVERLAP = [
  column('unique', 'People of the partner', {
    unit: 'count',
    means: 'Different people who came by this partner at least once, in any campaign of the coalition.',
  }),
  column('both', 'People who came by both', {
    unit: 'count',
    means:
      'People who wrote by a link of the one partner in one campaign and by a link of the other in another. They count for both.',
  }),
  column('bothShare', 'Share of the smaller', {
    unit: 'share',
    means: 'People who came by both partners, as a share of the people of the smaller of the two.',
  }),
] as const;

/** The columns of a view; the first is what it is about unless another is asked for. */
export function columnsOf({ view, campaign, partner }: Pick<Question, 'view' | 'campaign' | 'partner'>): Column[] {
  const { actions, share, rate } = PEOPLE;
  switch (view) {
    case 'partners': {
      const whole = campaign === undefined ? WHOLE : [];
      return [actions, share, ...whole, rate, ...OWN, ...LETTERS, ...REACH, ...TIME];
    }
    case 'campaigns':
      return [actions, share, ...(partner === undefined ? [] : [rate]), ...OWN, ...LETTERS, ...REACH, ...TIME];
    case 'weeks':
    case 'states':
    case 'districts':
      return partner === undefined ? [actions, share] : [actions, share, rate];
    case 'overlap':
      return [...OVERLAP];
  }
}

/** A column of the matrix: people who came by a partner and by this one too. */
export function pairColumn(partner: { code: string; name: string }, isShare: boolean): Column {
  const means = OVERLAP[isShare ? 2 : 1].means;
  return column(`with:${partner.code}`, partner.name, { unit: isShare ? 'share' : 'count', means });
}
