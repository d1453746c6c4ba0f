import fc from 'fast-check';
import { mutate, mutations } from '../files/mutate.js';
import { encoded, entriesOf } from '../forms/form-pool.js';
import { hostileText } from '../hostile.js';
import { ask } from '../ask.js';
import { checkAnswer } from '../check-answer.js';
import type { Fuzzing } from '../target.js';
import { openConsole } from './open-console.js';

const FORM = 'application/x-www-form-urlencoded';

/** The sheets that organizers paste, each with one that is taken. */
const SHEETS: readonly (readonly [ending: string, sheet: string])[] = [
  [
    '/positions/import',
    'office,name,position,date,source,note\nharbourview-city-council/mayor,,supports,2027-03-01,https://news.example.org/a,"Said, so"\n',
  ],
  [
    '/declared/import',
    'kind,total,from,to,campaign,source,note\npaper,120,2027-02-01,2027-02-28,,"Cards, from the stall",\ncalls,86,2027-02-01,2027-02-20,,https://phones.example.org/r,x\n',
  ],
];

const cell = fc.oneof(
  hostileText,
  fc.constantFrom('supports', 'paper', '12', '2027-02-01', 'harbourview-city-council/mayor'),
);
const rows = fc
  .array(fc.array(cell, { maxLength: 8 }), { minLength: 1, maxLength: 12 })
  .map((lines) => lines.map((cells) => cells.join(',')).join('\n'));

/** Pastes sheets into the console: their own, spoiled, and such as nobody would write. */
export async function fuzzSheets(): Promise<Fuzzing> {
  const open = await openConsole(({ campaign, coalition }) => [
    `/campaigns/${campaign ?? ''}/offices/positions`,
    `/coalitions/${coalition ?? ''}/declared`,
  ]);
  const spoiled = fc
    .tuple(fc.constantFrom(...SHEETS), mutations, fc.option(rows, { freq: 4, nil: '' }))
    .map(([[ending, sheet], done, more]) => ({ ending, csv: mutate(Buffer.from(sheet), done).toString() + more }));
  const property = fc.asyncProperty(spoiled, async ({ ending, csv }) => {
    await open.next();
    const form = open.form(ending);
    const fields = entriesOf(form).map(([name, value]) => [name, name === 'csv' ? csv : value] as const);
    const headers = { ...open.headers(), 'content-type': FORM };
    const { port } = open.program;
    const answer = await ask({ port, method: 'post', path: form.action, headers, body: encoded(fields) });
    checkAnswer(answer);
    if (answer.status !== 303 && answer.status !== 422 && answer.status !== 413)
      throw new Error(`neither taken nor refused: ${answer.status}`);
    const path = answer.headers.location?.split('#')[0];
    if (path !== undefined) checkAnswer(await ask({ port, method: 'get', path, headers: open.headers() }));
  });
  return { property, end: open.program.close };
}
