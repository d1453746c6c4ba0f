import { getOrganization, listMembers, type Errands, type Mailing } from '../organizers/index.js';
import type { Db } from '../platform/db.js';
import type { Ids } from '../platform/ids.js';
import { errorFacts, type Log } from '../platform/log.js';

type Mail = Parameters<Mailing['send']>[0];

/** A mail that asks an organization to join a coalition. */
export function invitationMail(
  to: { readonly id: string; readonly email: string },
  about: {
    readonly coalition: string;
    readonly lead: string;
    readonly partner: string;
    readonly invitedBy: string;
    readonly link: string;
    readonly days: number;
  },
): Mail {
  const [coalition, lead, partner] = [about.coalition, about.lead, about.partner].map(oneLine);
  return {
    id: to.id,
    to: { name: '', address: to.email },
    subject: `Invitation to the coalition ${coalition ?? ''}`,
    text: `${oneLine(about.invitedBy)} of ${lead ?? ''} invites ${partner ?? ''}
to the coalition ${coalition ?? ''}. Here you can read what partners agree to,
and accept or decline, within ${about.days} days:

${about.link}

Looking at it changes nothing. If you are not the one who decides this for
${partner ?? ''}, you may pass the link on to whoever does. If you did not
expect this mail, you need do nothing.
`,
  };
}

/** A piece of news for people who own a partner, as a mail. */
export type News = { readonly subject: string; readonly text: string };

export function newAgreementNews(about: {
  readonly coalition: string;
  readonly number: number;
  readonly link: string;
}): News {
  const coalition = oneLine(about.coalition);
  return {
    subject: `A new data agreement of ${coalition}`,
    text: `The coalition ${coalition} has a new version of its data agreement,
number ${about.number}. Please read it and accept it here:

${about.link}

Until you accept it, your opt-in box is not shown on the campaigns’ pages and
your exports are closed. Your links and your numbers go on as they are.
`,
  };
}

export function removedNews(about: {
  readonly coalition: string;
  readonly lead: string;
  readonly reason: string;
}): News {
  const coalition = oneLine(about.coalition);
  return {
    subject: `Your part in ${coalition} has ended`,
    text: `${oneLine(about.lead)}, which leads the coalition ${coalition}, has removed
your organization from it. The reason that was given:

${about.reason}

Your page, your opt-in box and your exports have ended. What your people sent
still counts in the coalition’s numbers. What you exported before is yours to
keep as long as the data agreement and your supporters allow it.
`,
  };
}

/** For the lead: who joined, declined or left, and which way leads there. */
export function answerNews(about: {
  readonly coalition: string;
  readonly sentence: string;
  readonly link: string;
}): News {
  return {
    subject: `News of the coalition ${oneLine(about.coalition)}`,
    text: `${oneLine(about.sentence)}

${about.link}
`,
  };
}

export type NewsTools = {
  readonly db: Db;
  readonly ids: Ids;
  readonly log: Log;
  readonly mailer: Mailing;
  readonly errands: Errands;
  readonly baseUrl: string;
};

/**
 * Mails a piece of news to everybody who owns one of these organizations; nobody waits for it. `newsOf` is given the
 * address of the organization's console.
 */
export function tellOwnersLater(
  tools: NewsTools,
  organizationIds: readonly string[],
  newsOf: (home: string) => News,
): void {
  tools.errands.run('news of a coalition', async () => {
    for (const organizationId of organizationIds) {
      const { slug } = await getOrganization(tools.db, organizationId);
      const { subject, text } = newsOf(`${tools.baseUrl}/console/${slug}`);
      const owners = (await listMembers(tools.db, organizationId)).filter(({ role }) => role === 'owner');
      for (const { name, email } of owners) {
        const mail = { id: tools.ids.next(), to: { name, address: email }, subject, text };
        await tools.mailer.send(mail).catch((error: unknown) => {
          tools.log.warn(
            { ...errorFacts(error), organization: organizationId },
            'news of a coalition could not be mailed',
          );
        });
      }
    }
  });
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
