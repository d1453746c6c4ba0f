/** A tag with its attributes, or one of the entities that are always known (XML 1.0, sections 3.1 and 4.6). */
const TAG = /^<(\/?)([a-zA-Z][\w:-]*)((?:\s+[a-zA-Z][\w:-]*="[^"<]*")*)\s*(\/?)>/;
const ENTITY = /^&(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});/;

/** Says what is not well-formed in a text of elements, or undefined where all is. */
export function markupFault(markup: string): string | undefined {
  const open: string[] = [];
  for (let at = 0; at < markup.length;) {
    const character = markup[at];
    const rest = markup.slice(at, at + 50_000);
    if (character === '&' && !ENTITY.test(rest)) return `a bare & before ${rest.slice(0, 20)}`;
    if (character !== '<') {
      at += 1;
      continue;
    }
    const [tag = '', closes, name = '', attributes = '', isEmpty] = TAG.exec(rest) ?? [];
    if (tag === '') return `no tag: ${rest.slice(0, 60)}`;
    const bare = [...attributes.matchAll(/&/g)].find(({ index }) => !ENTITY.test(attributes.slice(index)));
    if (bare) return `a bare & in ${tag.slice(0, 60)}`;
    const names = [...attributes.matchAll(/\s([\w:-]+)="/g)].map(([, one]) => one);
    if (new Set(names).size < names.length) return `an attribute twice: ${tag.slice(0, 60)}`;
    if (closes && open.pop() !== name) return `${tag} closes something else`;
    if (!closes && !isEmpty) open.push(name);
    at += tag.length;
  }
  return open.length === 0 ? undefined : `not closed: ${open.join(' ')}`;
}
