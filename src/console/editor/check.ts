import {
  isCampaignFile,
  readCampaign,
  sourceOfFiles,
  type CampaignFiles,
  type CampaignFolder,
  type FilesTools,
  lookIn,
} from '../../campaigns/index.js';
import { InputError, type Fault } from '../../platform/errors.js';
import { parse } from 'yaml';
import { fieldsOf, idOf, type Section } from './section.js';

/** Checks files as the command line does. */
export async function checkFiles(
  tools: FilesTools,
  slug: string,
  files: CampaignFiles,
): Promise<{ readonly read: CampaignFolder } | { readonly faults: readonly Fault[] }> {
  const foreign = Object.keys(files).filter((name) => !isCampaignFile(name));
  if (foreign.length > 0) return { faults: foreign.map(foreignFault) };
  try {
    return { read: await readCampaign(sourceOfFiles(slug, files), await tools.roster.get()) };
  } catch (error) {
    if (error instanceof InputError) return { faults: error.faults };
    throw error;
  }
}

function foreignFault(name: string): Fault {
  const message = `"${name}" is no file of a campaign: letters are called such as letter-opponents.hbs, lists such as council.csv`;
  return { field: 'new file', message };
}

/** A fault as a page says it; `id` is the field that it leads to, '' where that is on another page. */
export type FaultView = { readonly id: string; readonly message: string; readonly short: string };

/** Faults in the words of a section's form, those of its fields first. */
export function faultViews(section: Section, files: CampaignFiles, faults: readonly Fault[]): FaultView[] {
  const fields = fieldsOf(section);
  const ids = fields.map(idOf);
  return faults
    .map((fault): FaultView => {
      const wanted = idOfFault(fault, files);
      const id = ids.find((one) => one === wanted) ?? ids.find((one) => wanted.startsWith(`${one}.`)) ?? '';
      const label = fields.find((one) => idOf(one) === id)?.label;
      const line = fault.file !== 'campaign.yaml' && fault.line !== undefined ? `Line ${fault.line}: ` : '';
      const place = label ?? [fault.file, fault.field].filter(Boolean).join(', ');
      const short = `${line}${fault.message}`;
      return { id, short, message: `${place}: ${short}` };
    })
    .sort((a, b) => Number(a.id === '') - Number(b.id === ''));
}

/** The field that a fault is about: of campaign.yaml its key, else that of the file. */
function idOfFault({ field, file }: Fault, files: CampaignFiles): string {
  if (file === undefined || file === 'campaign.yaml') return field.replace(/\[(\d+)\]/g, '.$1');
  const yaml: unknown = parse(files['campaign.yaml'] ?? '');
  if (lookIn(yaml, ['targets', 'officials']) === file) return 'targets.officials';
  const letters = lookIn(yaml, ['letters']);
  const index = Array.isArray(letters) ? letters.findIndex((one) => lookIn(one, ['file']) === file) : -1;
  return index < 0 ? file : `letters.${index}.text`;
}
