import type { Context } from 'mocha';
import { readTable } from '../../src/data-sets/index.js';
import { openDataFile } from '../../src/platform/open-file.js';
import { sharedData } from './services.js';

/** The division ids of one of the shared lists of Open Civic Data; skips the test where there are none. */
export async function listOcdDivisions(context: Context, file: string): Promise<string[]> {
  const ids: string[] = [];
  const shape = { columns: { id: ['id'] }, required: ['id'] } as const;
  for await (const { values } of readTable(await openDataFile(sharedData(context, 'ocd-division-ids', file)), shape)) {
    ids.push(values.id);
  }
  return ids;
}
