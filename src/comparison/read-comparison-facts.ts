import type { Coalition } from '../partners/index.js';
import { coalitionBody } from './exchange/coalition-file.js';
import { makeSketches } from './exchange/make-sketches.js';
import { mergeFacts, type Sketches } from './exchange/merge-facts.js';
import { readSketch } from './exchange/sketch-text.js';
import { listBodies, listSketches } from './exchange/store-installations.js';
import type { Facts } from './facts.js';
import { readFacts, type FactTools } from './read-facts.js';

/** What was counted here, with what other installations published where their files were merged. */
export async function readComparisonFacts(tools: FactTools, coalition: Coalition): Promise<Facts> {
  const facts = await readFacts(tools, coalition);
  const bodies = await listBodies(tools.db, coalition.id);
  if (bodies.length === 0) return facts;
  return mergeFacts(
    facts,
    await keptSketches(tools, coalition),
    bodies.map(({ body }) => coalitionBody.parse(JSON.parse(body))),
  );
}

/** As a worker, or the last merge, made them. */
async function keptSketches(tools: FactTools, coalition: Coalition): Promise<Sketches> {
  const kept = await listSketches(tools.db, coalition.id);
  const read = new Map(
    kept.flatMap(({ broughtBy, sketch: text }) => {
      const sketch = readSketch(text);
      return sketch ? [[broughtBy, sketch] as const] : [];
    }),
  );
  const all = read.get('all');
  if (!all) return makeSketches(tools, coalition);
  read.delete('all');
  return { all, groups: read };
}
