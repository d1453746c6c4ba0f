/** What a script makes quicker on the pages of letters: numbers of ticks, keys for reviewers, steps that go on. */

/** Says how many rows of a form are ticked. */
export function countTicks(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-ticks], form[data-review]')) {
    const say = (): void => {
      const ticked = form.querySelectorAll('input[type="checkbox"]:checked').length;
      for (const place of form.querySelectorAll('[data-ticked]'))
        place.textContent = ticked === 0 ? '' : `${String(ticked)} ticked`;
    };
    form.addEventListener('change', say);
    say();
  }
}

/** Goes on with a long work by itself, while its page is looked at. */
export function goOn(): void {
  const form = document.querySelector<HTMLFormElement>('form[data-go-on]');
  if (form) setTimeout(() => form.requestSubmit(), GO_ON_MS);
}

const GO_ON_MS = 400;

/** Lets a reviewer decide without a mouse: j, k, x, a, r. */
export function reviewByKeys(): void {
  const form = document.querySelector<HTMLFormElement>('form[data-review]');
  if (!form) return;
  form.querySelector('[data-keys]')?.removeAttribute('hidden');
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const deed = DEEDS[event.key];
    if (!deed) return;
    event.preventDefault();
    deed(form);
  });
}

const DEEDS: Readonly<Record<string, (form: HTMLFormElement) => void>> = {
  j: (form) => step(form, 1),
  k: (form) => step(form, -1),
  x: (form) => currentItem(form)?.querySelector<HTMLInputElement>('input[type="checkbox"]')?.click(),
  a: (form) => press(form, 'button:not([formaction])'),
  r: (form) => press(form, 'button[formaction]'),
};

function step(form: HTMLFormElement, by: number): void {
  const items = [...form.querySelectorAll<HTMLElement>('[data-item]')];
  const current = currentItem(form);
  const at = current ? items.indexOf(current) + by : 0;
  const item = items[Math.min(Math.max(at, 0), items.length - 1)];
  item?.focus();
  item?.scrollIntoView({ block: 'nearest' });
}

function currentItem(form: HTMLFormElement): HTMLElement | null {
  const at = document.activeElement?.closest<HTMLElement>('[data-item]') ?? null;
  return at && form.contains(at) ? at : null;
}

function press(form: HTMLFormElement, button: string): void {
  if (form.querySelector('input[name="item"]:checked')) form.querySelector<HTMLButtonElement>(button)?.click();
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return target.type !== 'checkbox' && target.type !== 'radio';
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
