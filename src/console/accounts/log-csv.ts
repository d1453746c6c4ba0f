import type { AuditEntry } from '../../organizers/index.js';
import { BYTE_ORDER_MARK, csvLine } from '../../platform/csv.js';

/** The log as a spreadsheet, the newest first; moments in UTC. */
export async function* logLines(entries: AsyncIterable<AuditEntry>): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLine(['moment', 'who', 'did', 'about', 'detail']);
  for await (const { at, who, did, about, detail } of entries)
    yield csvLine([new Date(at).toISOString(), who, did, about, detail]);
}
