const STREETS = ['Mill Street', 'the harbour road', 'Fourth Avenue', 'the old quay', 'Station Road', 'Cedar Lane'];
const TRADES = ['teach', 'nurse', 'drive a bus', 'bake', 'mend boats', 'keep books', 'clean rooms', 'cook'];
const SEEN = ['a girl who never spoke', 'men who waited outside', 'a locked fire door', 'a boy asleep in a van'];
const HOPES = [
  'somebody had asked her',
  'I had known whom to call',
  'the clerk had been taught',
  'we had all looked up',
];
const WHEN = ['last winter', 'in May', 'one Sunday', 'years ago', 'on a night shift', 'before the storm'];

/** What a person writes; no two write alike. */
export function ownWords(person: number): string {
  const pick = (from: readonly string[], step: number): string => from[(person * step + step) % from.length] ?? '';
  return [
    `I ${pick(TRADES, 3)} near ${pick(STREETS, 5)}, number ${person}.`,
    `${pick(WHEN, 7)} I saw ${pick(SEEN, 3)} at an inn there, and ${person % 2 === 0 ? 'went home' : 'said nothing'}.`,
    `I wish ${pick(HOPES, 5)} ${'so '.repeat(person % 4)}early.`,
  ].join(person % 3 === 0 ? '\n' : ' ');
}

const COPIED =
  'This ordinance would ruin every small hotel in our beautiful city and nobody who lives here has ever asked for it so please vote against it now and think of the honest owners who work hard every day and who pay their taxes';

/** The same text with a word of its own in it. */
export function copiedWords(bot: number): string {
  const words = COPIED.split(' ');
  words.splice(bot % words.length, 1, `word${bot}`);
  return words.join(' ');
}
