import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { end, heard } from '../delivery/fork.js';
import type { Measured } from '../table.js';
import type { Answer, Asked } from './part.js';
import type { Extent, PartName } from './parts.js';

/** What became of a part: its lines, or one that says why there are none. */
export type Outcome = {
  readonly name: PartName;
  readonly seconds: number;
  readonly measured: readonly Measured[];
  readonly isFailed: boolean;
};

/** A part that is not done by then hangs. */
const MOST_MS = { some: 20 * 60_000, full: 120 * 60_000 };

/** How much of what went wrong is shown in a line. */
const TROUBLE_LENGTH = 160;

/** Measures a part in a process of its own, which is gone afterwards. */
export async function measureApart(name: PartName, extent: Extent): Promise<Outcome> {
  const startedAt = performance.now();
  const answer = await ask({ name, extent });
  const seconds = (performance.now() - startedAt) / 1_000;
  if ('measured' in answer) return { name, seconds, measured: answer.measured, isFailed: false };
  const what = `${name} FAILED: ${answer.trouble.replace(/\s+/g, ' ').slice(0, TROUBLE_LENGTH)}`;
  return { name, seconds, measured: [{ what, ratio: NaN, aim: undefined }], isFailed: true };
}

async function ask(asked: Asked): Promise<Answer> {
  const path = fileURLToPath(new URL('./part.js', import.meta.url));
  // Advanced, since a ratio that was not measured is NaN, which JSON does not know.
  const child = fork(path, [], { execArgv: ['--expose-gc'], serialization: 'advanced' });
  const timer = setTimeout(() => child.kill('SIGKILL'), MOST_MS[asked.extent.full ? 'full' : 'some']);
  try {
    const answer = heard<Answer>(child);
    child.send(asked);
    return await answer;
  } catch (error) {
    return { trouble: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
    await end(child);
  }
}
