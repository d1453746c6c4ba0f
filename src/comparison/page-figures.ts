import type { Coalition } from '../partners/index.js';
import { plain } from '../platform/number-text.js';
import type { Comparison } from './table.js';
import { numberOf, valueText } from './value-text.js';

/** A number of all partners together, with its definition. */
export type Figure = {
  readonly name: string;
  readonly value: string;
  readonly means: string;
  readonly hint: string | undefined;
  readonly goal: { readonly share: number; readonly text: string } | undefined;
};

/** Columns of the partners' table whose totals stand on top of each page. */
const HEADLINE = ['unique', 'actions', 'taken', 'delivered', 'districts'] as const;

/** The headline: the totals of all campaigns and partners, whatever the table below is narrowed to. */
export function figuresOf({ goal }: Coalition, comparison: Comparison): readonly Figure[] {
  const whole = { view: 'partners', measure: 'actions', sort: 'actions', isDescending: true } as const;
  const { columns, total } = comparison.table(whole);
  if (!total) return [];
  return HEADLINE.flatMap((key): Figure[] => {
    const column = columns.find((one) => one.key === key);
    const value = total.values[key];
    if (!column || value === undefined || value === null) return [];
    const { name, means, unit } = column;
    const people = key === 'unique' && goal !== null ? numberOf(value) : undefined;
    return [
      {
        name,
        value: valueText(value, unit),
        means,
        hint: key === 'delivered' ? shareHint(total.values['deliveredShare']) : undefined,
        goal: people === undefined || goal === null ? undefined : goalOf(people, goal),
      },
    ];
  });
}

function shareHint(share: Parameters<typeof numberOf>[0]): string | undefined {
  return numberOf(share) === undefined ? undefined : `${valueText(share, 'share')} of the letters taken`;
}

function goalOf(people: number, goal: number): Figure['goal'] {
  return { share: Math.min(100, Math.round((people / goal) * 100)), text: `of ${plain(goal)}, the goal` };
}
