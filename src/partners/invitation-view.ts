import { momentText } from '../platform/clock.js';
import { linesOfParagraphs } from './paragraphs.js';
import type { Guest } from './join-coalition.js';
import { SHARING_WORDS } from './sharing-words.js';

/** What an invitation says: who asks whom, to what, and the whole agreement. */
export function invitationView({ invitation, coalition, partner }: Guest): object {
  const lead = coalition.partners.find(({ organizationId }) => organizationId === coalition.leadOrganizationId);
  const others = coalition.partners.filter(({ state, id }) => state === 'joined' && id !== lead?.id);
  return {
    coalition: { name: coalition.name, summary: coalition.summary },
    lead: lead?.name ?? '',
    partner: { name: partner.name, code: partner.code },
    invitedBy: invitation.invitedBy,
    email: invitation.email,
    others: others.map(({ name }) => name).join(', '),
    until: momentText(invitation.expiresAt, coalition.timeZone),
    sharing: SHARING_WORDS[coalition.sharing],
    agreement: coalition.agreement && {
      id: coalition.agreement.id,
      number: coalition.agreement.number,
      paragraphs: linesOfParagraphs(coalition.agreement.text),
    },
  };
}
