import {
  addresseeOf,
  answerNews,
  handLead,
  invitePartner,
  lastInvitations,
  listLeftReasons,
  readField,
  reasonText,
  removedNews,
  removePartner,
  renamePartner,
  takesPart,
  tellOwnersLater,
  withdrawInvitation,
  type Partner,
} from '../../partners/index.js';
import { InputError, NotFoundError, type Fault } from '../../platform/errors.js';
import { showFaults } from '../../web/index.js';
import { go, page, type Answer, type CoalitionVisit } from '../visit.js';
import { orAgain, rootOf, type CoalitionTools } from './coalition-tools.js';
import { hostOf, invitationWords, sentWords } from './members.js';
import { partnerWord } from './partner-words.js';

/** What the lead can do with one partner. */
export async function partnerPage(
  tools: CoalitionTools,
  visit: CoalitionVisit,
  faults: readonly Fault[] = [],
): Promise<Answer> {
  const { coalition, form } = visit;
  const one = partnerIn(visit);
  const invitations = await lastInvitations(tools.db, coalition.id);
  const invitation = invitations.get(one.id);
  const isOpen = coalition.endedAt === null;
  const isNew = !takesPart(one) && isOpen;
  const data = {
    title: one.name,
    root: `${visit.base}${rootOf(visit)}/members`,
    coalition: coalition.name,
    partner: { id: one.id, name: one.name, code: one.code, word: partnerWord(one, coalition) },
    invitation: invitationWords(tools, visit, invitation),
    reason: (await listLeftReasons(tools.db, coalition.id)).get(one.id),
    isMine: one.id === visit.partner.id,
    mayRename: isNew && one.organizationId === null,
    mayInvite: isNew,
    isInvited: one.state === 'invited',
    mayTakeBack: one.state === 'invited' && isOpen,
    mayRemove: one.state !== 'left' && one.id !== visit.partner.id && isOpen,
    mayLead: takesPart(one) && one.id !== visit.partner.id && isOpen,
    typed: {
      name: form.names().includes('name') ? form.one('name') : one.name,
      email: form.names().includes('email') ? form.one('email') : (invitation?.email ?? ''),
      reason: form.one('reason'),
    },
    ...showFaults(faults),
  };
  return page('coalitions/partner', data, { status: faults.length > 0 ? 422 : 200 });
}

/** @throws NotFoundError for a partner of another coalition */
function partnerIn({ coalition, part }: CoalitionVisit): Partner {
  const found = coalition.partners.find(({ id }) => id === part('partner'));
  if (!found) throw new NotFoundError('There is no such partner in this coalition.');
  return found;
}

type Act = (tools: CoalitionTools, visit: CoalitionVisit, one: Partner) => Promise<string>;

/** Does something with one partner, says what was done, and notes whom it concerned. */
function acting(act: Act): (tools: CoalitionTools, visit: CoalitionVisit) => Promise<Answer> {
  return (tools, visit) => {
    const one = partnerIn(visit);
    return orAgain(
      async () => {
        const said = await act(tools, visit, one);
        const trace = { about: `coalition:${visit.coalition.slug}`, detail: one.code };
        return go(`${rootOf(visit)}/members`, said, { trace });
      },
      (faults) => partnerPage(tools, visit, faults),
    );
  };
}

export const rename = acting(async (tools, { coalition, form }, one) => {
  const name = await renamePartner(tools, { coalition, id: one.id }, form.one('name'));
  return `${one.name} is called ${name} now. Its code stays ${one.code}.`;
});

export const inviteAgain = acting(async (tools, visit, one) => {
  if (takesPart(one)) throw new InputError([{ field: 'email', message: `${one.name} has joined already.` }]);
  const host = hostOf(visit);
  const to = await addresseeOf(tools, host, visit.form.one('email'));
  return sentWords(await invitePartner(tools, host, { coalition: visit.coalition, partner: one, to }), one.name);
});

export const takeBack = acting(async (tools, _visit, one) => {
  await withdrawInvitation(tools, one);
  return `The invitation of ${one.name} was taken back. Its link is good for nothing now.`;
});

export const remove = acting(async (tools, visit, one) => {
  const { coalition, partner } = visit;
  const reason = readField('reason', reasonText, visit.form.one('reason'));
  await removePartner(tools, one, reason);
  if (!takesPart(one) || one.organizationId === null) return `${one.name} is not in the coalition any more.`;
  tellOwnersLater(tools, [one.organizationId], () =>
    removedNews({ coalition: coalition.name, lead: partner.name, reason }),
  );
  return `${one.name} is not in the coalition any more, and is told why by mail.`;
});

export const giveLead = acting(async (tools, visit, one) => {
  const { coalition, organization, partner, form } = visit;
  if (form.one('sure') !== 'yes')
    throw new InputError([{ field: 'sure', message: 'Please tick that you want to hand over the lead.' }]);
  await handLead(tools, { coalition, from: organization.organizationId, to: one });
  const sentence = `${partner.name} has handed you the lead of the coalition ${coalition.name}.`;
  tellOwnersLater(tools, one.organizationId === null ? [] : [one.organizationId], (home) =>
    answerNews({ coalition: coalition.name, sentence, link: `${home}${rootOf(visit)}` }),
  );
  return `${one.name} leads the coalition now. Your organization is a partner of it.`;
});
