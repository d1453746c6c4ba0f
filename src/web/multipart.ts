import express, { type RequestHandler } from 'express';
import { RequestError } from './api-requests.js';

/**
 * Reads forms with files (multipart/form-data, RFC 7578) into `request.body`: texts as for other forms, a chosen file as
 * its bytes. A file's name and type, which are the sender's word only, are left out, and so is a file that is empty.
 */
export function readMultipart(limit: string): RequestHandler[] {
  return [express.raw({ type: 'multipart/form-data', limit }), readBody];
}

const readBody: RequestHandler = (request, _response, next) => {
  const content: unknown = request.body;
  if (Buffer.isBuffer(content)) request.body = bodyOf(partsOf(content, request.get('content-type') ?? ''));
  next();
};

type Part = { readonly name: string; readonly isFile: boolean; readonly content: Buffer };

function bodyOf(parts: readonly Part[]): Record<string, string | string[] | Uint8Array> {
  const body = new Map<string, string | string[] | Uint8Array>();
  for (const { name, isFile, content } of parts) {
    const known = body.get(name);
    if (isFile) {
      if (content.length > 0) body.set(name, content);
    } else if (known === undefined) body.set(name, content.toString());
    else if (!(known instanceof Uint8Array)) body.set(name, [known, content.toString()].flat());
  }
  return Object.fromEntries(body);
}

/** More fields than any form of ours has. */
const MAX_PARTS = 100;

const LINE = '\r\n';

/** Splits a body at its boundary (RFC 2046, section 5.1.1). @throws RequestError where it is not written so */
function partsOf(body: Buffer, type: string): Part[] {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(type) ?? [];
  const mark = `--${quoted ?? plain ?? ''}`;
  if (mark === '--' || !body.subarray(0, mark.length).equals(Buffer.from(mark))) throw unreadable();
  const parts: Part[] = [];
  for (let at = mark.length; !startsWith(body, at, '--');) {
    const head = body.indexOf(LINE + LINE, at);
    const end = body.indexOf(LINE + mark, head + LINE.length);
    if (!startsWith(body, at, LINE) || head < 0 || end < 0 || parts.length === MAX_PARTS) throw unreadable();
    const content = body.subarray(Math.min(head + 2 * LINE.length, end), end);
    parts.push({ ...fieldOf(body.toString('utf8', at, head)), content });
    at = end + LINE.length + mark.length;
  }
  return parts;
}

/** `Content-Disposition: form-data; name="logo"; filename="a.png"` */
function fieldOf(head: string): Omit<Part, 'content'> {
  const line = /^content-disposition:\s*form-data\s*(;.*)$/im.exec(head)?.[1] ?? '';
  const name = /;\s*name="([^"]*)"/i.exec(line)?.[1];
  if (name === undefined) throw unreadable();
  return { name, isFile: /;\s*filename\*?=/i.test(line.replace(/;\s*name="[^"]*"/i, '')) };
}

function startsWith(body: Buffer, at: number, text: string): boolean {
  return body.toString('latin1', at, at + text.length) === text;
}

function unreadable(): RequestError {
  return new RequestError(400, 'This form could not be read. Please go back and send it again.');
}
