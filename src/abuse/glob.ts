/**
 * Whether a text matches a pattern in which `*` stands for any characters, also none, and `?` for one. The pattern is
 * walked along the text and never becomes a regular expression: it takes no more steps than the text's length times the
 * pattern's, however the pattern is written.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  let [at, inText] = [0, 0];
  // After the last star: where the pattern goes on, and where in the text its rest was tried.
  let star: { readonly next: number; tried: number } | undefined;
  while (inText < text.length) {
    const wanted = pattern[at];
    if (wanted === '*') {
      at += 1;
      star = { next: at, tried: inText };
    } else if (wanted !== undefined && (wanted === '?' || wanted === text[inText])) {
      at += 1;
      inText += 1;
    } else if (star) {
      // The star stands for one character more; what an earlier star stands for need never be changed.
      star.tried += 1;
      [at, inText] = [star.next, star.tried];
    } else return false;
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}
