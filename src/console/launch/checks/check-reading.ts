import { outlineOf } from '../../../campaigns/index.js';
import { renderBody, readabilityOf, countWords, type Readability } from '../../../letters/index.js';
import { EDIT, type CheckGroup, type Finding } from '../finding.js';
import { SAMPLE, sampleValues, type Subject } from '../subject.js';

/** Above this many years of school a text shuts people out. */
const ADVISED_GRADE = 9;
/** Offices read letters of one page. */
const ADVISED_WORDS = { least: 150, most: 400 };
/** What a phone shows of a subject line. */
const ADVISED_SUBJECT = 60;

/** One text with how hard it is to read. */
export type ReadingLine = {
  readonly name: string;
  readonly words: string;
  readonly perSentence: string;
  readonly grade: string;
};

type Part = { readonly name: string; readonly section: string; readonly text: string };

/** How easily the texts are read; for English, which is what the measure was made for. */
export function checkReading(subject: Subject): CheckGroup & { readonly lines: readonly ReadingLine[] } {
  const isEnglish = /^en\b/.test(subject.campaign.language);
  const parts = (isEnglish ? partsOf(subject) : []).map((part) => ({ ...part, found: readabilityOf(part.text) }));
  const hard = parts.filter(({ found }) => found.words > 0 && Math.round(found.grade) > ADVISED_GRADE);
  const findings = [
    ...(isEnglish ? measured(hard) : [notEnglish]),
    ...letterFindings(subject),
    ...subjectFindings(subject),
  ];
  return { id: 'reading', title: 'How easily it is read', findings, lines: parts.map(lineOf) };
}

function measured(hard: readonly (Part & { readonly found: Readability })[]): Finding[] {
  return hard.length > 0 ? hard.map(hardFinding) : [easy];
}

const notEnglish: Finding = {
  grade: 'fine',
  says: 'The measure of reading level is made for English, so these texts are not measured. Let somebody outside your group read them.',
};

const easy: Finding = { grade: 'fine', says: 'Nine years of school are enough to read all of it.' };

function lineOf({ name, found }: { readonly name: string; readonly found: Readability }): ReadingLine {
  return {
    name,
    words: String(found.words),
    perSentence: found.wordsPerSentence.toFixed(0),
    grade: found.words === 0 ? '–' : found.grade.toFixed(0),
  };
}

function hardFinding({ name, section, found }: Part & { readonly found: Readability }): Finding {
  return {
    grade: 'look',
    says: `${name} asks for about ${found.grade.toFixed(0)} years of school, with ${found.wordsPerSentence.toFixed(0)} words in a sentence.`,
    todo: 'Make two sentences of a long one, and take the shorter word where there is one.',
    where: EDIT(section, 'Edit it'),
  };
}

function partsOf(subject: Subject): Part[] {
  const { file, pageSource } = subject.campaign;
  return [
    { name: 'The page', section: 'page', text: outlineOf(pageSource).text },
    { name: 'The summary', section: 'page', text: file.summary },
    { name: 'The ask', section: 'ask', text: file.ask },
    ...bodiesOfLetters(subject).map(({ name, text }) => ({ name, section: 'letter', text })),
  ];
}

function bodiesOfLetters({ campaign, everyone }: Subject): { readonly name: string; readonly text: string }[] {
  const [target] = everyone.targets;
  if (!target || campaign.fault !== undefined) return [];
  const values = sampleValues({ campaign, target, supporter: SAMPLE });
  return [['letter', campaign.letter] as const, ...campaign.otherLetters].map(([name, letter]) => ({
    name: name === 'letter' ? 'The letter' : `The letter ${name}.hbs`,
    text: renderBody(letter, values),
  }));
}

function letterFindings(subject: Subject): Finding[] {
  return bodiesOfLetters(subject).flatMap(({ name, text }): Finding[] => {
    const words = countWords(text);
    if (words >= ADVISED_WORDS.least && words <= ADVISED_WORDS.most)
      return [{ grade: 'fine', says: `${name} has ${words} words.` }];
    const advice = `${ADVISED_WORDS.least} to ${ADVISED_WORDS.most} are advised`;
    const todo =
      words > ADVISED_WORDS.most
        ? 'Staff read the first lines; leave room for what supporters add in their own words.'
        : 'Say what you ask, why, and one fact with its source.';
    return [{ grade: 'look', says: `${name} has ${words} words; ${advice}.`, todo, where: EDIT('letter', 'Edit it') }];
  });
}

function subjectFindings({ campaign }: Subject): Finding[] {
  const { length } = campaign.file.letter.subject;
  if (length <= ADVISED_SUBJECT) return [];
  return [
    {
      grade: 'look',
      says: `The subject has ${length} characters; many phones show ${ADVISED_SUBJECT}.`,
      todo: 'Put what matters first, or shorten it.',
      where: EDIT('letter', 'Edit it'),
    },
  ];
}
