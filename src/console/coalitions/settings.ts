import {
  changeSettings,
  coalitionSettingsSchema,
  endCoalition,
  readForm,
  SHARING_WORDS,
  takesPart,
  tellOwnersLater,
  answerNews,
} from '../../partners/index.js';
import { dayOf } from '../../platform/clock.js';
import { InputError, type Fault } from '../../platform/errors.js';
import { showFaults } from '../../web/index.js';
import { go, page, type Answer, type CoalitionVisit } from '../visit.js';
import { orAgain, rootOf, type CoalitionTools } from './coalition-tools.js';

type Typed = {
  readonly name: string;
  readonly summary: string;
  readonly isPublic: boolean;
  readonly embargoOn: string;
  readonly approvesPages: boolean;
  readonly goal: string;
};

/** What the lead decides for the coalition. */
export function settingsPage(_tools: CoalitionTools, visit: CoalitionVisit): Answer {
  const { name, summary, isPublic, embargoUntil, approvesPages, goal, timeZone } = visit.coalition;
  return show(visit, {
    ...{ name, summary, isPublic, approvesPages },
    embargoOn: embargoUntil === null ? '' : dayOf(embargoUntil, timeZone),
    goal: goal === null ? '' : String(goal),
  });
}

function show(visit: CoalitionVisit, typed: Typed, faults: readonly Fault[] = []): Answer {
  const { coalition } = visit;
  const root = visit.base + rootOf(visit);
  const data = {
    title: 'Settings',
    root,
    typed,
    slug: coalition.slug,
    timeZone: coalition.timeZone,
    sharing: SHARING_WORDS[coalition.sharing],
    isEnded: coalition.endedAt !== null,
    ...showFaults(faults),
  };
  return page('coalitions/settings', data, { status: faults.length > 0 ? 422 : 200 });
}

export function saveSettings(tools: CoalitionTools, visit: CoalitionVisit): Promise<Answer> {
  const { one } = visit.form;
  const typed = {
    name: one('name'),
    summary: one('summary'),
    isPublic: one('isPublic') === 'yes',
    embargoOn: one('embargoOn'),
    approvesPages: one('approvesPages') === 'yes',
    goal: one('goal'),
  };
  return orAgain(
    async () => {
      const settings = readForm(coalitionSettingsSchema, typed);
      await changeSettings(tools, visit.coalition, settings);
      return go(`${rootOf(visit)}/settings`, 'Saved.');
    },
    (faults) => show(visit, typed, faults),
  );
}

/** What ending it means, before it is done. */
export function endPage(_tools: CoalitionTools, visit: CoalitionVisit, faults: readonly Fault[] = []): Answer {
  const { coalition } = visit;
  const data = {
    title: `End ${coalition.name}`,
    root: visit.base + rootOf(visit),
    coalition: coalition.name,
    isEnded: coalition.endedAt !== null,
    ...showFaults(faults),
  };
  return page('coalitions/end', data, { status: faults.length > 0 ? 422 : 200 });
}

export function end(tools: CoalitionTools, visit: CoalitionVisit): Promise<Answer> {
  const { coalition, partner, form } = visit;
  return orAgain(
    async () => {
      if (form.one('sure') !== 'yes')
        throw new InputError([{ field: 'sure', message: 'Please tick that the coalition shall end.' }]);
      await endCoalition(tools, coalition.id);
      const others = coalition.partners.filter((one) => takesPart(one) && one.id !== partner.id);
      const ids = others.flatMap(({ organizationId }) => organizationId ?? []);
      const sentence = `${partner.name} has ended the coalition ${coalition.name}. Its numbers stay; partners’ pages, boxes and exports have ended.`;
      const { name } = coalition;
      tellOwnersLater(tools, ids, (home) => answerNews({ coalition: name, sentence, link: `${home}${rootOf(visit)}` }));
      return go(rootOf(visit), `${coalition.name} has ended.`);
    },
    (faults) => endPage(tools, visit, faults),
  );
}
