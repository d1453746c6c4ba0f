/** Shows a coalition's numbers on an event screen while it is open; without it the page is loaded anew now and then. */

type Numbers = {
  readonly texts: Readonly<Record<string, string>>;
  readonly value: number;
  readonly moment: string;
};

/** A stream that was refused is asked for again: nobody stands beside a screen. */
const AGAIN_MS = 15_000;

const root = document.querySelector<HTMLElement>('[data-screen]');
if (root && 'EventSource' in window) follow(root);

function follow(screen: HTMLElement): void {
  const source = new EventSource(screen.dataset['screen'] ?? '');
  source.addEventListener('numbers', (event) => {
    show(screen, JSON.parse(event.data as string) as Numbers);
    state(screen, 'Live, numbers of', true);
  });
  source.addEventListener('over', () => {
    source.close();
    state(screen, 'Not open any more, numbers of', false);
  });
  source.addEventListener('error', () => {
    state(screen, 'Not connected, numbers of', false);
    if (source.readyState === EventSource.CLOSED) window.setTimeout(() => follow(screen), AGAIN_MS);
  });
}

function show(screen: HTMLElement, { texts, value, moment }: Numbers): void {
  for (const [name, text] of Object.entries(texts)) {
    const place = screen.querySelector<HTMLElement>(`[data-text="${name}"]`);
    if (!place || place.textContent === text) continue;
    place.textContent = text;
    place.classList.remove('just-changed');
    requestAnimationFrame(() => place.classList.add('just-changed'));
  }
  screen.querySelector('[data-text="people"]')?.classList.toggle('is-few', value === 0);
  const goal = screen.querySelector<HTMLProgressElement>('[data-goal]');
  if (goal) goal.value = Math.min(value, goal.max);
  const news = screen.querySelector<HTMLElement>('[data-news]');
  if (news) news.hidden = (texts['milestone'] ?? '') === '';
  const place = screen.querySelector('[data-moment]');
  if (place) place.textContent = moment;
}

function state(screen: HTMLElement, text: string, isLive: boolean): void {
  const place = screen.querySelector('[data-state]');
  if (place) place.textContent = text;
  const dot = screen.querySelector<HTMLElement>('[data-dot]');
  if (!dot) return;
  dot.hidden = false;
  dot.classList.toggle('is-off', !isLive);
}
