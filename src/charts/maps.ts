import { readOutlines, type DivisionId, type Layer } from '../divisions/index.js';
import type { Clock } from '../platform/clock.js';
import type { Db } from '../platform/db.js';
import { follow } from '../platform/revisions.js';
import { drawOutlines, type Drawn } from './draw-outlines.js';
import { planeAround, usPlane } from './projection.js';

/** The drawn outlines of a layer within a state or country; undefined where no map is loaded. */
export type Maps = (layer: Layer, within: DivisionId) => Promise<Drawn | undefined>;

/** Draws each map once and keeps it until other data are loaded or a day begins. */
export function createMaps(tools: { readonly db: Db; readonly clock: Clock }): Maps {
  const kept = follow({
    ...tools,
    names: ['data-sets'],
    isDaily: true,
    load: () => Promise.resolve(new Map<string, Drawn | undefined>()),
  });
  return async (layer, within) => {
    const maps = await kept.get();
    const key = `${layer} ${within}`;
    if (!maps.has(key)) maps.set(key, await draw(tools, layer, within));
    return maps.get(key);
  };
}

async function draw(
  tools: Parameters<typeof createMaps>[0],
  layer: Layer,
  within: DivisionId,
): Promise<Drawn | undefined> {
  const outlines = await readOutlines(tools, layer, within);
  if (outlines.length === 0) return undefined;
  return drawOutlines(outlines, within === 'ocd-division/country:us' ? usPlane() : planeAround(outlines));
}
