import { withdraw } from '../../partners/index.js';
import { loadPerson } from '../../people/index.js';
import { NotFoundError } from '../../platform/errors.js';
import { go, type Answer, type Visit } from '../visit.js';
import { whoIn, type PeopleTools } from './people.js';

const ENOUGH_ACTIONS = 1_000;

/** Notes that somebody wants no more mail from a partner, as they told the organization whose campaign it is. */
export async function withdrawFromPartner(tools: PeopleTools, visit: Visit): Promise<Answer> {
  const who = whoIn(visit);
  const { supporter, consents } = await loadPerson(tools, who, ENOUGH_ACTIONS);
  const [actionId, partnerId] = [visit.form.one('action'), visit.form.one('partner')];
  const given = consents.find((one) => one.actionId === actionId && one.partnerId === partnerId);
  if (!given || supporter.erasedAt !== null) throw new NotFoundError('They agreed to nothing like this.');
  await withdraw(tools, { actionId, partnerId, by: 'campaign' });
  const rest =
    given.exportedAt === null
      ? 'It had not taken them along in a file.'
      : 'It has them in a file; its list of people to stop writing to names them now.';
  return go(`/people/${supporter.id}`, `${given.organization} gets them in no file from now on. ${rest}`, {
    trace: { about: `supporter:${supporter.id}`, detail: given.organization },
  });
}
