/** Every time zone that this machine's calendar knows, for a list that helps to type. */
export const TIME_ZONES: readonly string[] = ['UTC', ...Intl.supportedValuesOf('timeZone')];

const CODES = [
  'en',
  'es',
  'fr',
  'de',
  'pt',
  'it',
  'nl',
  'pl',
  'uk',
  'ru',
  'ar',
  'zh',
  'vi',
  'tl',
  'ko',
  'ht',
  'cy',
  'ga',
];
const names = new Intl.DisplayNames('en', { type: 'language' });

/** Languages that campaigns are written in, each by its English name and its own. */
export const LANGUAGES: readonly { readonly code: string; readonly name: string }[] = CODES.map((code) => ({
  code,
  name: nameOf(code),
}));

function nameOf(code: string): string {
  const [english, own] = [names.of(code) ?? code, new Intl.DisplayNames(code, { type: 'language' }).of(code) ?? code];
  return english.toLowerCase() === own.toLowerCase() ? english : `${english} (${own})`;
}
