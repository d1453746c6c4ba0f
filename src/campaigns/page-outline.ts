import MarkdownIt, { type Token } from 'markdown-it';
import { parseEmailAddress } from '../platform/email-address.js';

/** What a reader and a program find in page.md. */
export type PageOutline = {
  readonly headings: readonly { readonly level: number; readonly text: string }[];
  readonly links: readonly { readonly href: string; readonly text: string }[];
  /** Without marks, a line for each paragraph. */
  readonly text: string;
};

const reader = new MarkdownIt({ html: false, linkify: false });

export function outlineOf(source: string): PageOutline {
  const blocks = reader.parse(source, {});
  const inline = blocks.filter(({ type }) => type === 'inline');
  return {
    headings: blocks.flatMap((block, index) =>
      block.type === 'heading_open'
        ? [{ level: Number(block.tag.slice(1)), text: plainText(blocks[index + 1]?.children ?? []) }]
        : [],
    ),
    links: inline.flatMap(({ children }) => linksAmong(children ?? [])),
    text: inline.map(({ children }) => plainText(children ?? [])).join('\n'),
  };
}

function linksAmong(tokens: readonly Token[]): PageOutline['links'] {
  return tokens.flatMap((token, index) => {
    if (token.type !== 'link_open') return [];
    const end = tokens.findIndex(({ type }, at) => at > index && type === 'link_close');
    return [{ href: String(token.attrGet('href')), text: plainText(tokens.slice(index + 1, end)) }];
  });
}

function plainText(tokens: readonly Token[]): string {
  return tokens.map(({ type, content }) => (type === 'softbreak' || type === 'hardbreak' ? ' ' : content)).join('');
}

/** Names that never lead anywhere (RFC 2606, RFC 6761) or only on one machine. */
const NOWHERE = /(?:^|\.)(?:example(?:\.(?:com|net|org))?|test|invalid|localhost|local|internal)$/;

/** Why a link cannot lead where it says, as far as its form tells; no other machine is asked. */
export function linkFault(href: string): string | undefined {
  if (href.startsWith('#')) return 'leads to a place within the page, and the page has none with a name';
  if (/^tel:/i.test(href)) return /\d{3}/.test(href) ? undefined : 'holds no phone number';
  if (/^mailto:/i.test(href)) {
    const address = decodeURIComponent(href.slice('mailto:'.length).split('?')[0] ?? '');
    return parseEmailAddress(address) === undefined ? 'holds no usable e-mail address' : undefined;
  }
  if (!URL.canParse(href)) return 'is not an address of the web';
  const { protocol, hostname } = new URL(href);
  if (NOWHERE.test(hostname)) return 'is a name for examples, which leads nowhere';
  if (!hostname.includes('.')) return 'names no host on the internet';
  return protocol === 'http:' ? 'begins with http://, which is not encrypted; most sites have https://' : undefined;
}
