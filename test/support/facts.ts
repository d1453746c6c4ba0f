import type { Facts } from '../../src/comparison/index.js';
import type { Partner } from '../../src/partners/index.js';

/** So many people who wrote, all alike. */
export type Bunch = {
  readonly group: string;
  readonly campaign: string;
  readonly people: number;
  readonly own?: number;
  /** A state, or a district of one; undefined: not known. */
  readonly place?: string | undefined;
  readonly week?: string | undefined;
};

export const WEEKS = ['2027-02-15', '2027-02-22', '2027-03-01', '2027-03-08'];
const AS_OF = Date.UTC(2027, 2, 10, 18);

export function partnerNamed(code: string, rest: Partial<Partner> = {}): Partner {
  return {
    id: `p-${code}`,
    coalitionId: 'c1',
    code,
    name: `Partner ${code}`,
    organizationId: null,
    state: 'joined',
    members: null,
    membersOn: null,
    website: null,
    privacyUrl: null,
    joinedAt: 0,
    leftAt: null,
    hasAccepted: true,
    ...rest,
  };
}

/** Facts in which all sums agree, from bunches of people; of people who came by several partners there are none. */
export function factsOf(
  bunches: readonly Bunch[],
  {
    partners = ['a', 'b'].map((code) => partnerNamed(code)),
    rest = {},
  }: { readonly partners?: readonly Partner[]; readonly rest?: Partial<Facts> } = {},
): Facts {
  const sum = <Key extends string>(keyOf: (bunch: Bunch) => Key | undefined) => {
    const found = new Map<string, { bunch: Bunch; key: Key; actions: number; ownWords: number }>();
    for (const bunch of bunches) {
      const key = keyOf(bunch);
      if (key === undefined || bunch.people === 0) continue;
      const id = `${bunch.group} ${bunch.campaign} ${key}`;
      const one = found.get(id) ?? { bunch, key, actions: 0, ownWords: 0 };
      one.actions += bunch.people;
      one.ownWords += bunch.own ?? 0;
      found.set(id, one);
    }
    return [...found.values()].map(({ bunch: { group, campaign }, key, actions, ownWords }) => {
      return { group, campaign, key, actions, ownWords };
    });
  };
  const cell = <Row extends { key: string }>({ key: _, ...row }: Row): Omit<Row, 'key'> => row;
  const stateOf = (place = ''): string | undefined => /^ocd-division\/country:us\/[^/]+/.exec(place)?.[0];
  const groups = [...partners.map(({ id }) => id), 'links', 'none'];
  const byGroup = Object.fromEntries(
    groups.map((group) => [
      group,
      bunches.filter((one) => one.group === group).reduce((all, { people }) => all + people, 0),
    ]),
  );
  const unique = Object.values(byGroup).reduce((all, one) => all + one, 0);
  return {
    coalition: {
      id: 'c1',
      slug: 'safe',
      name: 'Safe together',
      summary: '',
      leadOrganizationId: null,
      key: '',
      sharing: 'none',
      timeZone: 'America/Denver',
      isPublic: true,
      embargoUntil: null,
      approvesPages: false,
      goal: null,
      createdAt: 0,
      endedAt: null,
      generation: 1,
      recountAskedAt: null,
      campaignIds: [],
      partners,
    },
    campaigns: [...new Set(bunches.map(({ campaign }) => campaign))]
      .sort()
      .map((slug) => ({ slug, title: `Campaign ${slug}` })),
    totals: sum(() => '').map((row) => ({
      ...cell(row),
      optIns: 0,
      letters: {
        taken: row.actions * 2,
        delivered: row.actions,
        waiting: row.actions,
        failed: 0,
        handed_over: 0,
        cancelled: 0,
        previewed: 0,
      },
    })),
    weeks: sum(({ week = WEEKS[0] }) => week).map((row) => ({ ...cell(row), week: row.key })),
    places: [
      ...sum(({ place }) => stateOf(place)).map((row) => ({ ...cell(row), layer: 'state', division: row.key })),
      ...sum(({ place }) => (place === stateOf(place) ? undefined : place)).map((row) => {
        return { ...cell(row), layer: 'cd', division: row.key };
      }),
    ],
    people: {
      unique,
      byGroup,
      newByGroup: byGroup,
      pairs: [],
      byPartners: [unique - (byGroup['links'] ?? 0) - (byGroup['none'] ?? 0)],
      error: 0,
      behind: 0,
    },
    asOf: AS_OF,
    installations: [],
    ...rest,
  };
}
