/**
 * A proof of work by the protocol of ALTCHA, version 2, for forms that ask for one: a sum that costs a program dearly that
 * sends thousands of letters, and a person a second. It runs in the browser's own PBKDF2, off the page's thread, begins
 * when somebody begins to write, and what goes wrong with it stops no letter: the server then asks for a confirmation.
 */

type Parameters = {
  readonly algorithm: string;
  readonly nonce: string;
  readonly salt: string;
  readonly cost: number;
  readonly keyLength: number;
  readonly keyPrefix: string;
};
type Challenge = { readonly parameters: Parameters; readonly signature: string };
type Solution = { readonly counter: number; readonly derivedKey: string };

/** Challenges last ten minutes; one of nine is fetched anew. */
const FRESH_FOR_MS = 9 * 60_000;

/** Tries that run side by side. */
const AT_ONCE = 8;
const BREATHE_EVERY_MS = 30;

/** Says again so often that the sum goes on. */
const SAY_EVERY_MS = 5_000;

/** Longer than this nobody waits; the letter then goes without. */
const GIVE_UP_AFTER_MS = 60_000;

/** Solves a form's challenge while somebody writes, and sends the form by itself once it is solved. */
export function bringProof(form: HTMLFormElement): void {
  const given = JSON.parse(form.dataset['challenge'] ?? 'null') as Challenge;
  let solving = { startedAt: performance.now(), proof: undefined as Promise<string> | undefined };
  const start = (): Promise<string> => (solving.proof ??= solve(given).catch(() => ''));
  const isOld = (): boolean => performance.now() - solving.startedAt > FRESH_FOR_MS;
  const proof = (): Promise<string> => {
    if (isOld()) solving = { startedAt: performance.now(), proof: solveAnew(form).catch(() => '') };
    return start();
  };
  // A page that comes back out of the browser's memory was sent with the old proof.
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) solving = { startedAt: -Infinity, proof: undefined };
  });
  form.addEventListener('focusin', () => void start(), { once: true });
  form.addEventListener(
    'submit',
    (event) => {
      const isPreview = event.submitter?.hasAttribute('formaction') ?? false;
      const field = proofField(form);
      if (isPreview || (field.dataset['done'] !== undefined && !isOld())) return;
      event.preventDefault();
      // The page's own handler would say that it is being sent.
      event.stopImmediatePropagation();
      void sendWith(form, { field, proof: proof() });
    },
    { capture: true },
  );
}

async function sendWith(
  form: HTMLFormElement,
  { field, proof }: { readonly field: HTMLInputElement; readonly proof: Promise<string> },
): Promise<void> {
  const done = sayChecking(form);
  field.value = await proof;
  field.dataset['done'] = '';
  done();
  // A form is not sent from within the event of its being sent.
  setTimeout(() => form.requestSubmit());
}

/** Says on the button and to screen readers that a sum runs; answers how to say that it is over. */
function sayChecking(form: HTMLFormElement): () => void {
  const buttons = [...form.querySelectorAll('button')];
  const send = buttons[0];
  const label = send?.textContent ?? '';
  const line = form.querySelector('[data-proof-line]');
  for (const button of buttons) button.disabled = true;
  if (send) send.textContent = 'Checking…';
  if (line) line.textContent = 'Your browser does its sum. Your letter is sent by itself when that is done.';
  const timer = setInterval(() => {
    if (line) line.textContent = `${line.textContent.includes('Still') ? '' : 'Still '}working on the sum…`;
  }, SAY_EVERY_MS);
  return () => {
    clearInterval(timer);
    for (const button of buttons) button.disabled = false;
    if (send) send.textContent = label;
    if (line) line.textContent = '';
  };
}

function proofField(form: HTMLFormElement): HTMLInputElement {
  const known = form.querySelector<HTMLInputElement>('input[name="altcha"]');
  if (known) return known;
  const field = document.createElement('input');
  field.type = 'hidden';
  field.name = 'altcha';
  form.append(field);
  return field;
}

async function solveAnew(form: HTMLFormElement): Promise<string> {
  const response = await fetch(form.dataset['challengeUrl'] ?? '');
  return solve((await response.json()) as Challenge);
}

/** The solution as the server reads it. */
async function solve(challenge: Challenge): Promise<string> {
  const solution = await findKey(challenge.parameters);
  return btoa(JSON.stringify({ challenge, solution }));
}

/** Tries counters until a key begins as it should. @throws Error after a minute, or where the browser knows no PBKDF2 */
async function findKey(parameters: Parameters): Promise<Solution> {
  const endsAt = performance.now() + GIVE_UP_AFTER_MS;
  let breathedAt = performance.now();
  for (let first = 0; performance.now() < endsAt; first += AT_ONCE) {
    const tries = Array.from({ length: AT_ONCE }, (_, index) => keyFor(parameters, first + index));
    const found = (await Promise.all(tries)).find(({ derivedKey }) => derivedKey.startsWith(parameters.keyPrefix));
    if (found) return found;
    if (performance.now() - breathedAt < BREATHE_EVERY_MS) continue;
    // Lets the page draw and take keys in between.
    await new Promise((resolve) => setTimeout(resolve));
    breathedAt = performance.now();
  }
  throw new Error('The sum took too long.');
}

async function keyFor({ algorithm, nonce, salt, cost, keyLength }: Parameters, counter: number): Promise<Solution> {
  const start = bytesOf(nonce);
  const password = new Uint8Array(start.length + 4);
  password.set(start);
  new DataView(password.buffer).setUint32(start.length, counter);
  const key = await crypto.subtle.importKey('raw', password, 'PBKDF2', false, ['deriveBits']);
  const hash = algorithm.slice('PBKDF2/'.length);
  const derivation = { name: 'PBKDF2', salt: bytesOf(salt), iterations: cost, hash };
  const bits = await crypto.subtle.deriveBits(derivation, key, keyLength * 8);
  return { counter, derivedKey: hexOf(new Uint8Array(bits)) };
}

function bytesOf(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
