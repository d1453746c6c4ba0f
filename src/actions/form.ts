import type { Campaign } from '../campaigns/index.js';
import { sourcePattern } from '../counts/index.js';
import { boxPattern } from '../partners/index.js';

/** A form as it was typed: kept as it is, so that a page with errors loses nothing. */
export type TypedForm = {
  readonly token: string;
  readonly source: string;
  /** The variant of the campaign's test that the person was shown. */
  readonly variant: string;
  readonly postal_code: string;
  /** Answers to "which district is yours?". */
  readonly districts: readonly string[];
  /** A street that is asked only to find the district, and kept nowhere. */
  readonly home_street: string;
  /** Degrees and metres, as the browser tells them when the person allows it. */
  readonly lat: string;
  readonly lng: string;
  readonly accuracy: string;
  readonly given_name: string;
  readonly family_name: string;
  readonly email: string;
  readonly street: string;
  /** Asked only where an office's form asks for them. */
  readonly prefix: string;
  readonly phone: string;
  readonly own_words: string;
  /** undefined while the letter has not been shown yet. */
  readonly text: string | undefined;
  /** The letter was shown; an emptied box stays empty. */
  readonly hasText: boolean;
  /** Organizations whose box is ticked; a partner of a coalition with the version of its text: `teachers@01k…`. */
  readonly opt_ins: readonly string[];
  /** "Send me a copy by e-mail" is ticked. */
  readonly copy: boolean;
  /** The own words may be quoted; by name, where that is ticked too. */
  readonly may_quote: boolean;
  readonly quote_name: boolean;
  /** A field that people do not see: what fills it is a program. */
  readonly trap: string;
  /** A solved challenge; '' for none. */
  readonly proof: string;
};

/**
 * The field that people do not see. No browser and no password manager knows what to fill in under this name; `website`,
 * which no form of ours has, is what programs like best.
 */
const TRAP_FIELD = 'comment_title';

/** Reads the fields of a posted form; a field that comes twice counts once, except where several are meant. */
export function readForm(body: unknown): TypedForm {
  const fields = (typeof body === 'object' && body !== null ? body : {}) as Readonly<Record<string, unknown>>;
  const all = (name: string): string[] => [fields[name]].flat().filter((value) => typeof value === 'string');
  const one = (name: string): string => all(name)[0] ?? '';
  return {
    token: one('token'),
    source: one('source'),
    variant: one('variant'),
    postal_code: one('postal_code'),
    districts: all('district').filter((value) => value !== ''),
    home_street: one('home_street'),
    lat: one('lat'),
    lng: one('lng'),
    accuracy: one('accuracy'),
    given_name: one('given_name'),
    family_name: one('family_name'),
    email: one('email'),
    street: one('street'),
    prefix: one('prefix'),
    phone: one('phone'),
    own_words: one('own_words'),
    text: all('text')[0],
    hasText: all('text').length > 0,
    opt_ins: all('opt_in'),
    copy: one('copy') === 'true',
    may_quote: one('may_quote') === 'true',
    quote_name: one('quote_name') === 'true',
    trap: one(TRAP_FIELD) || one('website'),
    proof: one('altcha'),
  };
}

/** The form in the shape of the API's body, so that one schema checks both. */
export function formAsInput(campaign: Campaign, form: TypedForm): object {
  const { given_name, family_name, email, postal_code, street, prefix, phone } = form;
  const { own_words, text, source, variant, copy, may_quote, quote_name } = form;
  const known = campaign.file.opt_ins.map((optIn) => optIn.organization);
  const ticked = form.opt_ins.filter((name) => known.includes(name) || boxPattern.test(name));
  return {
    supporter: { given_name, family_name, email, postal_code, street, prefix, phone },
    district: form.districts,
    letter: { own_words, text, may_quote, quote_name },
    copy,
    opt_ins: Object.fromEntries(ticked.map((name) => [name, true])),
    ...(variant !== '' && { variant }),
    // A source that is none is not the person's fault, and nothing that they could put right.
    ...(sourcePattern.test(source.trim().toLowerCase()) && { source }),
  };
}
