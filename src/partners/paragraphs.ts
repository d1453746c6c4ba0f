/** A plain text's paragraphs: empty lines part them. */
export function paragraphsOf(text: string): readonly string[] {
  return text.split(/\n\s*\n/).filter((part) => part.trim() !== '');
}

/** The same, each as its lines. */
export function linesOfParagraphs(text: string): readonly (readonly string[])[] {
  return paragraphsOf(text).map((part) => part.split('\n').filter((line) => line.trim() !== ''));
}
