import { expect } from 'chai';
import type { Response } from 'supertest';
import type TestAgent from 'supertest/lib/agent.js';

/** Fields by name, each with what the browser would send, in the order of the page. */
export type Fields = Readonly<Record<string, readonly string[]>>;

/** A form as a browser without JavaScript has it. */
export type PageForm = {
  readonly action: string;
  readonly fields: Fields;
  /** What the buttons say, with the address that each sends to. */
  readonly buttons: readonly { readonly label: string; readonly action: string }[];
  /** The values of radio buttons, ticked or not, by name. */
  readonly choices: Fields;
};

/** What a person types: a text, several values, or undefined to leave a field out. */
export type Typed = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Reads the forms of a page. It knows just what our own templates use. */
export function formsOf(html: string): PageForm[] {
  return [...html.matchAll(/<form([^>]*)>([\s\S]*?)<\/form>/g)].map(([, attributes = '', content = '']) => {
    const action = attributeOf(attributes, 'action') ?? '';
    return {
      action,
      fields: group(fieldsOf(content)),
      choices: group(inputsOf(content, 'radio').map(({ name, value }) => [name, value])),
      buttons: [...content.matchAll(/<button([^>]*)>([\s\S]*?)<\/button>/g)].map(([, own = '', label = '']) => ({
        label: decode(label.replace(/<[^>]+>/g, '')),
        action: attributeOf(own, 'formaction') ?? action,
      })),
    };
  });
}

/** The one form of a page, or the one with a button that says so. */
export function formOf(html: string, button?: string): PageForm {
  const forms = formsOf(html).filter((form) => !button || form.buttons.some(({ label }) => label === button));
  expect(forms, `forms${button ? ` with a button "${button}"` : ''}`).to.have.length(1);
  return forms[0] ?? expect.fail();
}

/** The form as it is sent when a person presses this button. */
export function pressing(form: PageForm, label: string): PageForm {
  const button = form.buttons.find((one) => one.label === label);
  return button ? { ...form, action: button.action } : expect.fail(`there is no button "${label}"`);
}

/** Sends a form with what a person typed over what stood there, as a browser encodes it. */
export async function submit(http: TestAgent, form: PageForm, typed: Typed = {}): Promise<Response> {
  const body = new URLSearchParams();
  for (const [name, values] of Object.entries({ ...form.fields, ...typed })) {
    for (const value of [values ?? []].flat()) body.append(name, value.replace(/\r\n?|\n/g, '\r\n'));
  }
  return http.post(form.action).type('form').send(body.toString());
}

/** The inner text of the elements that a pattern finds, as a person reads it. */
export function textsOf(html: string, pattern: RegExp): string[] {
  return [...html.matchAll(pattern)].map((match) => decode((match[1] ?? '').replace(/<[^>]+>/g, '')));
}

/** The summary of faults: where each one leads and what it says. */
export function faultsOf(html: string): { readonly id: string; readonly message: string }[] {
  const summary = /<div class="faults"[\s\S]*?<\/div>/.exec(html)?.[0] ?? '';
  return [...summary.matchAll(/<a href="#([^"]*)">([^<]*)<\/a>/g)].map(([, id = '', message = '']) => ({
    id,
    message: decode(message),
  }));
}

/** Every letter that a page shows whole. */
export function lettersOf(html: string): string[] {
  return textsOf(html, /<pre class="letter-text"[^>]*>([\s\S]*?)<\/pre>/g);
}

/** The tag of the input or textarea with this id. */
export function tagOf(html: string, id: string): string {
  return new RegExp(`<(?:input|textarea)[^>]*\\bid="${id}"[^>]*>`).exec(html)?.[0] ?? '';
}

export function decode(html: string): string {
  const named = new Map([
    ['lt', '<'],
    ['gt', '>'],
    ['quot', '"'],
    ['amp', '&'],
  ]);
  return html.replace(/&(#?)(x?)(\w+);/g, (whole, ...[mark, isHex, name]: string[]) => {
    if (mark) return String.fromCodePoint(parseInt(name ?? '', isHex ? 16 : 10));
    return named.get(`${isHex ?? ''}${name ?? ''}`) ?? whole;
  });
}

function fieldsOf(content: string): [string, string][] {
  const tags = content.matchAll(/<input([^>]*)>|<textarea([^>]*)>([\s\S]*?)<\/textarea>/g);
  return [...tags].flatMap(([, input, textarea, text = '']): [string, string][] => {
    const name = attributeOf(input ?? textarea ?? '', 'name');
    if (!name) return [];
    // A browser drops the line end that follows the opening tag.
    if (textarea !== undefined) return [[name, decode(text.replace(/^\r?\n/, ''))]];
    const isChoice = /type="(?:radio|checkbox)"/.test(input ?? '');
    if (isChoice && !/\schecked\b/.test(input ?? '')) return [];
    return [[name, attributeOf(input ?? '', 'value') ?? '']];
  });
}

function inputsOf(content: string, type: string): { readonly name: string; readonly value: string }[] {
  return [...content.matchAll(/<input([^>]*)>/g)]
    .map(([, attributes = '']) => attributes)
    .filter((attributes) => attributeOf(attributes, 'type') === type)
    .map((attributes) => ({
      name: attributeOf(attributes, 'name') ?? '',
      value: attributeOf(attributes, 'value') ?? '',
    }));
}

function attributeOf(attributes: string, name: string): string | undefined {
  const value = new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)?.[1];
  return value === undefined ? undefined : decode(value);
}

function group(pairs: readonly (readonly [string, string])[]): Fields {
  const fields = new Map<string, string[]>();
  for (const [name, value] of pairs) fields.set(name, [...(fields.get(name) ?? []), value]);
  return Object.fromEntries(fields);
}
