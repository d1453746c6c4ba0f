import { nameFaults, openSeat, partnerFactsSchema, readForm, updatePartnerFacts } from '../../partners/index.js';
import { dayOf } from '../../platform/clock.js';
import { writing } from '../../platform/db.js';
import { InputError, type Fault } from '../../platform/errors.js';
import { showFaults } from '../../web/index.js';
import { go, page, type Answer, type CoalitionVisit } from '../visit.js';
import { orAgain, rootOf, type CoalitionTools } from './coalition-tools.js';

type Typed = Readonly<Record<'name' | 'members' | 'membersOn' | 'website' | 'privacyUrl', string>>;

/** What the organization states of itself in this coalition. */
export function ownFactsPage(_tools: CoalitionTools, visit: CoalitionVisit): Answer {
  const { name, members, membersOn, website, privacyUrl } = visit.partner;
  return show(visit, {
    name,
    members: members === null ? '' : String(members),
    membersOn: membersOn ?? '',
    website: website ?? '',
    privacyUrl: privacyUrl ?? '',
  });
}

function show(visit: CoalitionVisit, typed: Typed, faults: readonly Fault[] = []): Answer {
  const data = {
    title: 'About your organization',
    root: `${visit.base}${rootOf(visit)}/members`,
    code: visit.partner.code,
    typed,
    ...showFaults(faults),
  };
  return page('coalitions/own-facts', data, { status: faults.length > 0 ? 422 : 200 });
}

export function saveOwnFacts(tools: CoalitionTools, visit: CoalitionVisit): Promise<Answer> {
  const { one } = visit.form;
  const typed = {
    name: one('name'),
    members: one('members'),
    membersOn: one('membersOn'),
    website: one('website'),
    privacyUrl: one('privacyUrl'),
  };
  return orAgain(
    async () => {
      const today = dayOf(tools.clock.now(), visit.coalition.timeZone);
      const facts = readForm(partnerFactsSchema(today), typed);
      const faults = nameFaults(facts.name, visit.coalition.partners, visit.partner.id);
      if (faults.length > 0) throw new InputError(faults);
      await writing(tools.db, async (trx) => {
        await openSeat(trx, visit.partner);
        await updatePartnerFacts(trx, visit.partner.id, facts);
      });
      return go(`${rootOf(visit)}/members`, 'Saved. Partners and the comparison see it at once.');
    },
    (faults) => show(visit, typed, faults),
  );
}
