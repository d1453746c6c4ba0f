import { parseLetter } from '../letters/index.js';
import { InputError, type Fault } from '../platform/errors.js';
import type { CampaignSource } from './campaign-files.js';
import type { Definition } from './campaign.js';
import type { CampaignFile } from './definition.js';
import { faultAt, type YamlText } from './locate-faults.js';

export type OtherLetter = NonNullable<Definition['otherLetters']>[number];

/** Reads one of the campaign's texts with what is wrong with it. */
export type ReadSource = (name: string) => { readonly text: string; readonly faults: readonly Fault[] };

/** What is wrong with a letter, each fault where it stands: in campaign.yaml for the subject, else in the letter's file. */
export function letterFaults(
  letter: { readonly path: string; readonly yaml: YamlText; readonly subjectAt: readonly (string | number)[] },
  source: { readonly subject: string; readonly text: string },
): Fault[] {
  try {
    parseLetter(source);
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.faults.map((fault) =>
      fault.field === 'letter.subject'
        ? faultAt(letter.yaml, letter.subjectAt, fault.message)
        : { ...fault, file: letter.path },
    );
  }
}

/** Reads the letters that some of the targets get, with the checks of letter.hbs. */
export function readOtherLetters(
  where: { readonly source: CampaignSource; readonly yaml: YamlText; readonly readSource: ReadSource },
  file: CampaignFile,
  faults: Fault[],
): readonly OtherLetter[] {
  const letters = (file.letters ?? []).map((one, index): OtherLetter => {
    const source = where.readSource(one.file);
    const subject = one.subject ?? file.letter.subject;
    const subjectAt = one.subject === undefined ? ['letter', 'subject'] : ['letters', index, 'subject'];
    const letter = { path: where.source.pathOf(one.file), yaml: where.yaml, subjectAt };
    if (source.faults.length > 0)
      faults.push(faultAt(where.yaml, ['letters', index, 'file'], `${one.file} ${source.faults[0]?.message ?? ''}`));
    else faults.push(...letterFaults(letter, { subject, text: source.text }));
    return { name: letterName(one.file), subject, source: source.text };
  });
  return [...new Map(letters.map((one) => [one.name, one])).values()];
}

/** `letter-opponents`, of `letter-opponents.hbs`. */
export function letterName(file: string): string {
  return file.replace(/\.hbs$/, '');
}
