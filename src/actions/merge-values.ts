import { districtLabel, usStateOf, type DivisionId, type Place } from '../divisions/index.js';
import type { Campaign } from '../campaigns/index.js';
import type { MergeValues } from '../letters/index.js';
import type { Target } from '../targets/index.js';

/** The parts of a supporter that letters may name; what is unknown is left out. */
type Named = {
  readonly given_name?: string | null | undefined;
  readonly family_name?: string | null | undefined;
  readonly street?: string | null | undefined;
  readonly locality?: string | null | undefined;
  readonly region?: string | null | undefined;
  readonly postal_code?: string | null | undefined;
};

type Sources = {
  readonly campaign: Pick<Campaign, 'file'>;
  /** Where the supporter lives: a place, or the divisions that were stored of it. */
  readonly place?: Place;
  readonly divisions?: readonly DivisionId[];
  readonly supporter?: Named;
  readonly target?: Target;
};

/** Fills every merge field; what is not known yet is an empty text. */
export function mergeValuesOf({ campaign, place, divisions, supporter = {}, target }: Sources): MergeValues {
  const { given_name = '', family_name = '', street = '', locality = '', ...rest } = withoutNull(supporter);
  const postal_code = place?.code || (rest.postal_code ?? '');
  const stateDivisions = place ? (place.layers.get('state') ?? []) : (divisions ?? []);
  const states = [
    ...new Set(stateDivisions.map((division) => usStateOf(division)).filter((state) => state !== undefined)),
  ];
  const state = states.length === 1 ? states[0] : undefined;
  const region = supporter.region ?? state?.abbr ?? '';
  const town = [[locality, region].filter(Boolean).join(', '), postal_code].filter(Boolean).join(' ');
  return {
    target: {
      name: target?.name ?? '',
      title: target?.title ?? '',
      salutation: target?.salutation ?? '',
      office: target?.office ?? '',
    },
    supporter: {
      full_name: [given_name, family_name].filter(Boolean).join(' '),
      given_name,
      family_name,
      address: [street, town].filter(Boolean).join('\n'),
      street,
      locality,
      region: state?.name ?? region,
      postal_code,
      district: districtIn(place ? certain(place.layers.get('cd')) : (divisions ?? [])),
    },
    campaign: { title: campaign.file.title, ask: campaign.file.ask },
    organization: { name: campaign.file.organization.name },
  };
}

/** A layer's division where it is the only candidate; a state may stand among them for its unknown districts. */
function certain(divisions: readonly DivisionId[] = []): readonly DivisionId[] {
  return divisions.length === 1 ? divisions : [];
}

/** The congressional district, when there is just one. */
function districtIn(divisions: readonly DivisionId[]): string {
  const districts = divisions.filter((division) => /\/cd:/.test(division));
  return districts.length === 1 ? districtLabel(districts[0] ?? '') : '';
}

function withoutNull(named: Named): Partial<Record<keyof Named, string>> {
  return Object.fromEntries(Object.entries(named).filter(([, value]) => typeof value === 'string'));
}
