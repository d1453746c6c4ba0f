/** Attributes of an element; those that are undefined are left out. */
type Attributes = Readonly<Record<string, string | number | undefined>>;

/** One element of SVG as text. Attributes are escaped; content is text from here or from {@link escapeText}. */
export function element(name: string, attributes: Attributes, content = ''): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeText(typeof value === 'number' ? String(round(value)) : (value ?? ''))}"`)
    .join('');
  return content === '' ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
}

/** Text that is safe between tags and in attributes. */
export function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A picture that a screen reader reads as one sentence. The policy of our pages allows no inline style. */
export function picture(
  of: { readonly width: number; readonly height: number; readonly name: string; readonly className: string },
  content: string,
): string {
  const { width, height, name, className } = of;
  return element(
    'svg',
    { class: className, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': name },
    content,
  );
}

/** What a pointer that rests on a mark is told. */
export function hover(text: string): string {
  return element('title', {}, escapeText(text));
}

/** A tenth of a pixel is finer than any screen shows. */
function round(value: number): number {
  return Math.round(value * 10) / 10;
}
