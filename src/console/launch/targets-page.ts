import type { Rehearsed } from '../../actions/index.js';
import { dayText } from '../../platform/clock.js';
import { page, type Answer, type CampaignVisit } from '../visit.js';
import { cutText } from './checks/check-forms.js';
import { tryLetters } from './checks/check-letters.js';
import { wayOf } from './checks/check-targets.js';
import type { LaunchTools } from './launch-tools.js';
import { subjectOf, type Subject } from './subject.js';

/** One office on the list; `id` is where the next page begins. */
type Line = {
  readonly id: string;
  readonly name: string;
  readonly office: string;
  readonly body: string;
  readonly way: string;
  readonly notes: readonly string[];
  readonly shows: readonly string[];
};

const FILTERS = [
  ['', 'All'],
  ['email', 'By e-mail'],
  ['form', 'By hand, with the office’s form'],
  ['none', 'No way known'],
  ['shortened', 'Letter shortened'],
  ['over', 'Term over'],
  ['vacant', 'Vacant'],
] as const;

const WAYS = { email: 'E-mail', form: 'By hand, through its form', none: 'By hand, on paper or by phone' } as const;

const PAGE = 50;

/** Every office that the rule can address, with how it is reached and what its form would do to the letter. */
export async function targetsPage(tools: LaunchTools, visit: CampaignVisit): Promise<Answer> {
  const { campaign, query, base } = visit;
  const [show, body, after] = ['show', 'body', 'after'].map((name) => query.one(name));
  const subject = await subjectOf(tools, campaign);
  const all = linesOf(subject);
  const fitting = all.filter((line) => (!show || line.shows.includes(show)) && (!body || line.body === body));
  const begin = after ? fitting.findIndex(({ id }) => id === after) + 1 : 0;
  const lines = fitting.slice(begin, begin + PAGE);
  const here = `${base}/campaigns/${campaign.slug}/launch`;
  const more = fitting.length > begin + PAGE ? lines.at(-1)?.id : undefined;
  return page('launch/targets', {
    title: 'Whom supporters write to',
    here,
    lines,
    total: fitting.length,
    first: begin + 1,
    last: begin + lines.length,
    filters: FILTERS.map(([value, label]) => ({ value, label, isChosen: value === (show ?? '') })),
    bodies: [...new Set(all.map((line) => line.body))].map((name) => ({ name, isChosen: name === body })),
    isPaged: begin > 0,
    isFiltered: Boolean(show) || Boolean(body),
    next: more && `?${new URLSearchParams({ show: show ?? '', body: body ?? '', after: more }).toString()}`,
    start: `?${new URLSearchParams({ show: show ?? '', body: body ?? '' }).toString()}`,
  });
}

function linesOf(subject: Subject): Line[] {
  const { letters } = tryLetters(subject);
  const { everyone, roster } = subject;
  const held = everyone.targets.map((target) => heldLine(target, letters.get(target.officeId)));
  const empty = everyone.vacancies.map(({ id, name, bodyId }): Line => {
    const body = roster.bodies.get(bodyId)?.name ?? bodyId;
    return {
      id,
      name: 'Vacant',
      office: name,
      body,
      way: '–',
      notes: ['Nobody is written to here.'],
      shows: ['vacant'],
    };
  });
  return [...held, ...empty];
}

function heldLine(target: Subject['everyone']['targets'][number], letter: Rehearsed | undefined): Line {
  const way = wayOf(target);
  const cut = letter && cutText(letter);
  const notes = [
    ...(target.version === undefined ? [] : [`Gets ${target.version}.hbs`]),
    ...(cut === undefined ? [] : [`Its form ${cut}`]),
    ...(target.form?.asks.length ? [`Its form asks for: ${target.form.asks.join(', ')}`] : []),
    ...(target.termEndedOn === null ? [] : [`Term was to end on ${dayText(target.termEndedOn)}`]),
  ];
  return {
    id: target.officeId,
    name: `${target.title} ${target.name}`.trim(),
    office: target.office,
    body: target.body,
    way: WAYS[way],
    notes,
    shows: [way, ...(cut === undefined ? [] : ['shortened']), ...(target.termEndedOn === null ? [] : ['over'])],
  };
}
