/** How hard a text is to read. */
export type Readability = {
  readonly words: number;
  readonly sentences: number;
  readonly wordsPerSentence: number;
  /** Years of school in the United States that it asks for: the Flesch–Kincaid grade, not below 0. */
  readonly grade: number;
};

/**
 * The Flesch–Kincaid grade of an English text: 0.39 × words per sentence + 11.8 × syllables per word − 15.59 (Kincaid and
 * others, Naval Technical Training Command Research Branch Report 8-75, 1975). Syllables are counted by groups of vowels,
 * so it is a guide. Each line ends a sentence: headings and greetings have no full stop.
 */
export function readabilityOf(text: string): Readability {
  const lines = text.split(/\n+/).filter((line) => line.trim() !== '');
  const sentences = lines
    .flatMap(sentencesIn)
    .map(wordsIn)
    .filter((words) => words.length > 0);
  const words = sentences.flat();
  if (words.length === 0) return { words: 0, sentences: 0, wordsPerSentence: 0, grade: 0 };
  const wordsPerSentence = words.length / sentences.length;
  const syllables = words.reduce((sum, word) => sum + syllablesIn(word), 0);
  const grade = 0.39 * wordsPerSentence + 11.8 * (syllables / words.length) - 15.59;
  return { words: words.length, sentences: sentences.length, wordsPerSentence, grade: Math.max(0, grade) };
}

/** How many words a text has. */
export function countWords(text: string): number {
  return wordsIn(text).length;
}

const sentenceSegmenter = new Intl.Segmenter('en', { granularity: 'sentence' });
const wordSegmenter = new Intl.Segmenter('en', { granularity: 'word' });

function sentencesIn(line: string): string[] {
  return [...sentenceSegmenter.segment(line)].map(({ segment }) => segment);
}

function wordsIn(text: string): string[] {
  return [...wordSegmenter.segment(text)].filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment);
}

function syllablesIn(word: string): number {
  const letters = word
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^a-z]/g, '');
  // A silent e at the end: safe, notes, trained; but not: table.
  const spoken = letters.replace(/(?<![aeiouy]l)(?:[^laeiouy]es|[^laeiouytd]ed|[^laeiouy]e)$/, '');
  return Math.max(1, spoken.match(/[aeiouy]+/g)?.length ?? 0);
}
