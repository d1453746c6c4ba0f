import { listMembers } from '../../organizers/index.js';
import type { PageDecision, Partner } from '../../partners/index.js';
import type { CoalitionVisit } from '../visit.js';
import type { PartnerPageTools } from './tools.js';

/** Mails what the lead decided to the owners and organizers of a partner, who also find it on their page. */
export async function tellPartner(
  tools: PartnerPageTools,
  visit: CoalitionVisit,
  { partner, choice, reason }: Pick<PageDecision, 'choice' | 'reason'> & { readonly partner: Partner },
): Promise<void> {
  if (partner.organizationId === null) return;
  const members = await listMembers(tools.db, partner.organizationId);
  const told = members.filter(({ role }) => role === 'owner' || role === 'organizer');
  const { subject, first } = WORDS[choice];
  const name = oneLine(visit.coalition.name);
  const why = reason === '' ? '' : `\nThe reason: ${oneLine(reason)}\n`;
  const text = `${first}\n${why}\nYou find it in the console, in the coalition ${name}, under “Our page”:\n\n${tools.baseUrl}/console\n`;
  for (const { email } of told) {
    const mail = { id: tools.ids.next(), to: { name: '', address: email }, subject: `${subject}: ${name}`, text };
    tools.errands.run('told a partner about its page', async () => {
      await tools.mailer.send(mail);
    });
  }
}

const WORDS = {
  approve: { subject: 'Your page is live', first: 'Your page was approved. Your links show it from now on.' },
  refuse: { subject: 'Your page was not approved', first: 'Your page was not approved; what was live before stays.' },
  withdraw: {
    subject: 'Your page was taken from view',
    first: 'Your page was taken from view. Your links still lead to the campaigns, and are still counted for you.',
  },
} as const;

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
