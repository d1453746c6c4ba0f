import { accentContrast, inkOn, pageFaults, readableAccent, readLogo, tidyPage } from '../../partners/index.js';
import {
  findLogo,
  MAX_INTRO,
  MAX_LOGO_BYTES,
  MAX_LOGO_PIXELS,
  MAX_OPT_IN,
  MIN_CONTRAST,
} from '../../partners/index.js';
import type { Logo, PageVersion, TypedPage } from '../../partners/index.js';
import type { Db } from '../../platform/db.js';
import { InputError, type Fault } from '../../platform/errors.js';
import { plain } from '../../platform/number-text.js';
import { showFaults } from '../../web/index.js';
import type { CoalitionVisit } from '../visit.js';

/** A page as it stands in the form. */
export type PageDraft = TypedPage & {
  /** The picture that was kept before. */
  readonly logoId: string | null;
  /** The picture that was chosen now. */
  readonly logo?: Logo;
};

/** Reads the form, with all that is wrong with it. */
export async function readDraft(
  db: Db,
  { form, file }: CoalitionVisit,
): Promise<{ readonly draft: PageDraft; readonly faults: readonly Fault[] }> {
  const typed = tidyPage({
    intro: form.one('intro'),
    optInText: form.one('opt_in_text'),
    accent: form.one('accent'),
    website: form.one('website'),
    privacyUrl: form.one('privacy_url'),
  });
  const page = form.one('accent_instead') === typed.accent ? takeReadable(typed) : typed;
  const faults = pageFaults(page);
  const isWithoutLogo = form.one('no_logo') === 'true';
  const logoId = isWithoutLogo ? null : ((await findLogo(db, form.one('logo_id')))?.id ?? null);
  if (isWithoutLogo) return { draft: { ...page, logoId }, faults };
  const { logo, faults: ofLogo } = await readChosen(file);
  const draft = logo ? { ...page, logoId: logo.id, logo } : { ...page, logoId };
  return { draft, faults: [...faults, ...ofLogo] };
}

/** The picture that was chosen, if any was, or why it cannot be taken. */
async function readChosen(
  file: CoalitionVisit['file'],
): Promise<{ readonly logo?: Logo; readonly faults: readonly Fault[] }> {
  try {
    const chosen = await file('logo');
    if (chosen === undefined) return { faults: [] };
    const logo = readLogo(chosen);
    return 'fault' in logo ? { faults: [{ field: 'logo', message: logo.fault }] } : { logo, faults: [] };
  } catch (error) {
    if (error instanceof InputError) return { faults: error.faults };
    throw error;
  }
}

/** Only a colour has a shade; anything else stays as it was typed. */
function takeReadable(typed: TypedPage): TypedPage {
  return /^#[0-9a-f]{6}$/.test(typed.accent) ? { ...typed, accent: readableAccent(typed.accent) } : typed;
}

/** The form as it begins: the newest version, whatever became of it. */
export function draftOf({ partner }: CoalitionVisit, newest: PageVersion | undefined): PageDraft {
  return {
    intro: newest?.intro ?? '',
    optInText: newest?.optInText ?? '',
    accent: newest?.accent ?? '',
    logoId: newest?.logoId ?? null,
    website: partner.website ?? '',
    privacyUrl: partner.privacyUrl ?? '',
  };
}

/** The form for its page. */
export function formView(draft: PageDraft, faults: readonly Fault[]): object {
  const shown = showFaults(faults);
  const isColour = /^#[0-9a-f]{6}$/.test(draft.accent);
  const isTooFaint = isColour && accentContrast(draft.accent) < MIN_CONTRAST;
  return {
    typed: draft,
    logoUrl: draft.logoId === null ? undefined : `/logo/${draft.logoId}`,
    instead: isTooFaint ? { colour: draft.accent, shade: sampleOf(readableAccent(draft.accent)) } : undefined,
    sample: isColour ? sampleOf(draft.accent) : undefined,
    most: {
      intro: plain(MAX_INTRO),
      introCharacters: MAX_INTRO,
      optIn: MAX_OPT_IN,
      logoKb: MAX_LOGO_BYTES / 1_000,
      logoPixels: plain(MAX_LOGO_PIXELS),
    },
    ...shown,
  };
}

/** A colour as a button has it, with its contrast in words. */
export function sampleOf(colour: string): object {
  return { colour, ink: inkOn(colour), ratio: (Math.floor(accentContrast(colour) * 10) / 10).toFixed(1) };
}
