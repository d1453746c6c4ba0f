/** What a form may ask for besides name, e-mail, postal code and the message itself, in the order in which we tell it. */
export const FORM_FIELDS = ['topic', 'subject', 'prefix', 'phone', 'street', 'locality', 'zip4'] as const;

export type FormField = (typeof FORM_FIELDS)[number];

/** The web form through which an official takes letters. */
export type OfficeForm = {
  /** Whose it is: the key of the person in the rosters, `bioguide:A000055`. */
  readonly person: string;
  readonly url: string;
  /** What has to be filled in. */
  readonly asks: readonly FormField[];
  /** How long the message may be; null where the form does not say. */
  readonly maxCharacters: number | null;
  /** Whether it asks to prove that one is no robot. */
  readonly hasCaptcha: boolean;
};
