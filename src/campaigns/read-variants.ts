import type { Fault } from '../platform/errors.js';
import type { CampaignFile } from './definition.js';
import { faultAt, type YamlText } from './locate-faults.js';
import { LETTER_FILE, type CampaignSource } from './campaign-files.js';
import { letterFaults, type OtherLetter, type ReadSource } from './read-letters.js';
import { variantLetterName } from './variants.js';

type Where = { readonly source: CampaignSource; readonly yaml: YamlText; readonly readSource: ReadSource };

/** Reads the letters of a test's variants that are not letter.hbs as it is, with its checks. */
export function readVariantLetters(where: Where, file: CampaignFile, faults: Fault[]): readonly OtherLetter[] {
  const letters: OtherLetter[] = [];
  for (const [index, variant] of (file.test?.variants ?? []).entries()) {
    if (variant.letter === undefined && variant.subject === undefined) continue;
    const at = ['test', 'variants', index];
    const name = variant.letter ?? LETTER_FILE;
    const path = where.source.pathOf(name);
    const { text, faults: unread } = where.readSource(name);
    const subject = variant.subject ?? file.letter.subject;
    const found = letterFaults({ path, yaml: where.yaml, subjectAt: [...at, 'subject'] }, { subject, text });
    // What is wrong with letter.hbs or the usual subject is told where that stands.
    const isOwn = (fault: Fault): boolean =>
      fault.file === path ? variant.letter !== undefined : variant.subject !== undefined;
    if (unread.length === 0) faults.push(...found.filter(isOwn));
    else if (variant.letter !== undefined)
      faults.push(faultAt(where.yaml, [...at, 'letter'], `${variant.letter} ${unread[0]?.message ?? ''}`));
    letters.push({ name: variantLetterName(variant.id), subject, source: text });
  }
  return letters;
}
