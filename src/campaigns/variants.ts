import type { CampaignLetters } from './campaign.js';
import type { CampaignFile } from './definition.js';

type Content = CampaignLetters & { readonly file: CampaignFile };

/** A variant as actions and counters know it: the test's name and its own, `short-title:b`. */
type NamedVariant = NonNullable<CampaignFile['test']>['variants'][number] & { readonly name: string };

/** The variants of the test that a campaign runs; empty where it runs none. */
export function variantsOf({ test }: CampaignFile): NamedVariant[] {
  return (test?.variants ?? []).map((variant) => ({ ...variant, name: `${test?.name ?? ''}:${variant.id}` }));
}

/** Draws one of the test's variants by its share; '' where nothing is tested. `fraction` is from 0 up to, not including, 1. */
export function drawVariant(file: CampaignFile, fraction: number): string {
  const variants = variantsOf(file);
  let left = fraction * variants.reduce((sum, { share }) => sum + (share ?? 1), 0);
  for (const { name, share = 1 } of variants) {
    left -= share;
    if (left < 0) return name;
  }
  return '';
}

/** The variant's name if the campaign's test has it, else ''. */
export function knownVariant(file: CampaignFile, name: string): string {
  return variantsOf(file).some((variant) => variant.name === name) ? name : '';
}

/** A campaign, or a version of it, as those see it who were shown a variant; as it is where there is no such variant. */
export function asVariant<Of extends Content>(content: Of, name: string): Of {
  const variant = variantsOf(content.file).find((one) => one.name === name);
  if (!variant) return content;
  const { title, summary, ask, button } = variant;
  const own = Object.entries({ title, summary, ask, button }).filter(([, text]) => text !== undefined);
  const letter = content.otherLetters.get(variantLetterName(variant.id)) ?? content.letter;
  return { ...content, file: { ...content.file, ...Object.fromEntries(own) }, letter };
}

/** Under which name the letter of a variant is kept among the other letters; no file is called so. */
export function variantLetterName(id: string): string {
  return `variant-${id}`;
}
