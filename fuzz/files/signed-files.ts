import fc from 'fast-check';
import { loadCampaignFolder } from '../../src/campaigns/index.js';
import { canonicalText } from '../../src/comparison/exchange/canonical.js';
import { joinCoalition } from '../../src/comparison/exchange/join.js';
import { makeKeyFile, parseKeyFile } from '../../src/comparison/exchange/key-file.js';
import { mergeFile } from '../../src/comparison/exchange/merge.js';
import { publishCoalition } from '../../src/comparison/exchange/publish.js';
import { countPeople } from '../../src/partners/index.js';
import { InputError } from '../../src/platform/errors.js';
import { programPath } from '../../src/platform/paths.js';
import { createSeal } from '../../src/platform/seal.js';
import { COALITION, seedCoalition } from '../../test/support/coalition.js';
import { openTestDatabase, type TestDatabase } from '../../test/support/databases.js';
import { organizationOf } from '../../test/support/organizers.js';
import { ana, CITY, closeWiring, createWorld, testConfig, type World } from '../../test/support/world.js';
import { hostileText } from '../hostile.js';
import { plain, type Fuzzing } from '../target.js';
import { mutate, mutations } from './mutate.js';

type Site = { readonly world: World; readonly base: TestDatabase };

/** Something in a file that is another than it was: which place, counted from the first, and what stands there. */
type Change = { readonly at: number; readonly value: unknown };

const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat({ max: 400 }),
  value: fc.oneof(
    hostileText,
    fc.integer(),
    fc.double(),
    fc.boolean(),
    fc.constantFrom(null, [], {}, -1, 1e15, '0'.repeat(64)),
  ),
});

/**
 * Merges files of another installation that were changed on the way: a file is taken as it was signed or refused in words,
 * whatever was changed. Files with a coalition's key likewise.
 */
export async function fuzzSignedFiles(): Promise<Fuzzing> {
  const [here, there] = [await openSite('here'), await openSite('there')];
  const { coalition } = await seedCoalition(here.world);
  const key = await makeKeyFile(here.world, coalition);
  const keyText = JSON.stringify(key);
  await join(there.world, keyText);
  const sent = await publishCoalition(toolsOf(there.world), await there.world.coalitions.get(COALITION));
  const text = JSON.stringify(sent);
  const spoiled = fc.oneof(
    fc.array(change, { maxLength: 3 }).map((changes) => JSON.stringify(changes.reduce(changed, JSON.parse(text)))),
    mutations.map((done) => mutate(Buffer.from(text), done).toString()),
  );
  const spoiledKey = mutations.map((done) => mutate(Buffer.from(keyText), done).toString());
  const property = fc.asyncProperty(spoiled, spoiledKey, async (file, otherKey) => {
    const isTaken = await refused(() => mergeFile(toolsOf(here.world), file, 'a.json'));
    if (isTaken && canonicalText(JSON.parse(file)) !== canonicalText(sent))
      throw new Error(`taken: ${file.slice(0, 600)}`);
    await refused(() => Promise.resolve(parseKeyFile(otherKey, 'key.json')));
  });
  const end = async (): Promise<void> => {
    for (const { world, base } of [here, there]) {
      await closeWiring(world);
      await base.close();
    }
  };
  return { property, end };
}

async function openSite(name: string): Promise<Site> {
  const base = await openTestDatabase('sqlite::memory:');
  const config = testConfig({ SECRET: `the secret of ${name}, for fuzzing only`, BASE_URL: `https://${name}.example` });
  const world = createWorld({ db: base.db }, config);
  await loadCampaignFolder(world, programPath('campaigns', CITY));
  return { world, base };
}

function toolsOf(world: World): World & { readonly baseUrl: string } {
  return { ...world, baseUrl: world.config.BASE_URL };
}

async function join(world: World, keyText: string): Promise<void> {
  const { id, slug } = await organizationOf(world, CITY);
  const organization = { id, slug, name: slug };
  const joining = { organization, code: 'faith', who: 'Paula Partner' };
  await joinCoalition(toolsOf(world), parseKeyFile(keyText, 'key.json'), joining);
  await world.http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter: ana });
  await countPeople(toolsOf(world));
  world.coalitions.forget();
}

/** Whether it was done. @throws Error where it is refused in other words than ours */
async function refused(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof InputError) return false;
    throw new Error('no plain refusal', { cause: error });
  }
}

/** The value with another one at one of its places. */
function changed(value: unknown, { at, value: other }: Change): unknown {
  const places: { readonly holder: Record<string, unknown>; readonly key: string }[] = [];
  const walk = (one: unknown): void => {
    if (typeof one !== 'object' || one === null) return;
    for (const key of Object.keys(one)) {
      places.push({ holder: one as Record<string, unknown>, key });
      walk((one as Record<string, unknown>)[key]);
    }
  };
  walk(value);
  const place = places[at % places.length];
  if (place) place.holder[place.key] = other;
  return value;
}

const seal = createSeal('a secret for fuzzing only');

/** Addresses of receipts, mails and return paths: what is not signed, or for something else, opens nothing. */
export const signatures = plain('signatures', 'signed and hidden values: nothing opens but what was made for it', () =>
  fc.property(hostileText, fc.constantFrom('confirm', 'not-me', 'unsubscribe'), mutations, (given, purpose, done) => {
    const value = given.toWellFormed();
    const [signed, hidden] = [seal.sign(purpose, value), seal.hide(purpose, value)];
    const other = mutate(Buffer.from(signed), done).toString();
    const otherHidden = mutate(Buffer.from(hidden), done).toString();
    if (value !== '' && seal.open(purpose, signed) !== value) throw new Error('not opened');
    if (other !== signed && seal.open(purpose, other) !== undefined) throw new Error(`opened: ${other}`);
    if (seal.open('else', signed) !== undefined || seal.reveal('else', hidden) !== undefined)
      throw new Error('opened for something else');
    const revealed = seal.reveal(purpose, otherHidden);
    if (revealed !== undefined && revealed !== value) throw new Error(`revealed: ${otherHidden}`);
  }),
);
