import { columnsOf, pairColumn } from './measures.js';
import type { Scene } from './scene.js';
import type { Question, Row, Table, Value } from './table.js';

/**
 * Each partner's people, and how many of them came by each other partner too: a column `with:CODE` for each. How many came
 * by just one partner, by two, … stands apart.
 */
export function overlapTable(
  { subjects, people }: Scene,
  question: Question,
): Pick<Table, 'title' | 'columns' | 'rows' | 'total' | 'further'> {
  const isShare = question.measure === 'bothShare';
  const partners = subjects.filter(({ isPartner, name }) => isPartner && name !== '');
  const unique = columnsOf(question).filter(({ key }) => key === 'unique');
  const rows = partners.map(({ group, key, name, note }): Row => {
    const values: Record<string, Value> = { unique: people.byGroup(group) };
    for (const other of partners) {
      const both = isShare ? people.pairShare(group, other.group) : people.pair(group, other.group);
      values[`with:${other.key}`] = other.group === group ? null : both;
    }
    return { key, name, values, ...(note !== undefined && { note }) };
  });
  return {
    title: 'Overlap',
    columns: [...unique, ...partners.map(({ key, name }) => pairColumn({ code: key, name }, isShare))],
    rows,
    total: { key: 'total', name: 'Different people in all', values: { unique: people.unique } },
    further: {
      title: 'By how many partners people came',
      columns: [
        {
          key: 'unique',
          name: 'Different people',
          unit: 'count',
          means:
            'People who came by so many partners; who came only by other links or without a source is not among them.',
        },
      ],
      rows: people.byPartners.map((count, index) => ({
        key: `by:${index + 1}`,
        name: index === 0 ? 'By one partner only' : `By ${index + 1} partners`,
        values: { unique: count },
      })),
    },
  };
}
