import type { Layer } from '../divisions/index.js';
import { findKnownBody } from '../offices/index.js';
import { stepsOf } from '../targets/index.js';
import type { Campaign } from './campaign.js';

/** From the widest districts to the narrowest. */
const LAYERS: readonly Layer[] = ['state', 'cd', 'constituency', 'sldu', 'sldl', 'ward'];

/** The kind of district that a campaign's reach is counted in: the narrowest in which its supporters' own offices are elected. */
export function districtLayerOf({ rule, file }: Pick<Campaign, 'rule' | 'file'>): Layer {
  const own = stepsOf(rule).flatMap((step) => (step.kind === 'own' ? step.bodies : []));
  // What is not Congress, Parliament or a legislature is a council.
  const layers = own.map((id) => findKnownBody(id)?.layer ?? 'ward');
  return LAYERS.findLast((layer) => layers.includes(layer)) ?? (file.country === 'us' ? 'cd' : 'constituency');
}
