/** Bull alone, in a process of its own: a job for each letter, added and processed, fifty at once. */
import Bull from 'bull';
import type { Done } from './worker.js';

const AT_ONCE = 50;

const queue = new Bull<{ readonly id: string }>('plain', process.argv[2] ?? '', {
  defaultJobOptions: { removeOnComplete: true },
});
await queue.isReady();
let processed: () => void = () => undefined;
void queue.process(AT_ONCE, () => {
  processed();
  return Promise.resolve();
});
process.on('message', (letters: number) => void work(letters));
process.on('disconnect', () => process.exit());
process.send?.('ready');

async function work(letters: number): Promise<void> {
  const start = performance.now();
  let [toAdd, toProcess] = [letters, letters];
  const done = new Promise<void>((resolve) => {
    processed = () => {
      if (--toProcess === 0) resolve();
    };
  });
  const stand = async (): Promise<void> => {
    while (toAdd-- > 0) await queue.add({ id: `01kaaaaaaaaaaaaaaa${100_000_000 + toAdd}` });
  };
  await Promise.all(Array.from({ length: AT_ONCE }, stand));
  await done;
  process.send?.({ seconds: (performance.now() - start) / 1000 } satisfies Done);
}
