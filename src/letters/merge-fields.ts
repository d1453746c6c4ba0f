/** The values that a letter's merge fields stand for. Every field is always there; what is not known is an empty text. */
export type MergeValues = {
  readonly target: {
    readonly name: string;
    readonly title: string;
    readonly salutation: string;
    readonly office: string;
  };
  readonly supporter: {
    readonly full_name: string;
    readonly given_name: string;
    readonly family_name: string;
    /** Street, locality, region and postal code, on as many lines as there is something to say. */
    readonly address: string;
    readonly street: string;
    readonly locality: string;
    readonly region: string;
    readonly postal_code: string;
    readonly district: string;
  };
  readonly campaign: { readonly title: string; readonly ask: string };
  readonly organization: { readonly name: string };
};

/**
 * The parts of a letter. Supporters edit the body once for all their lawmakers and before they give a name, so
 * only the greeting may name the target and only the closing may name the supporter.
 */
export type LetterPart = 'subject' | 'greeting' | 'body' | 'closing';

const CAMPAIGN_FIELDS = ['campaign.title', 'campaign.ask', 'organization.name'];
const PLACE_FIELDS = ['supporter.postal_code', 'supporter.region', 'supporter.district'];
const TARGET_FIELDS = ['target.salutation', 'target.title', 'target.name', 'target.office'];
const PERSON_FIELDS = [
  'supporter.full_name',
  'supporter.given_name',
  'supporter.family_name',
  'supporter.address',
  'supporter.street',
  'supporter.locality',
];

/** Which fields may stand in which part. */
export const fieldsOfPart: Readonly<Record<LetterPart, readonly string[]>> = {
  subject: [...CAMPAIGN_FIELDS, ...PLACE_FIELDS],
  greeting: [...CAMPAIGN_FIELDS, ...TARGET_FIELDS],
  body: [...CAMPAIGN_FIELDS, ...PLACE_FIELDS],
  closing: [...CAMPAIGN_FIELDS, ...PLACE_FIELDS, ...PERSON_FIELDS],
};

/** Every merge field there is. */
export const allFields: readonly string[] = [...CAMPAIGN_FIELDS, ...PLACE_FIELDS, ...TARGET_FIELDS, ...PERSON_FIELDS];

/** Why a known field may not stand in a part, for the organizer. */
export function misplacedField(field: string): string {
  if (TARGET_FIELDS.includes(field)) {
    return 'may stand only in the greeting (the first paragraph): supporters edit the rest once for all their lawmakers';
  }
  return 'may stand only in the closing (the last paragraph): supporters edit the rest before they give their name';
}
