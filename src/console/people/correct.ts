import { correctSupporter, loadPerson, type Person } from '../../people/index.js';
import { InputError } from '../../platform/errors.js';
import { showFaults } from '../../web/index.js';
import { go, page, type Answer, type Visit } from '../visit.js';
import { HAVE_LEFT, lettersText, whoIn, type PeopleTools } from './people.js';

const ENOUGH_ACTIONS = 1_000;

/** Letters that carry a correction: nobody has taken them yet, or their writers send them. */
const MAY_CHANGE = ['held', 'queued', 'handed_over'];

type Typed = Parameters<typeof correctSupporter>[2]['typed'];

/** The form with which somebody's data are put right. */
export async function showCorrection(tools: PeopleTools, visit: Visit): Promise<Answer> {
  const person = await loadPerson(tools, whoIn(visit), ENOUGH_ACTIONS);
  if (person.supporter.erasedAt !== null)
    return go(`/people/${person.supporter.id}`, 'There is nothing left to correct.');
  const given = (name: 'street' | 'phone'): string => person.actions.find((one) => one[name] !== null)?.[name] ?? '';
  const [newest] = person.actions;
  const form: Typed = {
    given_name: newest?.givenName ?? '',
    family_name: newest?.familyName ?? '',
    email: person.supporter.email,
    postal_code: newest?.postalCode ?? '',
    street: given('street'),
    phone: given('phone'),
  };
  return correctionPage(visit, person, { form, changesWaiting: true });
}

/** Corrects, or shows the form again with all that was typed. */
export async function correct(tools: PeopleTools, visit: Visit): Promise<Answer> {
  const who = whoIn(visit);
  const one = (name: string): string => visit.form.one(name);
  const typed: Typed = {
    given_name: one('given_name'),
    family_name: one('family_name'),
    email: one('email'),
    postal_code: one('postal_code'),
    street: one('street'),
    phone: one('phone'),
  };
  const changesWaiting = one('waiting') === 'yes';
  try {
    await correctSupporter(tools, who, { typed, changesWaiting });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const person = await loadPerson(tools, who, ENOUGH_ACTIONS);
    return correctionPage(visit, person, { form: typed, changesWaiting, faults: error.faults });
  }
  const detail = changesWaiting ? 'letters that had not left carry it' : 'no letter carries it';
  return go(`/people/${who.supporterId}`, 'Corrected. Letters that have left stay as they went.', {
    trace: { about: `supporter:${who.supporterId}`, detail },
  });
}

type Filled = {
  readonly form: Typed;
  readonly changesWaiting: boolean;
  readonly faults?: InputError['faults'];
};

function correctionPage(visit: Visit, person: Person, { form, changesWaiting, faults = [] }: Filled): Answer {
  const waiting = person.letters.filter(({ state }) => MAY_CHANGE.includes(state)).length;
  const left = person.letters.filter(({ state }) => HAVE_LEFT.includes(state)).length;
  return page(
    'people/correct',
    {
      title: 'Correct a supporter',
      base: visit.base,
      id: person.supporter.id,
      form,
      changesWaiting,
      hasStreet: person.actions.some(({ street }) => street !== null),
      hasPhone: person.actions.some(({ phone }) => phone !== null),
      waiting: waiting > 0 && lettersText(waiting),
      left: left > 0 && lettersText(left),
      ...showFaults(faults),
    },
    faults.length > 0 ? { status: 422 } : {},
  );
}
