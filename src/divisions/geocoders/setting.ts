import { GEOCODER_NAMES, type GeocoderName } from './geocoder.js';

/** A service to ask, and where it is when that is not its usual public address. */
export type GeocoderSetting = { readonly name: GeocoderName; readonly baseUrl?: string };

/**
 * Reads `us-census, nominatim=https://nominatim.example.org`: services in the order they are asked, each with the address
 * of a server of one's own if wanted.
 * @throws Error with the sentence for the person who wrote it
 */
export function parseGeocoders(text: string): GeocoderSetting[] {
  const settings = text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map(parseEntry);
  const twice = settings.find(({ name }, index) => settings.findIndex((other) => other.name === name) < index);
  if (twice) throw new Error(`names ${twice.name} twice`);
  return settings;
}

/** The text that reads as these settings. */
export function geocodersText(settings: readonly GeocoderSetting[]): string {
  return settings.map(({ name, baseUrl }) => (baseUrl ? `${name}=${baseUrl}` : name)).join(',');
}

function parseEntry(entry: string): GeocoderSetting {
  const [, given = '', baseUrl] = /^([^=]*)(?:=(.*))?$/.exec(entry) ?? [];
  const name = GEOCODER_NAMES.find((one) => one === given.trim());
  if (!name) throw new Error(`"${given}" is none of ${GEOCODER_NAMES.join(', ')}`);
  if (baseUrl === undefined) {
    if (name === 'nominatim') throw new Error('nominatim needs its server: nominatim=https://nominatim.example.org');
    return { name };
  }
  if (!URL.canParse(baseUrl) || !/^https?:$/.test(new URL(baseUrl).protocol)) {
    throw new Error(`"${baseUrl}" is not an address such as https://geocoder.example.org`);
  }
  return { name, baseUrl };
}
