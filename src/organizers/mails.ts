import type { Mailing } from './errands.js';

type Mail = Parameters<Mailing['send']>[0];

/** A mail with the way to a new password. */
export function resetMail(to: { readonly id: string; readonly email: string }, link: string): Mail {
  return {
    id: to.id,
    to: { name: '', address: to.email },
    subject: 'A new password',
    text: `Somebody asked for a new password for the account with this address. If that
was you, please choose one here within an hour:

${link}

If it was not you, you need do nothing: the password stays as it is. Nobody
else can see this link.
`,
  };
}

/** A mail that asks somebody to join an organization. */
export function invitationMail(
  to: { readonly id: string; readonly email: string },
  about: { readonly organization: string; readonly invitedBy: string; readonly role: string; readonly link: string },
): Mail {
  return {
    id: to.id,
    to: { name: '', address: to.email },
    subject: `Invitation to ${oneLine(about.organization)}`,
    text: `${oneLine(about.invitedBy)} invites you to work for ${oneLine(about.organization)}
as ${withArticle(about.role)}. You can look at the invitation and accept it here, within seven days:

${about.link}

If you did not expect this, you need do nothing. The link is for you alone.
`,
  };
}

function withArticle(role: string): string {
  return `${/^[aeiou]/.test(role) ? 'an' : 'a'} ${role}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
