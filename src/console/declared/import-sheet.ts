import { readTable } from '../../data-sets/index.js';
import { checkDeclared, enterDeclared, type DeclaredContent, type DeclaredRules } from '../../partners/index.js';
import { InputError, type Fault } from '../../platform/errors.js';
import { plain } from '../../platform/number-text.js';
import { go, type Answer, type CoalitionVisit } from '../visit.js';
import { campaignsOf, rootOf, rulesOf, type DeclaredPageTools } from './form.js';
import { showDeclared } from './list-page.js';

/** So many lines are taken at once. */
const MOST_LINES = 500;

/** So many faults are named at once: nobody reads more. */
const MOST_FAULTS = 30;

/** Enters the numbers of a sheet: all of its lines, or none where one cannot be taken. */
export async function importDeclared(tools: DeclaredPageTools, visit: CoalitionVisit): Promise<Answer> {
  const csv = visit.form.one('csv');
  const rules = rulesOf(tools, visit, await campaignsOf(tools, visit));
  const { contents, faults } = await readSheet(visit, rules).catch((error: unknown) => {
    if (error instanceof InputError) return { contents: [], faults: error.faults };
    throw error;
  });
  if (faults.length > 0)
    return showDeclared(tools, visit, { faults: faults.slice(0, MOST_FAULTS).map(onSheet), typed: { csv } });
  await enterDeclared(tools, visit, contents);
  const said = contents.length === 1 ? 'One number is entered.' : `${plain(contents.length)} numbers are entered.`;
  return go(rootOf(visit), said, {
    trace: { about: `coalition:${visit.coalition.slug}`, detail: `${contents.length} lines` },
  });
}

type Sheet = { readonly contents: readonly DeclaredContent[]; readonly faults: readonly Fault[] };

async function readSheet({ form, sheet }: CoalitionVisit, rules: DeclaredRules): Promise<Sheet> {
  const contents: DeclaredContent[] = [];
  const faults: Fault[] = [];
  let lines = 0;
  if (form.one('csv').trim() === '')
    throw new InputError([{ field: 'csv', message: 'Paste the lines of your sheet, or choose a file.' }]);
  const names = ['kind', 'total', 'from', 'to', 'campaign', 'source', 'note'] as const;
  const columns = {
    ...{ kind: ['kind', 'what'], total: ['total', 'count', 'number'], from: ['from', 'from_on'], to: ['to', 'to_on'] },
    ...{ campaign: ['campaign'], source: ['source'], note: ['note'] },
  } satisfies Record<(typeof names)[number], string[]>;
  for await (const { line, values } of readTable(await sheet('csv'), { columns, required: names.slice(0, 4) })) {
    if (++lines > MOST_LINES)
      throw new InputError([{ field: 'csv', message: `Import ${MOST_LINES} lines at a time at the most.` }]);
    try {
      const { from, to, ...same } = values;
      contents.push(checkDeclared({ ...same, from_on: from, to_on: to }, rules));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      faults.push(...error.faults.map((fault) => ({ ...fault, line })));
    }
  }
  if (lines === 0) faults.push({ field: 'csv', message: 'There is no line below the names of the columns.' });
  return { contents, faults };
}

function onSheet({ line, ...fault }: Fault): Fault {
  return line === undefined ? { ...fault, field: 'csv' } : { field: 'csv', message: `Line ${line}: ${fault.message}` };
}
