/** The supporter of a preview. */
export type Sample = {
  /** A postal code, or a point: `39.74, -104.99`. */
  readonly postalCode: string;
  readonly district?: string | undefined;
  readonly ownWords?: string | undefined;
  readonly givenName?: string | undefined;
  readonly familyName?: string | undefined;
};

export type PreviewedLetter = {
  readonly office: string;
  readonly to: string;
  /** Why the rule addresses them. */
  readonly why: string;
  readonly channel: string;
  /** The file of the letter that they get. */
  readonly version: string;
  readonly subject: string;
  readonly text: string;
};

/** What a supporter at one place would send. */
export type PreviewedPlace = {
  /** What the supporter answered on the way here: `['WI-02']`; empty where nothing is asked. */
  readonly chosen: readonly string[];
  readonly letters: readonly PreviewedLetter[];
  readonly excluded: readonly { readonly office: string; readonly name: string; readonly say: string }[];
  readonly vacant: readonly string[];
  /** How many fallbacks of the rule it took. */
  readonly fallback: number;
};

/** What a folder would do at a postal code: one place, or one for each answer where the code is split. */
export type FolderPreview = {
  readonly code: string;
  readonly notes: readonly string[];
  readonly places: readonly PreviewedPlace[];
};

const STEPS = ['', 'The rule itself leaves nobody here: its fallback is used.', 'The second fallback is used.'];

/** A preview as the command line prints it. */
export function previewText({ notes, places }: FolderPreview): string {
  return [...notes, ...places.map(placeText)].join('\n\n');
}

function placeText({ chosen, letters, excluded, vacant, fallback }: PreviewedPlace): string {
  return [
    ...(chosen.length > 0 ? [`=== ${chosen.join(', ')}`] : []),
    ...(fallback > 0 ? [STEPS[fallback] ?? ''] : []),
    ...vacant.map((office) => `Vacant: ${office}`),
    ...excluded.map(({ office, name, say }) => `Not written to: ${name} (${office}). Shown instead: ${say}`),
    ...(letters.length > 0 ? letters.map(letterText) : ['Nobody is written to here.']),
  ].join('\n');
}

function letterText({ to, office, channel, why, version, subject, text }: PreviewedLetter): string {
  const head = `--- to ${to} (${office}), by ${channel}\nWhy: ${why}\nLetter: ${version}`;
  return `${head}\nSubject: ${subject}\n\n${text}`;
}
