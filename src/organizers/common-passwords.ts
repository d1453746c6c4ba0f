/** Words that stand in most lists of leaked passwords, in English and beside it, and those that belong to this place. */
const COMMON = `password passwort passphrase motdepasse contrasena wachtwoord senha parola secret geheim letmein welcome
  willkommen bienvenue changeme default admin administrator root superuser user guest test testing temp temporary login
  logon signin access account master system server manager office company computer internet network security secure
  private public website email mail google facebook twitter instagram linkedin youtube microsoft windows apple iphone
  android samsung amazon netflix spotify dropbox github iloveyou loveyou lovely love sweetheart darling princess prince
  angel baby honey sunshine rainbow flower butterfly summer winter spring autumn january february march april june july
  august september october november december monday tuesday wednesday thursday friday saturday sunday monkey dragon tiger
  shadow eagle falcon panther dolphin football baseball basketball soccer hockey tennis liverpool chelsea arsenal
  barcelona madrid yankees cowboys steelers superman batman spiderman pokemon starwars matrix naruto minecraft fortnite
  michael jennifer jessica ashley daniel thomas robert jordan hunter andrew charlie george maggie ginger pepper cookie
  cheese chocolate banana orange hello whatever nothing trustno mustang ferrari porsche mercedes corvette harley
  freedom liberty america england london paris berlin canada jesus christ heaven blessed whoami correcthorsebatterystaple
  qwerty qwertz azerty asdf zxcv qazwsx qwer poiuy clarion campaign campaigns organizer advocacy petition letter letters
  supporter senator senate congress trafficking`.split(/\s+/);

/** Rows of keys and orders that fingers and heads follow, each also backwards. */
const ROWS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qwertzuiop',
  'azertyuiop',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm',
  '!@#$%^&*()',
].flatMap((row) => [row, Array.from(row).reverse().join('')]);

const SHORTEST_RUN = 3;

/** Letters that people write as other signs, as programs that guess know too. */
const PLAIN: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

/** Parts of what is known of a person that a password shall not consist of: `ana.lima@x.example` -> ana, lima, … */
export function personalWords(known: readonly string[]): string[] {
  return known
    .flatMap((text) => [text, ...text.split(/[^\p{L}\p{N}]+/u)])
    .map((word) => squeezed(word))
    .filter((word) => word.length >= SHORTEST_RUN);
}

/** What is left of a password without common words, runs, repeats and years; the shortest of three readings of its signs. */
export function withoutCommon(password: string, personal: readonly string[]): string {
  const lower = password.normalize('NFKC').toLowerCase();
  const words = [...personal, ...COMMON];
  const readings = [lower, plain(lower), plain(withoutRuns(withoutYears(lower)))].map((text) => stripped(text, words));
  return readings.sort((a, b) => a.length - b.length)[0] ?? '';
}

function plain(text: string): string {
  return Array.from(text, (sign) => PLAIN[sign] ?? sign).join('');
}

function withoutYears(text: string): string {
  return text.replace(/(?:19|20)\d\d/g, ' ');
}

function stripped(text: string, words: readonly string[]): string {
  const longestFirst = [...new Set(words)].sort((a, b) => b.length - a.length);
  const withoutWords = longestFirst.reduce((rest, word) => rest.replaceAll(word, ' '), squeezed(text, ' '));
  return squeezed(withoutRuns(withoutYears(withoutWords)).replace(/(.)\1+/gu, '$1'));
}

/** Letters and digits alone. */
function squeezed(text: string, instead = ''): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, instead);
}

function withoutRuns(text: string): string {
  let rest = text;
  for (let at = 0; at < rest.length; at++) {
    const length = runAt(rest, at);
    if (length >= SHORTEST_RUN) rest = `${rest.slice(0, at)} ${rest.slice(at + length)}`;
  }
  return rest;
}

/** How many characters from here on follow a row. */
function runAt(text: string, at: number): number {
  let longest = 0;
  for (const row of ROWS) {
    let length = 0;
    while (at + length < text.length && row.includes(text.slice(at, at + length + 1))) length++;
    longest = Math.max(longest, length);
  }
  return longest;
}
