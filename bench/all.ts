/**
 * Measures everything there is an aim for, each part in a process of its own so that the memory of one does not colour
 * the next, and prints one table; about ten minutes. A part that fails is a line that says so.
 * `npm run bench -- [--full] [--only page,action] [--markdown FILE] [--strict] [--postgres URL]`; with --strict a
 * missed aim or a failed part ends it with 1.
 */
import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { measureApart, type Outcome } from './all/measure-apart.js';
import { isPart, partNames, type PartName } from './all/parts.js';
import { isMet, measuredMarkdown, measuredText } from './table.js';

const { values } = parseArgs({
  options: {
    /** Five million actions and more rounds; about an hour. */
    full: { type: 'boolean', default: false },
    /** Names of parts with commas between them. */
    only: { type: 'string', default: partNames.join(',') },
    markdown: { type: 'string' },
    strict: { type: 'boolean', default: false },
    postgres: { type: 'string', default: 'postgres://root@127.0.0.1:5432/test' },
  },
});

const startedAt = performance.now();
const outcomes: Outcome[] = [];
for (const name of partsOf(values.only)) {
  process.stderr.write(`${name} …`);
  const outcome = await measureApart(name, { full: values.full, postgres: values.postgres });
  process.stderr.write(` ${outcome.seconds.toFixed(0)} s\n`);
  outcomes.push(outcome);
}
const measured = outcomes.flatMap((outcome) => outcome.measured);
const missed = measured.filter((one) => isMet(one) === false).length;
const failed = outcomes.filter(({ isFailed }) => isFailed).length;
const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'a processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
const minutes = ((performance.now() - startedAt) / 60_000).toFixed(1);
const closing = `${machine}; ${minutes} minutes; aims missed: ${missed}; parts failed: ${failed}.`;
process.stdout.write(`${measuredText(measured)}\n\n${closing}\n`);
if (values.markdown !== undefined) writeFileSync(values.markdown, `${measuredMarkdown(measured)}\n\n${closing}\n`);
if (values.strict && missed + failed > 0) process.exitCode = 1;

function partsOf(text: string): PartName[] {
  return text.split(',').map((name) => {
    if (!isPart(name)) throw new Error(`There is no part ${name}; there are ${partNames.join(', ')}.`);
    return name;
  });
}
