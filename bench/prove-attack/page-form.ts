import type { Challenge } from 'altcha-lib';

/** A form as a browser has it. */
export type PageForm = {
  readonly action: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** What the page asks to be solved before the form is sent. */
  readonly challenge: Challenge | undefined;
};

/** Reads the last form of a page that is sent by POST; it knows what our own templates use. */
export function formIn(html: string): PageForm | undefined {
  const found = [...html.matchAll(/<form method="post"([^>]*)>([\s\S]*?)<\/form>/g)].at(-1);
  if (!found) return undefined;
  const [, attributes = '', content = ''] = found;
  const challenge = attribute(attributes, 'data-challenge');
  return {
    action: attribute(attributes, 'action') ?? '',
    fields: [...inputsIn(content), ...textsIn(content)],
    challenge: challenge === undefined ? undefined : (JSON.parse(challenge) as Challenge),
  };
}

/** The form's fields with what somebody typed over them. */
export function filled({ fields }: PageForm, typed: Readonly<Record<string, string>>): URLSearchParams {
  const kept = fields.filter(([name]) => !(name in typed));
  return new URLSearchParams(
    [...kept, ...Object.entries(typed)].map(([name, value]): [string, string] => [name, value]),
  );
}

function inputsIn(content: string): [string, string][] {
  return [...content.matchAll(/<input([^>]*)>/g)].flatMap(([, own = '']): [string, string][] => {
    const isTicked = / checked/.test(own) || !['checkbox', 'radio'].includes(attribute(own, 'type') ?? '');
    const name = attribute(own, 'name');
    return isTicked && name !== undefined ? [[name, attribute(own, 'value') ?? '']] : [];
  });
}

function textsIn(content: string): [string, string][] {
  return [...content.matchAll(/<textarea([^>]*)>\n?([\s\S]*?)<\/textarea>/g)].map(([, own = '', text = '']) => [
    attribute(own, 'name') ?? '',
    decoded(text),
  ]);
}

function attribute(tag: string, name: string): string | undefined {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? undefined : decoded(value);
}

function decoded(text: string): string {
  return text
    .replace(/&#x([0-9a-f]+);/gi, (_, code: string) => String.fromCodePoint(parseInt(code, 16)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}
