import { HEADER } from './hostile.js';
import type { Answered } from './ask.js';

/** One request may keep the process busy for so long, whatever it holds. */
const MOST_BUSY_MS = 2_000;

/** What every answer must be, whatever was asked. @throws Error that says what it is not */
export function checkAnswer(answer: Answered): void {
  const { status, headers, body, busyMs } = answer;
  const refuse = (what: string): never => {
    throw new Error(`${what}; the answer is ${status}: ${body.slice(0, 400)}`);
  };
  if (status >= 500) refuse('an error of ours');
  if (headers[HEADER] !== undefined) refuse('a header was smuggled in');
  if (busyMs > MOST_BUSY_MS) refuse(`${Math.round(busyMs)} ms of work for one request`);
  const type = headers['content-type'] ?? '';
  if (/html|svg/.test(type) && body.includes('<x-fuzz')) refuse('a text became an element');
  if (type.includes('text/html') && body !== '' && !isWhole(body)) refuse('no whole page');
  if (headers.location !== undefined && !leadsHome(headers.location)) refuse(`leads to ${headers.location}`);
}

function isWhole(html: string): boolean {
  return /^\s*<!doctype html>/i.test(html) && html.trimEnd().endsWith('</html>');
}

function leadsHome(location: string): boolean {
  return /^\/(?![/\\])/.test(location) || location.startsWith('http://localhost:');
}
