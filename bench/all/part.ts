/** One part of the bench in a process of its own: is told what to measure and answers the lines of its table. */
import { once } from 'node:events';
import type { Measured } from '../table.js';
import { measurePart, type Extent, type PartName } from './parts.js';

/** What is asked for. */
export type Asked = { readonly name: PartName; readonly extent: Extent };

/** What it came to, or why it did not. */
export type Answer = { readonly measured: readonly Measured[] } | { readonly trouble: string };

// Whoever started this process is gone: so is it.
process.once('disconnect', () => process.exit());
const [asked] = (await once(process, 'message')) as [Asked];
const answer: Answer = await measurePart(asked.name, asked.extent).then(
  (measured) => ({ measured }),
  (error: unknown) => ({ trouble: error instanceof Error ? error.message : String(error) }),
);
process.send?.(answer, () => process.exit());
