import { bandsOf, likenessOf, type Signature } from '../letters/index.js';
import type { Signal } from './screening.js';
import { signatureFor } from './signature-for.js';

/** So many people in so long a time write nearly the same by chance nowhere; the ones after them are looked at. */
export const MOST_ALIKE = 20;
const WITHIN_MS = 6 * 60 * 60_000;

/**
 * Less than a reviewer calls a near-copy: two copies of forty words in which each sender changed one word of their own
 * are 0.74 alike, and nobody shares 0.6 of their sentences with twenty others by chance.
 */
const ALIKE = 0.6;

/** Texts that are so much alike share a key of three rows in 99 of 100 cases. */
const ROWS = 3;

/** Texts of a campaign that are remembered; those that nobody else wrote are forgotten first. */
const MOST_TEXTS = 10_000;

/** A text, and who sent nearly the same lately: keyed by address, with the moment. */
type Text = {
  readonly signature: Signature;
  /** The keys under which it is found. */
  readonly bands: readonly string[];
  readonly people: Map<string, number>;
};
type Texts = { readonly texts: Set<Text>; readonly byBand: Map<string, Text> };

/**
 * Finds what many people wrote in nearly the same words within hours, in this process' memory: of each text one signature
 * and the newest people who sent the like. What it costs does not grow with their number.
 */
export function createNearCopySignal(): Signal {
  const campaigns = new Map<string, Texts>();
  return (submission) => {
    const { campaignId, emailKey, at } = submission;
    const signature = signatureFor(submission);
    if (!signature) return [];
    const known = campaigns.get(campaignId) ?? { texts: new Set(), byBand: new Map() };
    campaigns.set(campaignId, known);
    const bands = bandsOf(signature, ROWS);
    const text = findAlike(known, { signature, bands }) ?? remember(known, { signature, bands });
    const others = [...text.people].filter(([key, sentAt]) => key !== emailKey && at - sentAt < WITHIN_MS).length;
    notePerson(text, emailKey, at);
    return others >= MOST_ALIKE ? ['near-copies'] : [];
  };
}

type Found = Pick<Text, 'signature' | 'bands'>;

function findAlike({ byBand }: Texts, { signature, bands }: Found): Text | undefined {
  for (const band of bands) {
    const text = byBand.get(band);
    if (text && likenessOf(text.signature, signature) >= ALIKE) return text;
  }
  return undefined;
}

function remember(known: Texts, found: Found): Text {
  if (known.texts.size >= MOST_TEXTS) forgetOne(known);
  const text = { ...found, people: new Map<string, number>() };
  known.texts.add(text);
  for (const band of found.bands) known.byBand.set(band, text);
  return text;
}

/** How many of the oldest texts are looked at for one that nobody else wrote. */
const LOOKED_AT = 50;

function forgetOne({ texts, byBand }: Texts): void {
  let looked = 0;
  for (const text of texts) {
    texts.delete(text);
    if (text.people.size < 2 || ++looked === LOOKED_AT) {
      for (const band of text.bands) if (byBand.get(band) === text) byBand.delete(band);
      return;
    }
    // One that others wrote too is looked at again only after all others.
    texts.add(text);
  }
}

/** Keeps the newest people only, one more than are needed: the one who writes may be among them. */
function notePerson({ people }: Text, emailKey: string, at: number): void {
  people.delete(emailKey);
  people.set(emailKey, at);
  const [eldest] = people.keys();
  if (people.size > MOST_ALIKE + 1 && eldest !== undefined) people.delete(eldest);
}
