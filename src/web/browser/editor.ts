import { pageOf } from './page-of.js';

/** What a script makes better in the campaign editor: the preview follows typing, counts follow, merge fields go in. */

/** How long nobody types before the preview is asked for. */
const PAUSE_MS = 500;

export function improveEditor(): void {
  const form = document.querySelector<HTMLFormElement>('form#editor');
  if (!form) return;
  followCounts();
  insertFields(form);
  const button = document.querySelector<HTMLButtonElement>('[data-preview]');
  const frame = document.querySelector<HTMLIFrameElement>('[data-preview-frame]');
  if (button && frame) followTyping(form, button, frame);
  warnBeforeLeaving(form);
}

function followTyping(form: HTMLFormElement, button: HTMLButtonElement, frame: HTMLIFrameElement): void {
  let waiting = 0;
  let asked = 0;
  const refresh = async (): Promise<void> => {
    const mine = ++asked;
    const answer = await fetch(button.formAction, { method: 'POST', body: encoded(form) }).catch(() => undefined);
    // Only the newest answer is shown, and an error leaves the last preview as it is.
    if (answer && mine === asked && answer.ok) show(frame, await answer.text());
  };
  document.addEventListener('input', ({ target }) => {
    if (!(target instanceof HTMLElement) || !isOf(target, form)) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => void refresh(), PAUSE_MS);
  });
  button.addEventListener('click', (event) => {
    event.preventDefault();
    void refresh();
  });
}

/** Fields of the form, also those that stand outside of it. */
function isOf(element: HTMLElement, form: HTMLFormElement): boolean {
  return 'form' in element && element.form === form;
}

function encoded(form: HTMLFormElement): URLSearchParams {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') fields.append(name, value);
  return fields;
}

/** Puts a page into the frame without leaving it, so that it stays where it was scrolled to. */
function show(frame: HTMLIFrameElement, html: string): void {
  const shown = frame.contentDocument;
  if (!shown) return;
  const page = pageOf(html);
  shown.title = page.title;
  shown.body.replaceWith(shown.adoptNode(page.body));
}

function followCounts(): void {
  for (const count of document.querySelectorAll<HTMLElement>('[data-count]')) {
    const field = document.getElementById(count.dataset['count'] ?? '') as HTMLInputElement | null;
    const max = Number(count.dataset['max'] ?? 0);
    const tell = (): void => {
      const text = field?.value ?? '';
      const words = text.split(/\s+/).filter(Boolean).length;
      count.textContent = max > 0 ? `${text.length} of ${max} characters` : `${words} words, ${text.length} characters`;
      count.classList.toggle('count-over', max > 0 && text.length > max);
    };
    field?.addEventListener('input', tell);
  }
}

function insertFields(form: HTMLFormElement): void {
  for (const button of form.querySelectorAll<HTMLButtonElement>('[data-insert]')) {
    button.addEventListener('click', () => {
      const into = document.getElementById(button.dataset['into'] ?? '');
      if (!(into instanceof HTMLTextAreaElement)) return;
      into.setRangeText(button.dataset['insert'] ?? '', into.selectionStart, into.selectionEnd, 'end');
      into.focus();
      into.dispatchEvent(new Event('input', { bubbles: true }));
    });
  }
}

/** Asks before what was typed is lost. */
function warnBeforeLeaving(form: HTMLFormElement): void {
  let isChanged = false;
  form.addEventListener('input', () => (isChanged = true));
  form.addEventListener('submit', () => (isChanged = false));
  addEventListener('beforeunload', (event) => {
    if (isChanged) event.preventDefault();
  });
}
