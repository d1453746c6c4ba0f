import { pageOf } from './page-of.js';
import { bringProof } from './proof.js';
import { tryAgain } from './try-again.js';

/**
 * What a script makes better; every page works without it. Steps are swapped in place, a form cannot be sent twice by
 * a double click, texts can be copied and printed, a receipt follows its letters, and Escape twice leaves the site.
 */

const RECEIPT_EVERY_MS = 4_000;
const RECEIPT_LOOKS = 30;
const POSITION_WITHIN_MS = 15_000;
const DOUBLE_PRESS_MS = 1_000;
const COUNT_EVERY_MS = 10_000;

/** How many steps were swapped into this page. */
let step = 0;

document.documentElement.classList.add('scripted');
wireExit();
wirePage(document);
followReceipt();

function wirePage(root: ParentNode): void {
  for (const form of root.querySelectorAll<HTMLFormElement>('form[data-step]'))
    form.addEventListener('submit', (event) => void takeStep(event, form));
  for (const form of root.querySelectorAll<HTMLFormElement>('form[data-send]'))
    form.addEventListener('submit', (event) => markSending(event, form));
  for (const form of root.querySelectorAll<HTMLFormElement>('form[data-challenge]')) bringProof(form);
  for (const button of root.querySelectorAll<HTMLButtonElement>('button[data-copy]')) wireCopy(button);
  for (const button of root.querySelectorAll<HTMLButtonElement>('button[data-print]')) wirePrint(button);
  for (const part of root.querySelectorAll<HTMLElement>('[data-position]')) wirePosition(part);
  for (const left of root.querySelectorAll<HTMLElement>('[data-left]')) countDown(left);
  for (const form of root.querySelectorAll<HTMLFormElement>('form[data-again]')) tryAgain(form, showStep);
  for (const hint of root.querySelectorAll<HTMLElement>('[data-without-script]')) hint.hidden = true;
}

/** Sends a step in the background and puts the next one in its place; falls back to an ordinary submit. */
async function takeStep(event: SubmitEvent, form: HTMLFormElement): Promise<void> {
  event.preventDefault();
  const button = form.querySelector('button');
  if (button) button.disabled = true;
  try {
    const body = new URLSearchParams(
      [...new FormData(form)].filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
    const response = await fetch(form.action, { method: 'POST', body });
    if (!showStep(await response.text())) throw new Error('not a step');
  } catch {
    form.submit();
  }
}

/** Puts a step in the place of this one; false for a page that is none. */
function showStep(html: string): boolean {
  const page = pageOf(html);
  const next = page.getElementById('main');
  if (!page.getElementById('act') || !next) return false;
  step += 1;
  history.pushState({ step }, '', location.pathname + location.search);
  document.title = page.title;
  document.getElementById('main')?.replaceWith(next);
  wirePage(next);
  next.querySelector<HTMLElement>('[data-focus]')?.focus();
  window.scrollTo(0, 0);
  return true;
}

// A link within the page changes the history too, and leads to no other step.
window.addEventListener('popstate', ({ state }) => {
  const at = (state as { readonly step?: number } | null)?.step ?? 0;
  if (location.hash === '' && at !== step) location.reload();
});
// A page that comes back out of the browser's memory may hold a button that was disabled while sending.
window.addEventListener('pageshow', (event) => {
  if (event.persisted)
    for (const button of document.querySelectorAll<HTMLButtonElement>('button[disabled]')) button.disabled = false;
});

function markSending(event: SubmitEvent, form: HTMLFormElement): void {
  const isPreview = event.submitter?.hasAttribute('formaction') ?? false;
  if (isPreview) return;
  // After the form's data are taken: a disabled button is not sent.
  setTimeout(() => {
    for (const button of form.querySelectorAll('button')) button.disabled = true;
    const send = form.querySelector('button');
    if (send) send.textContent = 'Sending…';
  });
}

function wireCopy(button: HTMLButtonElement): void {
  const text = document.getElementById(button.dataset['copy'] ?? '');
  if (!text || !('clipboard' in navigator)) return;
  const label = button.textContent;
  button.hidden = false;
  button.addEventListener('click', () => {
    navigator.clipboard.writeText(text.textContent).then(
      () => (button.textContent = 'Copied'),
      () => (button.textContent = 'Please copy by hand'),
    );
    setTimeout(() => (button.textContent = label), 3_000);
  });
}

function wirePrint(button: HTMLButtonElement): void {
  button.hidden = false;
  button.addEventListener('click', () => window.print());
}

/** Offers to send the person's position instead of their street, where the browser can tell it. */
function wirePosition(part: HTMLElement): void {
  const form = part.closest('form');
  const button = part.querySelector('button');
  const status = part.querySelector('[role=status]');
  if (!form || !button || !status || !isSecureContext || !('geolocation' in navigator)) return;
  form.hidden = false;
  part.hidden = false;
  button.addEventListener('click', () => {
    button.disabled = true;
    status.textContent = 'Asking your browser…';
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const { latitude: lat, longitude: lng, accuracy } = coords;
        for (const [name, value] of Object.entries({ lat, lng, accuracy })) {
          const input = form.elements.namedItem(name);
          if (input instanceof HTMLInputElement) input.value = value.toFixed(5);
        }
        form.requestSubmit();
      },
      () => {
        button.disabled = false;
        status.textContent = 'Your browser did not tell where you are. Please choose from the list.';
      },
      { timeout: POSITION_WITHIN_MS, maximumAge: POSITION_WITHIN_MS },
    );
  });
}

/** Looks again while letters are on their way, as long as nobody is reading a letter or typing. */
function followReceipt(looks = RECEIPT_LOOKS): void {
  if (!document.querySelector('#receipt[data-moving]') || looks === 0) return;
  setTimeout(() => {
    fetch(location.pathname)
      .then((response) => response.text())
      .then((html) => {
        const next = pageOf(html).getElementById('receipt');
        const here = document.getElementById('receipt');
        const isBusy = here?.contains(document.activeElement) || here?.querySelector('details[open]');
        if (next && here && !isBusy && next.innerHTML !== here.innerHTML) {
          here.replaceWith(next);
          wirePage(next);
        }
      })
      .catch(() => undefined)
      .finally(() => followReceipt(looks - 1));
  }, RECEIPT_EVERY_MS);
}

/** Keeps the time that is left for something true while the page is open, by no clock but the time that passed. */
function countDown(left: HTMLElement): void {
  const endsAt = performance.now() + Number(left.dataset['left']);
  const show = (): void => {
    const minutes = Math.ceil((endsAt - performance.now()) / 60_000);
    left.textContent =
      minutes > 1 ? `${minutes} minutes left.` : minutes === 1 ? 'Less than a minute left.' : 'The time is over.';
    if (minutes > 0 && left.isConnected) setTimeout(show, COUNT_EVERY_MS);
  };
  show();
}

/** Leaves without a trace in the back button; Escape twice does the same. */
function wireExit(): void {
  const link = document.querySelector<HTMLAnchorElement>('[data-exit]');
  if (!link) return;
  const leave = (): void => {
    document.body.hidden = true;
    location.replace(link.href);
  };
  link.addEventListener('click', (event) => {
    event.preventDefault();
    leave();
  });
  let lastEscapeAt = -Infinity;
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    if (event.timeStamp - lastEscapeAt < DOUBLE_PRESS_MS) leave();
    lastEscapeAt = event.timeStamp;
  });
}
