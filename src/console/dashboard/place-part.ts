import { type Maps, type Tile, classesOf, drawMap, drawTiles, nationTiles, stateTiles } from '../../charts/index.js';
import type { Campaign } from '../../campaigns/index.js';
import type { DivisionCount } from '../../counts/index.js';
import type { Roster } from '../../offices/index.js';
import { inTurn } from '../../platform/in-turn.js';
import { layerName, placeViews, type PlaceView } from './places.js';
import { counted, plain } from '../../platform/number-text.js';

/** What the part about places is made of. */
export type PlaceTools = { readonly maps: Maps; readonly roster: Roster };

/** A map with its legend; undefined where nothing is known of places, or no map is loaded of them. */
export type MapView = {
  readonly svg: string;
  readonly legend: readonly { readonly className: string; readonly text: string }[];
  /** What is not on it. */
  readonly note: string | undefined;
};

/** The map that was asked for by its layer and kind, such as `cd-outlines`, else the first there is; with links to all. */
export async function placePart(
  tools: PlaceTools,
  of: { readonly campaign: Campaign; readonly rows: readonly DivisionCount[]; readonly asked: string },
): Promise<{
  readonly view: MapView | undefined;
  readonly choices: readonly { readonly key: string; readonly label: string; readonly isHere: boolean }[];
}> {
  const views = placeViews(of.campaign, tools.roster, of.rows);
  const drawn = await inTurn(views, async (view) => ((await isThere(tools.maps, view)) ? [view] : []));
  const known = drawn.flat();
  const here = known.find((view) => keyOf(view) === of.asked) ?? known[0];
  const choices = known.map((view) => ({
    key: keyOf(view),
    label: view.kind === 'tiles' && view.layer === 'constituency' ? 'nations and regions' : layerName(view.layer),
    isHere: view === here,
  }));
  return { view: here && (await draw(tools.maps, here, of.rows)), choices: choices.length > 1 ? choices : [] };
}

function keyOf({ layer, kind }: PlaceView): string {
  return `${layer}-${kind}`;
}

async function isThere(maps: Maps, { kind, layer, within }: PlaceView): Promise<boolean> {
  return kind === 'tiles' || (await maps(layer, within)) !== undefined;
}

async function draw(maps: Maps, view: PlaceView, all: readonly DivisionCount[]): Promise<MapView | undefined> {
  const rows = all.filter(({ layer }) => layer === view.layer);
  const drawn = view.kind === 'outlines' ? await maps(view.layer, view.within) : undefined;
  if (drawn) {
    const counts = new Map(rows.map(({ division, actions }) => [division, actions]));
    const shown = [...drawn.paths.keys()].map((division) => counts.get(division) ?? 0);
    const classes = classesOf(shown);
    const countOf = (division: string): number => counts.get(division) ?? 0;
    const svg = drawMap(drawn, { countOf, classes, name: nameOf(layerName(view.layer), shown) });
    return { svg, legend: classes.legend, note: elsewhere(rows, shown) };
  }
  const tiles = view.layer === 'state' ? stateTiles : nationTiles;
  const countOf = (tile: Tile): number => sumWithin(rows, tile.division);
  const shown = tiles.map(countOf);
  const classes = classesOf(shown);
  const name = nameOf(view.layer === 'state' ? 'states and territories' : 'nations and regions', shown);
  return { svg: drawTiles(tiles, { countOf, classes, name }), legend: classes.legend, note: elsewhere(rows, shown) };
}

function sumWithin(rows: readonly DivisionCount[], division: string): number {
  return rows
    .filter((row) => `${row.division}/`.startsWith(`${division}/`))
    .reduce((sum, { actions }) => sum + actions, 0);
}

function nameOf(areas: string, counts: readonly number[]): string {
  const present = counts.filter((count) => count > 0).length;
  return `Map: people wrote from ${plain(present)} of ${plain(counts.length)} ${areas}. The table has the numbers.`;
}

/** People from areas that the map does not show. */
function elsewhere(rows: readonly DivisionCount[], shown: readonly number[]): string | undefined {
  const all = rows.reduce((sum, { actions }) => sum + actions, 0);
  const missing = all - shown.reduce((sum, count) => sum + count, 0);
  return missing > 0 ? `${counted(missing, 'person', 'people')} wrote from areas that are not on this map.` : undefined;
}
