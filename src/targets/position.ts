import type { Office, Official } from '../offices/index.js';
import type { PositionWord } from '../positions/index.js';

/** A line of a campaign's table of positions. */
export type Position = {
  /** An office's id (`us-house/co/1`) or an outside identifier of a person (`D000197`). */
  readonly who: string;
  /** Whose position it is: while another name holds the office, the line does not count. */
  readonly name?: string | undefined;
  /** Whose position organizers recorded: the person's key. While they hold the office it counts before any file. */
  readonly person?: string | undefined;
  readonly position: PositionWord;
};

/** Tells the position of who holds an office. */
export type PositionOf = (office: Office, holder: Official) => PositionWord;

/** What organizers recorded counts first, then a line for the person, then one for the office. */
export function positionsIn(positions: readonly Position[]): PositionOf {
  const recorded = new Map(positions.flatMap((one) => (one.person ? [[`${one.who} ${one.person}`, one]] : [])));
  const byWho = new Map(positions.filter(({ person }) => !person).map((one) => [one.who, one]));
  return (office, holder) => {
    const known = recorded.get(`${office.id} ${holder.key}`);
    if (known) return known.position;
    const own = [holder.key, ...Object.values(holder.ids)].map((id) => byWho.get(id)).find(Boolean);
    const ofOffice = byWho.get(office.id);
    const isSamePerson = ofOffice?.name === undefined || sameName(ofOffice.name, holder.name);
    return own?.position ?? (isSamePerson ? ofOffice?.position : undefined) ?? 'undeclared';
  };
}

function sameName(one: string, other: string): boolean {
  return one.localeCompare(other, 'en', { sensitivity: 'base', ignorePunctuation: true }) === 0;
}
