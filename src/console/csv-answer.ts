import type { Answer } from './visit.js';

/** A spreadsheet to keep: text that `platform/csv.ts` wrote, whole or line by line. */
export function csvAnswer(name: string, content: string | AsyncIterable<string>): Extract<Answer, { kind: 'file' }> {
  return { kind: 'file', name, type: 'text/csv; charset=utf-8', content };
}
