import { createRandom } from '../numbers.js';

const WHO = [
  'I teach',
  'I nurse',
  'My brother drives a bus',
  'We bake',
  'I mend boats',
  'My wife keeps books',
  'I cook',
];
const WHERE = [
  'near Mill Street',
  'by the harbour',
  'on Fourth Avenue',
  'at the old quay',
  'behind Station Road',
  'uphill',
];
const WHEN = ['Last winter', 'In May', 'One Sunday', 'Years ago', 'On a night shift', 'Before the storm', 'At Easter'];
const SAW = [
  'a girl who never spoke',
  'men waiting outside',
  'a locked fire door',
  'a boy asleep in a van',
  'two passports',
];
const THEN = ['went home', 'said nothing', 'called a friend', 'asked the clerk', 'could not sleep', 'told my sister'];
const WISH = [
  'somebody had asked her',
  'we had known whom to call',
  'he had been taught',
  'we had looked up',
  'it ends',
];
const CLOSE = [
  'Please act.',
  'You can change this.',
  'Thank you for reading.',
  'My children live here.',
  'It costs little.',
];

/** What a person writes; no two write alike. */
export function ownWords(person: number): string {
  const random = createRandom(person + 1);
  const pick = (from: readonly string[]): string => from[Math.floor(random() * from.length)] ?? '';
  const sentences = [
    `${pick(WHO)} ${pick(WHERE)}, at number ${person}.`,
    `${pick(WHEN)} I saw ${pick(SAW)} there and ${pick(THEN)}.`,
    `I wish ${pick(WISH)}.`,
    pick(CLOSE),
  ];
  return sentences.sort(() => random() - 0.5).join(' ');
}

const COPIED =
  'This ordinance would ruin every small hotel in our beautiful city and nobody who lives here has ever asked for it so please vote against it now and think of the honest owners who work hard every day and who pay their taxes';

/** The same text with a word of its own in it. */
export function copiedWords(bot: number): string {
  const words = COPIED.split(' ');
  words.splice(bot % words.length, 1, `word${bot}`);
  return words.join(' ');
}
