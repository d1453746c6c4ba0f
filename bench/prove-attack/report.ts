import { tableText } from '../../src/platform/command-line.js';
import type { Outcome } from './attack.js';
import { foreignLetters, missingOf, unaccounted } from './accounts.js';
import { VICTIM, type Kind } from './bots.js';
import { kindLines, sumOf } from './kind-lines.js';
import { judgePeople, type PeopleVerdict } from './judge-people.js';
import { solvingMs } from './solve.js';

/** Of kinds that no reader should have to see at an office unread, this share may be, at the most: a flood's first ones. */
const MOST_UNREAD = 0.03;
const JUDGED: readonly Kind[] = ['naive', 'copies', 'disposable'];

/** Mails that one address may get in a day. */
const MOST_MAILS = 5;

const NAMES: Readonly<Record<Kind, string>> = {
  naive: 'fill in every field, at once',
  copies: 'copies of one text',
  probers: 'compare answers (list thieves)',
  api: 'the API, without a form',
  disposable: 'disposable addresses, links opened',
  forgers: 'offices of other places',
  patient: 'patient, solve the proof',
  bombers: 'one third person’s address',
};

/** The table of a run, and the lines below it. */
export function reportText(outcome: Outcome): string {
  const lines = kindLines(outcome);
  const head = ['bots', 'sent', 'taken', 'repeats', 'held', 'unconfirmed', 'proof asked', 'told to wait', 'refused'];
  return [
    tableText([
      [...head, 'through', 'letters'],
      ...[...lines, sumOf(lines)].map((line) => [
        'name' in line ? line.name : NAMES[line.kind],
        ...[line.sent, line.taken, line.repeats, line.held, line.unconfirmed, line.toldToProve].map(String),
        ...[line.toldToWait, line.refused, line.through, line.letters].map(String),
      ]),
    ]),
    '',
    ...lines.filter(({ reasons }) => reasons !== '').map(({ kind, reasons }) => `held, ${NAMES[kind]}: ${reasons}`),
    '',
    ...peopleLines(judgePeople(outcome)),
    '',
    ...otherLines(outcome),
  ].join('\n');
}

function peopleLines(people: PeopleVerdict): string[] {
  const { came, taken, letters, arrived, lost, asked, confirmed, told } = people;
  return [
    `people: ${came} came, ${taken} letters of theirs were taken, to ${letters} offices by mail: ${arrived} arrived, ${lost.length} lost`,
    `people: ${asked} wrote on a page that asked for a proof, ${confirmed} confirmed by mail, ${told} were told to wait`,
    `people: longest wait ${people.longestTakenS.toFixed(1)} s for "taken", median ${people.medianTakenS.toFixed(1)} s; ${people.longestArrivedS.toFixed(0)} s until the letters were at their offices, median ${people.medianArrivedS.toFixed(0)} s`,
    `people: ${people.heldForReview} held for review (false alarms)${people.reasons === '' ? '' : `: ${people.reasons}`}`,
  ];
}

function otherLines(outcome: Outcome): string[] {
  const { mailbox, protection, probed, isReconciled, seconds, linksOpened } = outcome;
  const ms = solvingMs.reduce((sum, one) => sum + one, 0) / Math.max(1, solvingMs.length);
  return [
    `list thieves: ${probed.compared} pairs of addresses compared, ${probed.differences.length} told apart`,
    `the third person whose address was typed got ${mailbox.mailsTo(VICTIM).length} mails`,
    `proofs solved: ${solvingMs.length}, ${Math.round(ms)} ms each beside everything else; links in mails opened: ${linksOpened}`,
    `protection: ${protection.length === 0 ? 'never on' : protection.join('; ')}`,
    `letters to offices that the place does not have: ${foreignLetters(outcome).length}`,
    `letters that arrived twice: ${mailbox.doubled()}; arrived and not known as sent, or the reverse: ${unaccounted(outcome)}`,
    `taken, and in no list: ${missingOf(outcome)}; counts reconcile: ${isReconciled ? 'yes' : 'NO'}; ${Math.round(seconds)} s`,
  ];
}

/** What makes a run no proof, in words. */
export function violationsOf(outcome: Outcome): string[] {
  const { lost } = judgePeople(outcome);
  const lines = kindLines(outcome);
  const unread = lines.filter(({ kind, sent, through }) => JUDGED.includes(kind) && through > sent * MOST_UNREAD);
  const faults: readonly (readonly [isSo: boolean, text: string])[] = [
    [lost.length > 0, `Letters of people were lost: ${lost.slice(0, 5).join('; ')}`],
    ...unread.map(
      ({ kind, through }) => [true, `Of "${NAMES[kind]}" ${through} reached an office without a reviewer.`] as const,
    ),
    [outcome.probed.differences.length > 0, `Answers differed: ${outcome.probed.differences[0]}`],
    [outcome.mailbox.mailsTo(VICTIM).length > MOST_MAILS, 'A third person was mailed too often.'],
    [foreignLetters(outcome).length > 0, 'An office of another place was written to.'],
    [outcome.mailbox.doubled() > 0, 'A letter arrived twice.'],
    [unaccounted(outcome) + missingOf(outcome) > 0, 'Letters are not accounted for.'],
    [!outcome.isReconciled, 'The counts do not reconcile.'],
  ];
  return faults.filter(([isSo]) => isSo).map(([, text]) => text);
}
