import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { programPath } from '../../src/platform/paths.js';
import { ask } from '../ask.js';
import { checkAnswer } from '../check-answer.js';
import { anyText, hostileText } from '../hostile.js';
import { openProgram, type OpenProgram } from '../open-program.js';
import type { Fuzzing } from '../target.js';
import { encoded, entriesOf, gatherForms, type FormPool, type Page } from './form-pool.js';
import { spoil, spoilings, type Spoiling } from './spoil.js';

/** Whose forms are sent, and where they are found. */
export type FormSource = {
  /** Fills the data base; answers the pages to open, and the cookie of who opens them. */
  readonly seed: (program: OpenProgram) => Promise<{ readonly pages: readonly Page[]; readonly cookie?: string }>;
  /** Done before each form, so that one does not stand in the way of the next. */
  readonly before?: (program: OpenProgram) => Promise<void>;
  /** After so many forms everything begins anew. */
  readonly renewAfter: number;
};

type Sent = {
  readonly name: string;
  readonly done: readonly Spoiling[];
  readonly raw: string | undefined;
  readonly type: string;
  readonly query: string | undefined;
};

const FORM = 'application/x-www-form-urlencoded';
const TYPES = ['text/plain', 'application/json', 'multipart/form-data; boundary=x', '', `${FORM}; charset=utf-16`];

/** Sends the program's forms, spoiled; opens their pages with odd queries. */
export async function fuzzForms({ seed, before, renewAfter }: FormSource): Promise<Fuzzing> {
  const program = await openProgram();
  let { pool, cookie } = await gather(program, seed);
  let left = renewAfter;
  const sent = sentForms([...pool.keys()].sort());
  const property = fc.asyncProperty(sent, async (one) => {
    if (left-- === 0) {
      await program.renew();
      ({ pool, cookie } = await gather(program, seed));
      left = renewAfter;
    }
    await before?.(program);
    await send({ program, cookie, pool }, one);
  });
  return { property, end: program.close };
}

async function gather(
  program: OpenProgram,
  seed: FormSource['seed'],
): Promise<{ readonly pool: FormPool; readonly cookie: string | undefined }> {
  const { pages, cookie } = await seed(program);
  return { pool: await gatherForms({ port: program.port, cookie }, pages), cookie };
}

function sentForms(names: readonly string[]): fc.Arbitrary<Sent> {
  return fc.record({
    name: fc.constantFrom(...names),
    done: spoilings(fieldNames()),
    raw: fc.oneof({ weight: 25, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: anyText }),
    type: fc.oneof({ weight: 30, arbitrary: fc.constant(FORM) }, { weight: 1, arbitrary: fc.constantFrom(...TYPES) }),
    query: fc.oneof({ weight: 6, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: hostileText }),
  });
}

type Sender = { readonly program: OpenProgram; readonly cookie: string | undefined; readonly pool: FormPool };

async function send({ program: { port }, cookie, pool }: Sender, sent: Sent): Promise<void> {
  const form = pool.get(sent.name);
  if (!form) return;
  const fields = spoil(entriesOf(form), sent.done);
  const body = sent.raw ?? encoded(fields);
  const base = { ...(cookie !== undefined && { cookie }) };
  const [path = ''] = form.action.split('#');
  const asked = { port, method: 'post', path, headers: { ...base, 'content-type': sent.type }, body } as const;
  const answer = await ask(asked);
  checkAnswer(answer);
  const { location } = answer.headers;
  // What was taken is shown on the page that follows.
  if (location?.startsWith('/') === true)
    checkAnswer(await ask({ port, method: 'get', path: location.split('#')[0] ?? '', headers: base }));
  if (sent.query === undefined) return;
  const query = encoded([...fields.slice(0, 8), ['q', sent.query]]).slice(0, 6_000);
  checkAnswer(await ask({ port, method: 'get', path: `${path.split('?')[0] ?? ''}?${query}`, headers: base }));
}

/** The names of all fields that stand in templates. */
function fieldNames(): readonly string[] {
  const folder = programPath('templates');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.hbs'));
  const names = files.flatMap((name) =>
    [...readFileSync(join(folder, name), 'utf8').matchAll(/\sname="([\w-]+)"/g)].map(([, field = '']) => field),
  );
  return [...new Set(names)].sort();
}
