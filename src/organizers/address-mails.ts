import type { Mailing } from './errands.js';

type Mail = Parameters<Mailing['send']>[0];
type To = { readonly id: string; readonly email: string };

/** To a new address: how it becomes the account's. It names nobody, for the address may be somebody else's by mistake. */
export function confirmAddressMail(to: To, link: string): Mail {
  return mailTo(
    to,
    'Your new e-mail address',
    `Somebody who has an account at ${hostOf(link)} asked to sign in with this
address from now on. If that was you, please confirm it here within a day,
signed in as before:

${link}

If it was not you, you need do nothing: the address is not used. Nobody else
can see this link.
`,
  );
}

/** To a new address that has an account: only its owner learns that. */
export function addressTakenMail(to: To, baseUrl: string): Mail {
  return mailTo(
    to,
    'Your new e-mail address',
    `Somebody who has an account at ${hostOf(baseUrl)} asked to sign in with this
address from now on. You have an account with this address there already, so
it cannot become another one's, and nothing was changed.

If that was you, sign in with this address, or give that other account an
address of its own. If it was not you, you need do nothing.
`,
  );
}

/** To the present address, when another one is asked for. The new one is not named: others may read this mailbox too. */
export function addressAskedMail(to: To, link: string): Mail {
  return mailTo(
    to,
    'Your account is to get another e-mail address',
    `Somebody who knows your password asked that you sign in at ${hostOf(link)}
with another e-mail address than this one. It happens when the link is used
that went to the new address.

If that was you, you need do nothing here. If it was not you, stop it:

${link}

Everybody is signed out then, and you choose a new password. Should the address
be changed already, you can take that back there for a week.
`,
  );
}

/** To the former address, when another one has taken its place. */
export function addressChangedMail(to: To, link: string): Mail {
  return mailTo(
    to,
    'Your account has another e-mail address',
    `The e-mail address of your account at ${hostOf(link)} was changed. You do not
sign in with this one any more.

If that was you, you need do nothing. If it was not you, take it back within a
week:

${link}

Everybody is signed out then, and you choose a new password.
`,
  );
}

function mailTo({ id, email }: To, subject: string, text: string): Mail {
  return { id, to: { name: '', address: email }, subject, text };
}

/** `letters.example.org` */
function hostOf(link: string): string {
  return new URL(link).host;
}
