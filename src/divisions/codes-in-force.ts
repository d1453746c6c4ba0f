import type { DataSet } from '../data-sets/index.js';
import { dayOf } from '../platform/clock.js';
import type { Db } from '../platform/db.js';
import type { DivisionId } from './division.js';
import { listCodeDivisions, type CodeScope, type StoredCode } from './store.js';
import { usStateOf } from './us-states.js';

/** Of each layer in each state (elsewhere in the country) the pairs that came into force last, as of a day. */
export function codesInForce<Code extends Pick<StoredCode, 'layer' | 'division' | 'inForceFrom'>>(
  codes: readonly Code[],
  today: string,
): Code[] {
  const newest = new Map<string, string>();
  for (const code of codes) {
    if (code.inForceFrom > today) continue;
    const key = keyOf(code);
    if (code.inForceFrom >= (newest.get(key) ?? '')) newest.set(key, code.inForceFrom);
  }
  return codes.filter((code) => newest.get(keyOf(code)) === code.inForceFrom);
}

function keyOf({ layer, division }: Pick<StoredCode, 'layer' | 'division'>): string {
  return `${layer} ${stateKey(division)}`;
}

type DatedTable = Pick<CodeScope, 'country' | 'layer' | 'inForceFrom'> & { readonly states: ReadonlySet<string> };

/** Says where a table is not the one that answers today. */
export async function forceRemarks(trx: Db, table: DatedTable, { importedAt }: DataSet): Promise<string[]> {
  const today = dayOf(importedAt, 'utc');
  const what = `${table.layer} table`;
  if (table.inForceFrom > today)
    return [`The ${what} comes into force on ${table.inForceFrom}; until then the present one answers`];
  const states = [...table.states];
  const codes = codesInForce(await listCodeDivisions(trx, table.country, table.layer), today).filter(
    (code) => code.inForceFrom > table.inForceFrom,
  );
  const newer = new Map(codes.map((code) => [stateKey(code.division), code.inForceFrom]));
  const shadowed = states.filter((state) => newer.has(state));
  if (shadowed.length === 0) return [];
  const day = newer.get(shadowed[0] ?? '') ?? '';
  const where = shadowed.filter(Boolean).join(', ');
  return [
    `The ${what}${where && ` of ${where}`} does not answer: the one in force from ${day} is newer; to replace that one, import this with --in-force ${day}`,
  ];
}

/** The state of a division; '' where a country is taken as a whole. */
export function stateKey(division: DivisionId): string {
  return usStateOf(division)?.abbr ?? '';
}
