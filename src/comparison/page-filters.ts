import type { Link, Look } from './look.js';
import type { Choice, Comparison, Question, View } from './table.js';

type Option = { readonly value: string; readonly text: string; readonly isChosen: boolean };

/** The form above a table: what may be chosen, and what it keeps. */
export type Filters = {
  readonly selects: readonly { readonly name: string; readonly label: string; readonly options: readonly Option[] }[];
  readonly keeps: readonly { readonly name: string; readonly value: string }[];
  /** Where a choice narrows the table: the address without it. */
  readonly reset: string | undefined;
  readonly isFiltered: boolean;
};

/** Views in which one partner, or one campaign, may be looked at alone. */
const BY_PARTNER: readonly View[] = ['campaigns', 'weeks', 'states', 'districts'];
const BY_CAMPAIGN: readonly View[] = ['partners', 'weeks', 'states', 'districts'];

export function filtersOf(
  asked: { readonly comparison: Comparison; readonly question: Question; readonly look: Look },
  link: Link,
): Filters {
  const { question, look } = asked;
  const { choices } = asked.comparison;
  const measures = choices.columns(question).filter(({ unit, key }) => unit !== 'day' && !isOwnColumn(question, key));
  const selects = [
    { name: 'measure', label: 'Number in the chart', options: measures.map((one) => option(one, question.measure)) },
    {
      name: 'campaign',
      label: 'Campaign',
      options: BY_CAMPAIGN.includes(question.view) ? all('All campaigns', choices.campaigns, question.campaign) : [],
    },
    {
      name: 'partner',
      label: 'Brought by',
      options: BY_PARTNER.includes(question.view) ? all('Everybody', choices.partners, question.partner) : [],
    },
  ].filter(({ options }) => options.length > 1);
  const isFiltered = question.campaign !== undefined || question.partner !== undefined;
  const kept = { view: question.view, layer: question.layer, show: look.isScreen ? 'screen' : undefined };
  return {
    selects,
    keeps: Object.entries(kept).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }])),
    reset: isFiltered ? link({ campaign: undefined, partner: undefined }) : undefined,
    isFiltered,
  };
}

/** In the overlap a partner's own people stand in the matrix whatever is chosen. */
function isOwnColumn({ view }: Question, key: string): boolean {
  return view === 'overlap' && key === 'unique';
}

function option({ key, name }: Choice, chosen: string | undefined): Option {
  return { value: key, text: name, isChosen: key === chosen };
}

/** A choice of all beside each; nothing to choose where there is just one. */
function all(text: string, choices: readonly Choice[], chosen: string | undefined): Option[] {
  if (choices.length < 2) return [];
  return [{ value: '', text, isChosen: chosen === undefined }, ...choices.map((one) => option(one, chosen))];
}
