import { eraseSupporter, loadPerson } from '../../people/index.js';
import { go, page, type Answer, type Visit } from '../visit.js';
import { HAVE_LEFT, lettersText, NOT_LEFT, whoIn, type PeopleTools } from './people.js';

const ENOUGH_ACTIONS = 1_000;

/** Says what erasing somebody means, and asks. */
export async function askToErase(tools: PeopleTools, visit: Visit): Promise<Answer> {
  const { supporter, actions, letters, consents } = await loadPerson(tools, whoIn(visit), ENOUGH_ACTIONS);
  if (supporter.erasedAt !== null) return go(`/people/${supporter.id}`, 'Their data are erased already.');
  const [newest] = actions;
  const waiting = letters.filter(({ state }) => NOT_LEFT.includes(state)).length;
  const left = letters.filter(({ state }) => HAVE_LEFT.includes(state)).length;
  return page('people/erase', {
    title: 'Erase a supporter',
    base: visit.base,
    id: supporter.id,
    name: newest ? `${newest.givenName} ${newest.familyName}` : supporter.email,
    email: supporter.email,
    waiting: waiting > 0 && { words: lettersText(waiting), isOne: waiting === 1 },
    left: left > 0 && lettersText(left),
    handedTo: [
      ...new Set(consents.filter(({ exportedAt }) => exportedAt !== null).map((one) => one.organization)),
    ].join(', '),
  });
}

/** Erases somebody, or notes that it follows once their letters have left. */
export async function erase(tools: PeopleTools, visit: Visit): Promise<Answer> {
  const { user, form } = visit;
  const who = whoIn(visit);
  const waiting = form.one('waiting') === 'finish' ? 'finish' : 'cancel';
  const erased = await eraseSupporter(tools, who, { userId: user.id, who: user.name, waiting });
  const { isDone, onTheirWay, actions } = erased;
  const said = isDone
    ? 'Erased. What they did is still counted; who they were is gone.'
    : `${lettersText(onTheirWay)} ${onTheirWay === 1 ? 'is' : 'are'} still on the way. The data are erased by themselves as soon as that has ended.`;
  const rest = isDone ? '' : `; waits for ${lettersText(onTheirWay)}`;
  const detail = `${actions} ${actions === 1 ? 'action' : 'actions'}${rest}`;
  return go(`/people/${who.supporterId}`, said, { trace: { about: `supporter:${who.supporterId}`, detail } });
}
