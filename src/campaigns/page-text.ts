import MarkdownIt, { type Token } from 'markdown-it';
import type { Fault } from '../platform/errors.js';

/** Markdown without HTML and without pictures: a page of ours loads nothing from elsewhere. */
const markdown = new MarkdownIt({ html: false, linkify: false, typographer: true }).disable('image');

/** Renders page.md. Its headings start at the second level, below the page's title. */
export function renderPageText(source: string): string {
  return markdown.render(source);
}

/** Reads also what the page leaves out, so that it is named to the organizer. */
const reader = new MarkdownIt({ html: false, linkify: false });
reader.validateLink = () => true;

/** What may not stand in page.md: a first-level heading, a picture, a link that is no web address. */
export function checkPageText(source: string, file: string): Fault[] {
  const fault = ({ line, message }: Finding): Fault => ({ field: 'page', file, line, column: 1, message });
  if (source.trim() === '')
    return [fault({ line: 1, message: 'is empty: say here why this matters, with a source for each claim' })];
  let line = 1;
  const findings = reader.parse(source, {}).flatMap((block): Finding[] => {
    line = block.map ? block.map[0] + 1 : line;
    if (block.type === 'heading_open' && block.tag === 'h1')
      return [{ line, message: 'the title of the page is the only first-level heading; start with ##' }];
    return checkInline(block.children ?? [], line);
  });
  return findings.map(fault);
}

type Finding = { readonly line: number; readonly message: string };

function checkInline(tokens: readonly Token[], firstLine: number): Finding[] {
  let line = firstLine;
  return tokens.flatMap((token): Finding[] => {
    if (token.type === 'softbreak' || token.type === 'hardbreak') line++;
    if (token.type === 'image')
      return [{ line, message: 'pictures are not shown: pages load nothing from other sites' }];
    const target = token.type === 'link_open' ? String(token.attrGet('href')) : '#';
    return /^(https?:\/\/|mailto:|tel:|#)/i.test(target)
      ? []
      : [{ line, message: `"${target}" is not a link that starts with https://` }];
  });
}
