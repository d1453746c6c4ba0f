import {
  daysOf,
  DEFAULT_DAYS,
  estimatePeriods,
  findRun,
  getPeopleSettings,
  LONGEST_DAYS,
  readPeriods,
  SHORTEST,
  typedPeriods,
  updatePeriods,
  type Estimate,
  type PeopleSettings,
  type PeriodKind,
  type Periods,
  type Run,
} from '../../people/index.js';
import { InputError } from '../../platform/errors.js';
import { writing } from '../../platform/db.js';
import { showFaults } from '../../web/index.js';
import { go, page, type Answer, type Visit } from '../visit.js';
import { momentText, type PeopleTools } from './people.js';

const PATH = '/people/retention';

/** How long the organization keeps what people wrote, and people. */
export async function showPeriods(tools: PeopleTools, visit: Visit): Promise<Answer> {
  const settings = await getPeopleSettings(tools.db, visit.organization.organizationId);
  const form = typedPeriods(settings);
  return periodsPage(tools, visit, { settings, form });
}

/** Shows what new periods would erase, before they hold. */
export async function previewPeriods(tools: PeopleTools, visit: Visit): Promise<Answer> {
  const settings = await getPeopleSettings(tools.db, visit.organization.organizationId);
  const form = typedIn(visit);
  try {
    const periods = readPeriods(form);
    const now = tools.clock.now();
    return page('people/retention-confirm', {
      title: 'How long people are kept',
      base: visit.base,
      form,
      periods: wordsOf(periods),
      estimate: estimateView(await estimatePeriods(tools.db, settings, { periods, now }), periods),
    });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return periodsPage(tools, visit, { settings, form, faults: error.faults });
  }
}

/** Makes new periods hold. */
export async function savePeriods(tools: PeopleTools, visit: Visit): Promise<Answer> {
  const settings = await getPeopleSettings(tools.db, visit.organization.organizationId);
  const form = typedIn(visit);
  try {
    const periods = readPeriods(form);
    await writing(tools.db, (trx) => updatePeriods(trx, settings.id, periods));
    const { contacts, texts, people } = wordsOf(periods);
    const detail = `street and phone: ${contacts}; texts: ${texts}; people: ${people}`;
    return go(PATH, 'Saved. The daily run keeps to it.', { trace: { detail } });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return periodsPage(tools, visit, { settings, form, faults: error.faults });
  }
}

type Form = Readonly<Record<PeriodKind, string>>;

function typedIn({ form }: Visit): Form {
  return { contacts: form.one('contacts'), texts: form.one('texts'), people: form.one('people') };
}

type Filled = {
  readonly settings: PeopleSettings;
  readonly form: Form;
  readonly faults?: InputError['faults'];
};

async function periodsPage(tools: PeopleTools, visit: Visit, { settings, form, faults = [] }: Filled): Promise<Answer> {
  const now = tools.clock.now();
  const run = await findRun(tools.db, settings.id);
  const at = (moment: number): string => momentText(moment, settings.timeZone);
  return page(
    'people/retention',
    {
      title: 'How long people are kept',
      base: visit.base,
      organization: visit.organization.name,
      form,
      shortest: SHORTEST,
      usual: DEFAULT_DAYS,
      longest: LONGEST_DAYS,
      isLimited: (['contacts', 'texts', 'people'] as const).some((kind) => daysOf(settings, kind) !== undefined),
      estimate: estimateView(await estimatePeriods(tools.db, settings, { periods: settings, now }), settings),
      last: run?.finishedAt != null && { at: at(run.finishedAt), words: runText(run) },
      underWay: run?.startedAt != null && run.finishedAt === null && { at: at(run.startedAt), words: runText(run) },
      next: run?.finishedAt != null ? at(run.dueAt) : undefined,
      ...showFaults(faults),
    },
    faults.length > 0 ? { status: 422 } : {},
  );
}

function estimateView(estimate: Record<'texts' | 'people', Estimate>, periods: Periods): object {
  const text = ({ count, isMore }: Estimate): string => `${isMore ? 'more than ' : ''}${count.toLocaleString('en')}`;
  return {
    texts: daysOf(periods, 'texts') === undefined ? undefined : text(estimate.texts),
    people: daysOf(periods, 'people') === undefined ? undefined : text(estimate.people),
  };
}

function wordsOf(periods: Periods): Form {
  const words = (kind: PeriodKind): string => {
    const days = daysOf(periods, kind);
    return days === undefined ? 'without limit' : `${days.toLocaleString('en')} ${days === 1 ? 'day' : 'days'}`;
  };
  return { contacts: words('contacts'), texts: words('texts'), people: words('people') };
}

function runText({ texts, people }: Run): string {
  const actions = `${texts.toLocaleString('en')} ${texts === 1 ? 'action' : 'actions'}`;
  return `the texts of ${actions}, and ${people.toLocaleString('en')} ${people === 1 ? 'person' : 'people'}`;
}
