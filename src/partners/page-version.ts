import type { Fault } from '../platform/errors.js';
import { accentContrast, accentPattern, MIN_CONTRAST, readableAccent } from './accent.js';
import { holdsControl } from './coalition-form.js';
import type { PartnerPage } from './coalition.js';

/**
 * Where a version of a partner's page stands: `waiting` for the lead's look, `live`, `refused` by the lead, `withdrawn` after
 * it was live, or `replaced` by a later version. One at the most is live, and one waits.
 */
export type PageState = 'waiting' | 'live' | 'refused' | 'withdrawn' | 'replaced';

/** One version of a partner's page. */
export type PageVersion = PartnerPage & {
  readonly partnerId: string;
  readonly state: PageState;
  /** Who saved it, by name. */
  readonly who: string;
  readonly createdAt: number;
  readonly decidedAt: number | null;
  /** Why the lead refused or withdrew it. */
  readonly reason: string;
};

/** What a version holds. */
export type PageContent = Pick<PartnerPage, 'intro' | 'optInText' | 'accent' | 'logoId'>;

/** A partner's page as it was typed, with what belongs to the partner itself. */
export type TypedPage = {
  readonly intro: string;
  readonly optInText: string;
  readonly accent: string;
  readonly website: string;
  readonly privacyUrl: string;
};

export const MAX_INTRO = 1_000;
export const MAX_OPT_IN = 400;
const MAX_ADDRESS = 300;

/** The fields as they are stored: trimmed, a colour in small letters with its `#`. */
export function tidyPage(typed: TypedPage): TypedPage {
  const accent = typed.accent.trim().toLowerCase();
  return {
    intro: typed.intro.replace(/\r\n?/g, '\n').replaceAll('\t', ' ').trim(),
    optInText: typed.optInText.replace(/\s+/g, ' ').trim(),
    accent: /^[0-9a-f]{6}$/.test(accent) ? `#${accent}` : accent,
    website: typed.website.trim(),
    privacyUrl: typed.privacyUrl.trim(),
  };
}

/** What is wrong with a tidy page; fields bear the names of the form's inputs. */
export function pageFaults({ intro, optInText, accent, website, privacyUrl }: TypedPage): Fault[] {
  const faults: Fault[] = [];
  const add = (field: string, message: string): void => void faults.push({ field, message });
  if (intro.length > MAX_INTRO) add('intro', `The introduction can have ${MAX_INTRO} characters at the most.`);
  if (optInText.length > MAX_OPT_IN)
    add('opt_in_text', `The text of the box can have ${MAX_OPT_IN} characters at the most.`);
  if (holdsControl(intro.replaceAll('\n', ' '))) add('intro', UNPRINTABLE);
  if (holdsControl(optInText)) add('opt_in_text', UNPRINTABLE);
  const colour = accentFault(accent);
  if (colour !== undefined) add('accent', colour);
  if (!isWebAddress(website)) add('website', 'This is not a web address; it begins with https://.');
  if (!isWebAddress(privacyUrl)) add('privacy_url', 'This is not a web address; it begins with https://.');
  if (optInText !== '' && privacyUrl === '')
    add('privacy_url', 'Please link to your privacy page: it stands beside the box that people tick.');
  return faults;
}

const UNPRINTABLE = 'The text holds a character that cannot be printed; please type it again without it.';

function accentFault(accent: string): string | undefined {
  if (accent === '') return undefined;
  if (!accentPattern.test(accent))
    return 'Please write the colour as # and six digits or letters a to f, such as #1d4f63.';
  const contrast = accentContrast(accent);
  if (contrast >= MIN_CONTRAST) return undefined;
  // Rounded down, so that no colour is refused with the contrast that it needs.
  const ratio = (Math.floor(contrast * 10) / 10).toFixed(1);
  return `On the page’s light ground ${accent} has a contrast of ${ratio} : 1; text needs ${MIN_CONTRAST} : 1. The nearest shade that can be read is ${readableAccent(accent)}.`;
}

function isWebAddress(text: string): boolean {
  if (text === '') return true;
  if (text.length > MAX_ADDRESS || !URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  return ['https:', 'http:'].includes(protocol) && hostname !== '' && username === '' && password === '';
}
