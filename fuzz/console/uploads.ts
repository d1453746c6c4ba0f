import fc from 'fast-check';
import { pngOf } from '../../test/support/partner-pages.js';
import { mutate, mutations } from '../files/mutate.js';
import { entriesOf } from '../forms/form-pool.js';
import { spoil, spoilings } from '../forms/spoil.js';
import { hostileText } from '../hostile.js';
import { ask } from '../ask.js';
import { checkAnswer } from '../check-answer.js';
import type { Fuzzing } from '../target.js';
import { openConsole } from './open-console.js';

const PICTURES: readonly Buffer[] = [
  pngOf(20, 10),
  Buffer.from([0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0, 10, 0, 20, 1, 1, 17, 0, 0xff, 0xda, 0, 2, 1, 0xff, 0xd9]),
  Buffer.from('RIFF\u001a\0\0\0WEBPVP8 \u000e\0\0\0\0\0\0\u009d\u0001\u002a\u0014\0\u000a\0\0\0\0\0', 'latin1'),
  Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="x"/>'),
];
const BOUNDARY = 'x-boundary';
const FIELDS = ['intro', 'opt_in_text', 'accent', 'logo', 'website', 'privacy_url', 'remove_logo'];

/** How the head of a part may be written. */
const head = fc.oneof(
  { weight: 6, arbitrary: fc.constant((name: string) => `Content-Disposition: form-data; name="${name}"`) },
  hostileText.map((text) => (name: string) => `Content-Disposition: form-data; name="${name}"; filename="${text}"`),
  hostileText.map((text) => (name: string) => `content-disposition: form-data; filename*=${text}; name="${name}"`),
  hostileText.map((text) => (name: string) => `${text}: ${name}`),
);
const type = fc.oneof(
  { weight: 10, arbitrary: fc.constant(`multipart/form-data; boundary=${BOUNDARY}`) },
  fc.constantFrom(
    'multipart/form-data',
    `multipart/form-data; boundary="${BOUNDARY}"`,
    'multipart/form-data; boundary=""',
  ),
  fc.constant('multipart/form-data; boundary=-'),
);

/** Sends a partner's page with a picture, as browsers do and as they never would. */
export async function fuzzUploads(): Promise<Fuzzing> {
  const open = await openConsole(({ coalition }) => [`/coalitions/${coalition ?? ''}/page`]);
  const upload = fc.record({
    done: spoilings(FIELDS),
    picture: fc.constantFrom(...PICTURES),
    pictureDone: mutations,
    fileHead: head,
    bodyDone: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, mutations),
    type,
  });
  const property = fc.asyncProperty(
    upload,
    async ({ done, picture, pictureDone, fileHead, bodyDone, type: called }) => {
      await open.next();
      const form = open.form('/page');
      const fields = spoil(entriesOf(form), done).slice(0, 130);
      const parts = [
        ...fields.map(([name, value]) => part(`Content-Disposition: form-data; name="${name}"`, Buffer.from(value))),
        part(`${fileHead('logo')}\r\nContent-Type: image/png`, mutate(picture, pictureDone)),
      ];
      const body = mutate(Buffer.concat([...parts, Buffer.from(`--${BOUNDARY}--\r\n`)]), bodyDone);
      const { port } = open.program;
      const headers = { ...open.headers(), 'content-type': called };
      checkAnswer(await ask({ port, method: 'post', path: form.action, headers, body }));
      const page = await ask({ port, method: 'get', path: form.action, headers: open.headers() });
      checkAnswer(page);
      for (const path of logosIn(page.body)) await checkPicture(port, path);
    },
  );
  return { property, end: open.program.close };
}

function part(headers: string, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`--${BOUNDARY}\r\n${headers}\r\n\r\n`), content, Buffer.from('\r\n')]);
}

function logosIn(page: string): readonly string[] {
  return [...new Set([...page.matchAll(/src="(\/[^"]*logo[^"]*)"/g)].map(([, path = '']) => path))].slice(0, 2);
}

/** @throws Error where what was uploaded is served as anything but a picture */
async function checkPicture(port: number, path: string): Promise<void> {
  const { status, headers } = await ask({ port, method: 'get', path });
  const isPicture = /^image\/(?:png|jpeg|webp)$/.test(headers['content-type'] ?? '');
  if (status !== 200 || !isPicture || headers['x-content-type-options'] !== 'nosniff')
    throw new Error(`a picture as ${status} ${headers['content-type'] ?? ''}`);
}
