import { NO_SOURCE, OTHER_LINKS, type Group } from '../facts.js';
import type { Coalition } from '../../partners/index.js';
import type { Db } from '../../platform/db.js';
import type { Sketches } from './merge-facts.js';
import { addPerson, emptySketch, type Sketch } from './sketch.js';
import { listPeople } from './store-people.js';

/** Rows that are read at once; others get their turn in between. */
const PAGE = 5_000;

/** Goes through everybody who was counted here, and answers the sketches of all and of each group. */
export async function makeSketches({ db }: { readonly db: Db }, { id, partners }: Coalition): Promise<Sketches> {
  const all = emptySketch();
  const groups = new Map<Group, Sketch>();
  const known = new Set<Group>([...partners.map((partner) => partner.id), OTHER_LINKS, NO_SOURCE]);
  for (let after = { personKey: '', partnerId: '' }; ;) {
    const rows = await listPeople(db, { coalitionId: id, after, limit: PAGE });
    for (const { personKey, partnerId } of rows) {
      if (!known.has(partnerId)) continue;
      addPerson(all, personKey);
      const sketch = groups.get(partnerId) ?? emptySketch();
      groups.set(partnerId, sketch);
      addPerson(sketch, personKey);
    }
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return { all, groups };
    after = last;
  }
}
