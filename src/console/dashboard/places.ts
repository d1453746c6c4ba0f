import type { Campaign } from '../../campaigns/index.js';
import type { DivisionCount } from '../../counts/index.js';
import { countryDivision, layerOf, usStateOf, type DivisionId, type Layer } from '../../divisions/index.js';
import { findKnownBody, territoryOf, type Body, type Roster } from '../../offices/index.js';

/** How many districts of a body people wrote from, of how many the campaign's rule covers. */
export type Coverage = {
  /** `congressional districts` */
  readonly name: string;
  readonly covered: number;
  readonly of: number;
};

const LAYER_NAMES: Readonly<Partial<Record<Layer, string>>> = {
  state: 'states',
  cd: 'congressional districts',
  sldu: 'upper chamber districts',
  sldl: 'lower chamber districts',
  constituency: 'constituencies',
  ward: 'wards',
};

/** What a layer's districts are called: `congressional districts`. */
export function layerName(layer: string): string {
  return LAYER_NAMES[layer as Layer] ?? 'areas';
}

/** The coverage of each layer that the rule starts from; none where everybody writes to the same offices. */
export function coverageOf({ rule }: Campaign, roster: Roster, rows: readonly DivisionCount[]): Coverage[] {
  if (rule.kind !== 'own') return [];
  const counted = new Set(rows.filter(({ actions }) => actions > 0).map(({ division }) => division));
  const states = rule.only?.state?.filter((state) => state !== 'own') ?? [];
  const isWanted = (division: DivisionId): boolean =>
    states.length === 0 || states.includes(usStateOf(division)?.abbr ?? '');
  const byLayer = new Map<Layer, Set<DivisionId>>();
  for (const { division } of rule.bodies.flatMap((body) => roster.officesOfBody(body))) {
    const layer = layerOf(division);
    if (layer && isWanted(division)) byLayer.set(layer, (byLayer.get(layer) ?? new Set()).add(division));
  }
  return [...byLayer].map(([layer, divisions]) => ({
    name: layerName(layer),
    covered: [...divisions].filter((division) => counted.has(division)).length,
    of: divisions.size,
  }));
}

/** A way to look at where people wrote from. */
export type PlaceView = {
  readonly layer: Layer;
  readonly kind: 'tiles' | 'outlines';
  /** What the map is of: a state or a country. */
  readonly within: DivisionId;
};

const DISTRICT_LAYERS: readonly Layer[] = ['cd', 'sldu', 'sldl', 'constituency', 'ward'];

/** The maps that there may be of a campaign, the first one first: of its one state by district, or of its country by state. */
export function placeViews(campaign: Campaign, roster: Roster, rows: readonly DivisionCount[]): PlaceView[] {
  const country = countryDivision(campaign.file.country);
  const state = stateOfRule(campaign, roster);
  const layers = DISTRICT_LAYERS.filter((layer) => rows.some((row) => row.layer === layer));
  const own = bodiesOf(campaign, roster).map(({ layer }) => layer);
  const ordered = [...layers].sort((one, other) => Number(own.includes(other)) - Number(own.includes(one)));
  const districts = ordered.map((layer): PlaceView => ({ layer, kind: 'outlines', within: state ?? country }));
  if (state !== undefined || campaign.file.country === 'ca') return districts;
  const tiles = campaign.file.country === 'us' ? 'state' : 'constituency';
  return rows.length === 0 ? [] : [{ layer: tiles, kind: 'tiles', within: country }, ...districts];
}

/** The one state that all bodies of a rule belong to. */
function stateOfRule(campaign: Campaign, roster: Roster): DivisionId | undefined {
  const places = bodiesOf(campaign, roster).map((body) => {
    const [office] = roster.officesOfBody(body.id);
    const state =
      usStateOf(territoryOf(body)) ?? (body.layer === 'ward' && office ? usStateOf(office.division) : undefined);
    return state?.division;
  });
  const [first] = places;
  return places.every((place) => place === first) ? first : undefined;
}

function bodiesOf({ rule }: Campaign, roster: Roster): Body[] {
  const ids =
    rule.kind === 'own' || rule.kind === 'bodies'
      ? rule.bodies
      : (rule.kind === 'offices' ? rule.offices : rule.committees).map((id) => id.split('/')[0] ?? '');
  return [...new Set(ids)].flatMap((id) => roster.bodies.get(id) ?? findKnownBody(id) ?? []);
}
