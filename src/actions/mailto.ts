/** Longer links are cut or refused by mail programs on Windows, which take 2,083 characters with some room to spare. */
const MAX_LINK_CHARACTERS = 1_900;

type Mail = { readonly to: string; readonly subject: string; readonly body: string };

/**
 * A link that opens a letter in the person's own mail program (RFC 6068: UTF-8, percent-encoded, line ends as
 * `%0D%0A`). A text that is too long for a link is left out, to be pasted.
 */
export function mailtoLink({ to, subject, body }: Mail): { readonly href: string; readonly hasText: boolean } {
  const at = to.lastIndexOf('@');
  const address = `${encoded(to.slice(0, at))}@${encoded(to.slice(at + 1))}`;
  const short = `mailto:${address}?subject=${encoded(subject)}`;
  const long = `${short}&body=${encoded(body.trim().replace(/\r\n?|\n/g, '\r\n'))}`;
  return long.length <= MAX_LINK_CHARACTERS ? { href: long, hasText: true } : { href: short, hasText: false };
}

/** `encodeURIComponent` fails on half a character, which a pasted text can hold. */
function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
