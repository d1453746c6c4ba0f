import { open, stat, type FileHandle } from 'node:fs/promises';
import { messageOf } from '../platform/errors.js';
import { LeakedListError, type LeakedDoubt, type LeakedList } from './leaked-list.js';

/** So much is read at once. */
const BLOCK_BYTES = 4_096;

/** 40 digits, a colon, a count, the end of the line. */
const MAX_LINE_BYTES = 64;

/** So many places are looked at to tell whether a file is in order; one of 2 MB is read whole. */
const LOOKS = 500;

/** A longer list than this has passwords under each two first digits, so that its last line begins with FF. */
const LONG_BYTES = 1_000_000;

/** `000000005AD76BD555C1D6D771DE417A4B87E4B4:10` */
const LINE = /^([0-9A-F]{40}):(\d{1,15})\r?$/i;

/**
 * A file with a line `SHA1:COUNT` for each password, in the order of the digits, as Have I Been Pwned's downloader
 * writes it. Such files have tens of GB: a question reads some 30 blocks of it.
 */
export function createLeakedFile(path: string): LeakedList {
  return {
    kind: 'file',
    name: path,
    holds: (sha1) => reading(path, (file) => holds(file, sha1)),
    examine: () => reading(path, examine),
  };
}

type OpenFile = { readonly path: string; readonly size: number; readonly handle: FileHandle };

type Line = { readonly at: number; readonly sha1: string; readonly count: number };

async function reading<Result>(path: string, work: (file: OpenFile) => Promise<Result>): Promise<Result> {
  let handle: FileHandle | undefined;
  try {
    if (!(await stat(path)).isFile()) throw new LeakedListError(`${path} is no file`);
    handle = await open(path);
    return await work({ path, handle, size: (await handle.stat()).size });
  } catch (error) {
    if (error instanceof LeakedListError) throw error;
    throw new LeakedListError(`${path} cannot be read (${messageOf(error)})`, { cause: error });
  } finally {
    await handle?.close();
  }
}

/** Halves the file until a block is left. What is passed on the way must be in order, or the answer would be chance. */
async function holds(file: OpenFile, sha1: string): Promise<boolean> {
  let [low, high] = [0, file.size];
  let [least, most] = ['', 'G'];
  while (high - low > BLOCK_BYTES) {
    const middle = Math.floor((low + high) / 2);
    const [line] = await linesIn(file, middle, middle + MAX_LINE_BYTES);
    if (!line) throw noLine(file, middle);
    if (line.sha1 < least || line.sha1 > most) throw outOfOrder(file, line);
    if (line.sha1 <= sha1) [low, least] = [line.at, line.sha1];
    else [high, most] = [line.at, line.sha1];
  }
  const lines = await linesIn(file, low, high);
  checkOrder(file, lines);
  return lines.some((line) => line.sha1 === sha1 && line.count > 0);
}

/** Whether it is in order, as far as so many places tell, and goes on to the end of the digits. */
async function examine(file: OpenFile): Promise<LeakedDoubt | undefined> {
  const step = Math.max(BLOCK_BYTES, Math.ceil(file.size / LOOKS));
  let last: Line | undefined;
  for (let from = 0; from < file.size; from += step) {
    const lines = await linesIn(file, from, from + BLOCK_BYTES);
    checkOrder(file, [...(last ? [last] : []), ...lines]);
    last = lines.at(-1) ?? last;
  }
  const tail = await linesIn(file, Math.max(0, file.size - BLOCK_BYTES), file.size);
  if (!last) throw new LeakedListError(`${file.path} is empty`);
  const { at } = last;
  const unseen = tail.filter((line) => line.at > at);
  checkOrder(file, [last, ...unseen]);
  const isWhole = file.size <= LONG_BYTES || (unseen.at(-1) ?? last).sha1.startsWith('FF');
  return isWhole ? undefined : 'cut-off';
}

function checkOrder(file: OpenFile, lines: readonly Line[]): void {
  const wrong = lines.find(({ sha1 }, index) => sha1 < (lines[index - 1]?.sha1 ?? ''));
  if (wrong) throw outOfOrder(file, wrong);
}

/** The lines that begin within these bytes. @throws LeakedListError for one that is none */
async function linesIn(file: OpenFile, from: number, to: number): Promise<Line[]> {
  // The byte before tells whether a line begins just here.
  const start = Math.max(0, from - 1);
  const end = Math.min(file.size, to);
  const wanted = Math.min(file.size, to + MAX_LINE_BYTES) - start;
  const { buffer, bytesRead } = await file.handle.read(Buffer.alloc(wanted), 0, wanted, start);
  const lines: Line[] = [];
  let at = start;
  for (const [index, text] of buffer.toString('latin1', 0, bytesRead).split('\n').entries()) {
    if ((index > 0 || from === 0) && at < end && text.trim() !== '') lines.push(readLine(file, at, text));
    at += text.length + 1;
  }
  if (lines.length === 0 && end - from > MAX_LINE_BYTES) throw noLine(file, from);
  return lines;
}

function readLine(file: OpenFile, at: number, text: string): Line {
  const [, sha1, count] = LINE.exec(text) ?? [];
  if (sha1 === undefined) throw noLine(file, at);
  return { at, sha1: sha1.toUpperCase(), count: Number(count) };
}

function noLine({ path }: OpenFile, at: number): LeakedListError {
  return new LeakedListError(`${path} holds no line SHA1:COUNT at byte ${at}`);
}

function outOfOrder({ path }: OpenFile, { at }: Line): LeakedListError {
  return new LeakedListError(`${path} is not sorted by SHA-1: the line at byte ${at} stands in the wrong place`);
}
