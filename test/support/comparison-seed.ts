import { touchCoalitions } from '../../src/partners/index.js';
import { COALITION, join, seedCoalition, type Party, type SeededCoalition } from './coalition.js';
import type { World } from './world.js';

export type SeededComparison = SeededCoalition & { readonly nurses: Party; readonly shops: Party };

const MEMBERS = { stays: 3_800, teachers: 21_400, chamber: 640, nurses: 9_250, faith: null, shops: 1_310 } as const;

/** The coalition with five partners that joined and one that is only named, each with its members. */
export async function seedComparison(world: World): Promise<SeededComparison> {
  const seeded = await seedCoalition(world);
  const nurses = await join(world, seeded.coalition.id, { name: 'Nurses for a Safe Stay', code: 'nurses' });
  const shops = await join(world, seeded.coalition.id, { name: 'Shops of Harbourview', code: 'shops' });
  for (const [code, members] of Object.entries(MEMBERS))
    await world
      .db('partners')
      .where({ coalition_id: seeded.coalition.id, code })
      .update({ members, members_on: members === null ? null : '2027-01-15' });
  await changeCoalition(world, {});
  return { ...seeded, coalition: await world.coalitions.get(COALITION), nurses, shops };
}

/** What the lead decides: who sees the comparison, from when. */
export async function changeCoalition(
  world: World,
  change: {
    readonly is_public?: number;
    readonly embargo_until?: number | null;
    readonly ended_at?: number;
    readonly goal?: number;
  },
): Promise<void> {
  if (Object.keys(change).length > 0) await world.db('coalitions').where({ slug: COALITION }).update(change);
  await touchCoalitions(world.db);
  world.coalitions.forget();
}
