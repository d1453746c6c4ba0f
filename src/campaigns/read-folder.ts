import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { InputError, messageOf, type Fault } from '../platform/errors.js';
import { openDataFile } from '../platform/open-file.js';
import { readOfficials, type Roster, type RosterFile } from '../offices/index.js';
import { ruleOf, type Position } from '../targets/index.js';
import type { Definition } from './campaign.js';
import { campaignFileSchema, type CampaignFile } from './definition.js';
import { faultAt, locateIssues, readYaml, type YamlText } from './locate-faults.js';
import { checkPageText } from './page-text.js';
import { letterFaults, letterName, readOtherLetters } from './read-letters.js';
import { checkRule } from './read-rule.js';

/** A campaign folder that passed every check. */
export type CampaignFolder = {
  /** The folder's name, which is the campaign's address: `/c/<slug>`. */
  readonly slug: string;
  readonly definition: Definition;
  /** The folder's own list of officials, where the rule names one. */
  readonly list?: { readonly path: string; readonly roster: RosterFile };
};

const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const MAX_SOURCE_BYTES = 200_000;

/**
 * Reads and checks a campaign folder against the loaded roster.
 * @throws InputError with every fault, each with file, line and column
 */
export async function readCampaignFolder(folder: string, roster: Roster): Promise<CampaignFolder> {
  const slug = basename(resolve(folder));
  if (!existsSync(join(folder, 'campaign.yaml'))) {
    throw new InputError([{ field: 'folder', file: folder, message: 'holds no campaign.yaml' }]);
  }
  const [yamlSource, letterSource, pageSource] = await Promise.all(
    ['campaign.yaml', 'letter.hbs', 'page.md'].map((name) => readSource(join(folder, name))),
  );
  const { yaml, faults: syntax } = readYaml(join(folder, 'campaign.yaml'), yamlSource?.text ?? '');
  const sources = [yamlSource, letterSource, pageSource];
  const faults: Fault[] = [...syntax, ...sources.flatMap((source) => source?.faults ?? [])];
  if (!SLUG.test(slug))
    faults.push({
      field: 'folder',
      file: folder,
      message: 'the name must be lower-case letters, digits and hyphens',
    });
  const isRead = syntax.length === 0 && yamlSource?.faults.length === 0;
  const file = isRead ? checkFile(yaml, faults) : undefined;
  if (pageSource?.faults.length === 0) faults.push(...checkPageText(pageSource.text, join(folder, 'page.md')));
  if (letterSource?.faults.length === 0) {
    const subject = file?.letter.subject ?? writtenSubject(yaml);
    const letter = { path: join(folder, 'letter.hbs'), yaml, subjectAt: ['letter', 'subject'] };
    faults.push(...letterFaults(letter, { subject, text: letterSource.text }));
  }
  const list =
    file?.targets.officials === undefined
      ? undefined
      : await readList({ folder, yaml, name: file.targets.officials }, faults);
  const positions = isRead ? await checkRule({ folder, yaml, roster }, faults) : [];
  const named = file && (await readNamed({ folder, yaml, positions }, file, { faults, list: list?.roster }));
  if (faults.length > 0 || !named) throw new InputError(inOrder(faults));
  const definition = {
    ...named,
    letterSource: letterSource?.text ?? '',
    pageSource: pageSource?.text ?? '',
  };
  return { slug, definition, ...(list && { list }) };
}

/** File by file, from the top to the end of each, as a person corrects them. */
function inOrder(faults: readonly Fault[]): Fault[] {
  const files = [...new Set(faults.map(({ file }) => file))];
  const placeOf = ({ file, line = 0, column = 0 }: Fault): number[] => [files.indexOf(file), line, column];
  return faults
    .map((fault) => ({ fault, place: placeOf(fault) }))
    .sort((a, b) => a.place.reduce((order, part, index) => order || part - (b.place[index] ?? 0), 0))
    .map(({ fault }) => fault);
}

async function readSource(path: string): Promise<{ readonly text: string; readonly faults: readonly Fault[] }> {
  const faulty = (message: string) => ({
    text: '',
    faults: [{ field: basename(path), file: path, message }],
  });
  try {
    if ((await stat(path)).size > MAX_SOURCE_BYTES) return faulty(`is larger than ${MAX_SOURCE_BYTES} bytes`);
    return {
      text: (await readFile(path, 'utf8')).replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n'),
      faults: [],
    };
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return faulty(isMissing ? 'is missing in this folder' : `cannot be read: ${messageOf(error)}`);
  }
}

function checkFile(yaml: YamlText, faults: Fault[]): CampaignFile | undefined {
  const parsed = campaignFileSchema.safeParse(yaml.value ?? {}, { reportInput: true });
  if (parsed.success) return parsed.data;
  faults.push(...locateIssues(yaml, campaignFileSchema, parsed.error.issues));
  return undefined;
}

/** The subject in a campaign.yaml that has other faults, so that those of the letter are told together with them. */
function writtenSubject(yaml: YamlText): string {
  const written: unknown = yaml.document.getIn(['letter', 'subject']);
  return typeof written === 'string' && written.trim() !== '' ? written : 'Not written yet';
}

async function readList(
  where: { readonly folder: string; readonly yaml: YamlText; readonly name: string },
  faults: Fault[],
): Promise<CampaignFolder['list']> {
  const path = join(where.folder, where.name);
  const isFileName = /^[a-z0-9][a-z0-9_.-]*\.csv$/i.test(where.name);
  if (!isFileName || !existsSync(path)) {
    const message = isFileName
      ? `there is no file ${where.name} in this folder`
      : 'must be the name of a CSV file in this folder';
    faults.push(faultAt(where.yaml, ['targets', 'officials'], message));
    return undefined;
  }
  try {
    return { path, roster: await readOfficials(await openDataFile(path)) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    faults.push(...error.faults);
    return undefined;
  }
}

/** What campaign.yaml leads to: its rule, checked and resolved, and the letters for some of the targets. */
async function readNamed(
  where: { readonly folder: string; readonly yaml: YamlText; readonly positions: readonly Position[] },
  file: CampaignFile,
  { faults, list }: { readonly faults: Fault[]; readonly list: RosterFile | undefined },
): Promise<Pick<Definition, 'file' | 'rule' | 'otherLetters'>> {
  const otherLetters = await readOtherLetters({ ...where, readSource }, file, faults);
  const versions = (file.letters ?? []).map(({ when, file: name }) => ({ name: letterName(name), when }));
  const listed = list?.bodies.map((body) => body.id) ?? [];
  const rule = ruleOf(file.targets, { listed, positions: where.positions, versions });
  return { file, rule, ...(otherLetters.length > 0 && { otherLetters }) };
}
