import { readOfficials, type Roster, type RosterFile } from '../offices/index.js';
import { InputError, type Fault } from '../platform/errors.js';
import { ruleOf, type Position } from '../targets/index.js';
import {
  isTableName,
  LETTER_FILE,
  PAGE_FILE,
  readFolder,
  YAML_FILE,
  type CampaignFiles,
  type CampaignSource,
} from './campaign-files.js';
import type { Definition } from './campaign.js';
import { campaignFileSchema, type CampaignFile } from './definition.js';
import { faultAt, locateIssues, readYaml, type YamlText } from './locate-faults.js';
import { checkPageText } from './page-text.js';
import { letterFaults, letterName, readOtherLetters } from './read-letters.js';
import { checkRule } from './read-rule.js';
import { readVariantLetters } from './read-variants.js';

/** A campaign whose files passed every check. */
export type CampaignFolder = {
  /** The campaign's address: `/c/<slug>`. */
  readonly slug: string;
  readonly definition: Definition;
  readonly files: CampaignFiles;
  /** The campaign's own list of officials, where the rule names one. */
  readonly list?: OwnList;
};

/** A list of officials that comes with a campaign. */
export type OwnList = { readonly path: string; readonly checksum: string; readonly roster: RosterFile };

const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** Reads and checks a campaign folder against the loaded roster. @throws InputError as `readCampaign` does */
export async function readCampaignFolder(folder: string, roster: Roster): Promise<CampaignFolder> {
  return readCampaign(await readFolder(folder), roster);
}

/**
 * Reads and checks a campaign's files against the loaded roster.
 * @throws InputError with every fault, each with file, line and column
 */
export async function readCampaign(source: CampaignSource, roster: Roster): Promise<CampaignFolder> {
  const { slug, pathOf } = source;
  const [yamlSource, letterSource, pageSource] = [YAML_FILE, LETTER_FILE, PAGE_FILE].map((name) =>
    textOf(source, name),
  );
  const { yaml, faults: syntax } = readYaml(pathOf(YAML_FILE), yamlSource?.text ?? '');
  const sources = [yamlSource, letterSource, pageSource];
  const faults: Fault[] = [...syntax, ...sources.flatMap((one) => one?.faults ?? [])];
  if (!SLUG.test(slug)) faults.push(slugFault(source));
  const isRead = syntax.length === 0 && yamlSource?.faults.length === 0;
  const file = isRead ? checkFile(yaml, faults) : undefined;
  if (pageSource?.faults.length === 0) faults.push(...checkPageText(pageSource.text, pathOf(PAGE_FILE)));
  if (letterSource?.faults.length === 0) {
    const subject = file?.letter.subject ?? writtenSubject(yaml);
    const letter = { path: pathOf(LETTER_FILE), yaml, subjectAt: ['letter', 'subject'] };
    faults.push(...letterFaults(letter, { subject, text: letterSource.text }));
  }
  const listName = file?.targets.officials;
  const list = listName === undefined ? undefined : await readList({ source, yaml, name: listName }, faults);
  const positions = isRead ? await checkRule({ source, yaml, roster }, faults) : [];
  const named = file && readNamed({ source, yaml, positions }, file, { faults, list: list?.roster });
  if (faults.length > 0 || !named) throw new InputError(inOrder(faults));
  const definition = { ...named, letterSource: letterSource?.text ?? '', pageSource: pageSource?.text ?? '' };
  return { slug, definition, files: source.files, ...(list && { list }) };
}

function slugFault({ pathOf }: CampaignSource): Fault {
  const file = pathOf('').replace(/\/$/, '');
  return {
    field: 'folder',
    ...(file && { file }),
    message: 'the name must be lower-case letters, digits and hyphens',
  };
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

type Text = { readonly text: string; readonly faults: readonly Fault[] };

/** One of the texts with what is wrong with it before it is read. */
export function textOf({ files, unusable, pathOf }: CampaignSource, name: string): Text {
  const text = files[name];
  const why = unusable[name] ?? (text === undefined ? 'is missing in this folder' : undefined);
  if (why === undefined) return { text: text ?? '', faults: [] };
  return { text: '', faults: [{ field: name, file: pathOf(name), message: why }] };
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
  where: { readonly source: CampaignSource; readonly yaml: YamlText; readonly name: string },
  faults: Fault[],
): Promise<OwnList | undefined> {
  const isName = isTableName(where.name);
  const table = isName ? await where.source.table(where.name) : undefined;
  if (!table) {
    const message = isName
      ? `there is no file ${where.name} in this folder`
      : 'must be the name of a CSV file in this folder';
    faults.push(faultAt(where.yaml, ['targets', 'officials'], message));
    return undefined;
  }
  try {
    return { path: table.path, checksum: await table.checksum(), roster: await readOfficials(table) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    faults.push(...error.faults);
    return undefined;
  }
}

/** What campaign.yaml leads to: its rule, checked and resolved, and the letters for some of the targets. */
function readNamed(
  where: { readonly source: CampaignSource; readonly yaml: YamlText; readonly positions: readonly Position[] },
  file: CampaignFile,
  { faults, list }: { readonly faults: Fault[]; readonly list: RosterFile | undefined },
): Pick<Definition, 'file' | 'rule' | 'otherLetters'> {
  const readSource = (name: string) => textOf(where.source, name);
  const reading = { ...where, readSource };
  const otherLetters = [...readOtherLetters(reading, file, faults), ...readVariantLetters(reading, file, faults)];
  const versions = (file.letters ?? []).map(({ when, file: name }) => ({ name: letterName(name), when }));
  const listed = list?.bodies.map((body) => body.id) ?? [];
  const rule = ruleOf(file.targets, { listed, positions: where.positions, versions });
  return { file, rule, ...(otherLetters.length > 0 && { otherLetters }) };
}
