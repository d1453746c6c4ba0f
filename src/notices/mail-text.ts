/** Columns of a mail's lines, but for addresses and the letter itself. */
const WIDTH = 72;

/** Paragraphs with an empty line between, each broken into short lines. A paragraph's own line ends stay. */
export function paragraphs(parts: readonly (string | undefined)[]): string {
  return parts
    .filter((part) => part !== undefined && part !== '')
    .map((part) => (part ?? '').split('\n').map(broken).join('\n'))
    .join('\n\n');
}

/** `2 letters`, `1 letter` */
export function lettersText(count: number): string {
  return count === 1 ? '1 letter' : `${count} letters`;
}

function broken(line: string): string {
  const lines: string[] = [];
  for (const word of line.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= WIDTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join('\n');
}
