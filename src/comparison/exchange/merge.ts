import { writing, type Db } from '../../platform/db.js';
import { InputError } from '../../platform/errors.js';
import { insertPartner, keysOf, sharedSecret, type Coalition } from '../../partners/index.js';
import type { CoalitionBody, CoalitionFile } from './coalition-file.js';
import type { ExchangeTools } from './exchange-tools.js';
import { renewSketches } from './publish.js';
import { checkFile, parseFile } from './seal-file.js';
import { listInstallations, putInstallation } from './store-installations.js';

/** A file that was merged, and what it brought. */
export type Merged = {
  readonly coalition: string;
  readonly installation: string;
  readonly installationId: string;
  readonly publishedAt: number;
  /** Whether this is the first file from there: its key is remembered from now on. */
  readonly isNew: boolean;
  /** Codes that no partner bore here; they are partners that are only named now. */
  readonly newPartners: readonly string[];
};

/**
 * Takes a file of another installation in the place of the one it sent before. `name` is the file's, for errors.
 * @throws InputError that says why it is refused; then nothing has changed
 */
export async function mergeFile(tools: ExchangeTools, text: string, name: string): Promise<Merged> {
  const file = parseFile(text, name);
  const coalition = await coalitionOf(tools, file, name);
  const known = await listInstallations(tools.db, coalition.id);
  const { installation } = file.body;
  // Also where it comes under another id: the id is the key's, so a changed key shows by the name.
  const before = known.find(({ installationId }) => installationId === installation.id);
  checkFile(tools, file, { keys: keysOf(sharedSecret(tools, coalition)), before });
  refuseNamesake(known, file.body);
  const newPartners = await writing(tools.db, (trx) => store(tools, trx, { coalition, file }));
  tools.coalitions.forget();
  await renewSketches(tools, coalition);
  return {
    coalition: coalition.slug,
    installation: installation.name,
    installationId: installation.id,
    publishedAt: file.body.publishedAt,
    isNew: before === undefined,
    newPartners,
  };
}

async function coalitionOf(tools: ExchangeTools, { body }: CoalitionFile, name: string): Promise<Coalition> {
  const coalitions = await tools.coalitions.list();
  const found = coalitions.find((one) => keysOf(sharedSecret(tools, one)).publicId === body.coalition.id);
  if (found) return found;
  const namesake = coalitions.some(({ slug }) => slug === body.coalition.slug);
  const why = namesake
    ? `is of a coalition ${body.coalition.slug} with another key than the one here`
    : `is of the coalition “${body.coalition.name}”, which is not known here; \`clarion coalition join\` makes it known`;
  throw new InputError([{ field: name, message: `${why}.` }]);
}

/** An installation whose SECRET changed, or somebody who takes its name, is not silently counted twice. */
function refuseNamesake(
  known: Awaited<ReturnType<typeof listInstallations>>,
  { installation }: Pick<CoalitionBody, 'installation'>,
): void {
  const namesake = known.find(
    ({ name, installationId }) => name === installation.name && installationId !== installation.id,
  );
  if (!namesake) return;
  const message = `is signed with another key than what came from ${installation.name} before. If that installation was set up anew, take its old numbers away first with “clarion coalition forget”.`;
  throw new InputError([{ field: `The file of ${installation.name}`, message }]);
}

async function store(
  tools: ExchangeTools,
  trx: Db,
  { coalition, file }: { readonly coalition: Coalition; readonly file: CoalitionFile },
): Promise<string[]> {
  const { body, publicKey } = file;
  const [mergedAt, { installation, publishedAt }] = [tools.clock.now(), body];
  const one = { installationId: installation.id, name: installation.name, publicKey, publishedAt, mergedAt };
  if (!(await putInstallation(trx, coalition.id, { ...one, body: JSON.stringify(body) })))
    throw new InputError([
      { field: installation.name, message: 'sent a newer file, which was merged at this moment.' },
    ]);
  const known = new Set(coalition.partners.map(({ code }) => code));
  const unknown = body.partners.filter(({ code }) => !known.has(code));
  for (const { code, name } of unknown) {
    const partner = { id: tools.ids.next(), coalitionId: coalition.id, code, name, organizationId: null };
    await insertPartner(trx, { ...partner, state: 'named', createdAt: mergedAt });
  }
  return unknown.map(({ code }) => code);
}
