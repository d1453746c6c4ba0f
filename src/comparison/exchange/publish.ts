import { writing } from '../../platform/db.js';
import { keysOf, sharedSecret, type Coalition } from '../../partners/index.js';
import type { Facts, Group } from '../facts.js';
import { readFacts } from '../read-facts.js';
import { coalitionBody, type CoalitionFile } from './coalition-file.js';
import type { ExchangeTools } from './exchange-tools.js';
import { installationKey } from './installation-key.js';
import { sealFile } from './seal-file.js';
import { sketchText } from './sketch-text.js';
import { makeSketches } from './make-sketches.js';
import { replaceSketches } from './store-installations.js';

/**
 * What this installation counted of a coalition, for the others: numbers and sketches, no address and no digest of one.
 * Nothing that was merged here goes out again.
 */
export async function publishCoalition(tools: ExchangeTools, coalition: Coalition): Promise<CoalitionFile> {
  const facts = await readFacts(tools, coalition);
  const sketches = await makeSketches(tools, coalition);
  const keys = keysOf(sharedSecret(tools, coalition));
  const codes = new Map<Group, string>(coalition.partners.map(({ id, code }) => [id, code]));
  const codeOf = (group: Group): string => codes.get(group) ?? group;
  const withCode = <Row extends { readonly group: Group }>(row: Row): Row => ({ ...row, group: codeOf(row.group) });
  const body = coalitionBody.parse({
    coalition: { id: keys.publicId, slug: coalition.slug, name: coalition.name },
    installation: { id: installationKey(tools.seal).id, name: new URL(tools.baseUrl).host },
    publishedAt: facts.asOf,
    campaigns: facts.campaigns.map(({ slug, title }) => ({ slug, title })),
    partners: coalition.partners.map(({ code, name, organizationId, members, membersOn }) => {
      return { code, name, isHere: organizationId !== null, members, membersOn };
    }),
    totals: facts.totals.map(withCode),
    weeks: facts.weeks.map(withCode),
    places: facts.places.map(withCode),
    people: {
      all: sketchText(sketches.all),
      groups: [...sketches.groups].map(([group, sketch]) => ({
        group: codeOf(group),
        sketch: sketchText(sketch),
        newPeople: newOf(facts, group),
      })),
    },
  });
  return sealFile(tools, keys, body);
}

function newOf({ people }: Facts, group: Group): number {
  return people.newByGroup[group] ?? 0;
}

/** Keeps sketches of the people counted here, for comparisons that other installations' files are merged into. */
export async function renewSketches(tools: ExchangeTools, coalition: Coalition): Promise<void> {
  const { all, groups } = await makeSketches(tools, coalition);
  const sketches = new Map([['all', sketchText(all)]]);
  for (const [group, sketch] of groups) sketches.set(group, sketchText(sketch));
  const madeAt = tools.clock.now();
  await writing(tools.db, (trx) => replaceSketches(trx, coalition.id, { sketches, madeAt }));
}
