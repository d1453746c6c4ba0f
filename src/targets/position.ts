import type { Office, Official } from '../offices/index.js';

/** Where an official stands on what a campaign asks for; nobody is called undeclared who is listed. */
export const positionWords = ['supports', 'opposes', 'undeclared'] as const;

export type PositionWord = (typeof positionWords)[number];

/** A line of a campaign's table of positions. */
export type Position = {
  /** An office's id (`us-house/co/1`) or an outside identifier of a person (`D000197`). */
  readonly who: string;
  /** Whose position it is: while another name holds the office, the line does not count. */
  readonly name?: string | undefined;
  readonly position: PositionWord;
};

/** Tells the position of who holds an office. */
export type PositionOf = (office: Office, holder: Official) => PositionWord;

/** A line for the person counts before one for the office. */
export function positionsIn(positions: readonly Position[]): PositionOf {
  const byWho = new Map(positions.map((one) => [one.who, one]));
  return (office, holder) => {
    const own = [holder.key, ...Object.values(holder.ids)].map((id) => byWho.get(id)).find(Boolean);
    const ofOffice = byWho.get(office.id);
    const isSamePerson = ofOffice?.name === undefined || sameName(ofOffice.name, holder.name);
    return own?.position ?? (isSamePerson ? ofOffice?.position : undefined) ?? 'undeclared';
  };
}

function sameName(one: string, other: string): boolean {
  return one.localeCompare(other, 'en', { sensitivity: 'base', ignorePunctuation: true }) === 0;
}
