import { counted, percent, plain } from '../platform/number-text.js';
import type { Scene } from './scene.js';
import type { Question, Row } from './table.js';

/** What a reader of a table has to know. */
export function notesOf(scene: Scene, rows: readonly Row[], question: Question): string[] {
  const { facts, people } = scene;
  const notes: string[] = [];
  if (rows.some(({ values }) => Object.values(values).includes('hidden')))
    notes.push(
      'Numbers under 10 people are hidden, and as many others as it takes that nobody can work them out by subtracting, by filters or from another view. Hidden numbers are part of the totals.',
    );
  if (showsPeople(question) && people.roundedTo > 1)
    notes.push(
      facts.people.error > 0
        ? `Numbers of different people are estimates from several installations, with a standard error of ${percent(facts.people.error)} of all; they are rounded to the nearest ${plain(people.roundedTo)}.`
        : `Numbers of different people are rounded to the nearest ${plain(people.roundedTo)}, since a few of them are hidden.`,
    );
  if (showsPeople(question) && facts.people.behind > 0)
    notes.push(`${counted(facts.people.behind, 'action is', 'actions are')} not yet among the different people.`);
  if (question.view === 'partners' && question.campaign !== undefined)
    notes.push('Different people and new people are counted over all campaigns together, and so not for one campaign.');
  if (question.view === 'weeks') notes.push('A week begins on Monday. The last one is not over yet.');
  return notes;
}

function showsPeople({ view, campaign }: Question): boolean {
  return view === 'overlap' || (view === 'partners' && campaign === undefined);
}
