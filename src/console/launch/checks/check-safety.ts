import { EDIT, type CheckGroup, type Finding } from '../finding.js';
import type { Subject } from '../subject.js';

/** Words that tell of a topic which can put a reader in danger, or hurt one who lived through it. */
const SENSITIVE =
  /\b(?:traffick\w*|exploit\w*|abus\w*|violen\w*|rape\w*|assault\w*|prostitut\w*|slavery|enslave\w*|forced labou?r|surviv\w*|suicid\w*|domestic|hiv|abortion|asylum|undocumented)\b/i;

/** Whether a visitor in danger is considered. */
export function checkSafety({ campaign }: Subject): CheckGroup {
  const { file, pageSource } = campaign;
  const isSensitive = SENSITIVE.test([file.title, file.summary, file.ask, pageSource].join(' '));
  return { id: 'safety', title: 'Safety of readers', findings: findingsOf(file, isSensitive) };
}

type File = Subject['campaign']['file'];

function findingsOf(file: File, isSensitive: boolean): Finding[] {
  const things = thingsOf(file);
  if (!isSensitive && things.every(({ isThere }) => !isThere)) return [harmless];
  return things.map(({ isThere, has, lacks, todo, where }): Finding => {
    if (isThere) return { grade: 'fine', says: has };
    if (!isSensitive) return { grade: 'fine', says: `${lacks}.`, where };
    const says = `${lacks}, and the page speaks of something that can be dangerous or painful for readers.`;
    return { grade: 'look', says, todo, where };
  });
}

const SAFETY = EDIT('safety', 'Edit safety');

const harmless: Finding = {
  grade: 'fine',
  says: 'The words of the page do not sound as if they could put a reader in danger. You know better than a list of words: where they can, add a hotline, a note and a quick exit.',
  where: SAFETY,
};

/** What keeps a reader safe: whether it is there, and what to do where it is not. */
type Thing = Required<Pick<Finding, 'where' | 'todo'>> & {
  readonly isThere: boolean;
  readonly has: string;
  readonly lacks: string;
};

function thingsOf({ safety, mails }: File): Thing[] {
  return [
    {
      isThere: safety.hotline !== undefined,
      has: 'A hotline is in sight.',
      lacks: 'No hotline is shown',
      todo: 'Name one that helps those concerned.',
      where: SAFETY,
    },
    {
      isThere: safety.content_note !== undefined,
      has: 'A note says beforehand what the page is about.',
      lacks: 'No note says beforehand what the page is about',
      todo: 'Say in a sentence what a reader should know before reading on.',
      where: SAFETY,
    },
    {
      isThere: safety.quick_exit !== undefined,
      has: 'A button leaves the page quickly.',
      lacks: 'No button leaves the page quickly',
      todo: 'Name a harmless site that it leads to, such as a weather page.',
      where: SAFETY,
    },
    {
      isThere: mails.neutral_subject !== undefined,
      has: 'Mails to supporters have a subject that does not tell what they are about.',
      lacks: 'Mails to supporters name the campaign in their subject',
      todo: 'Give them a neutral subject: others may see the screen or share the mailbox.',
      where: EDIT('after', 'Edit the mails'),
    },
  ];
}
