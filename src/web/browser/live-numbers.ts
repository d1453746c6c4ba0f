/** Shows a campaign's numbers anew while the page is open; without it a link does. */

type Numbers = {
  readonly texts: Readonly<Record<string, string>>;
  readonly parts: Readonly<Record<string, number>>;
  readonly people: number;
  readonly summary: string;
  readonly moment: string;
};

/** Who listens to the page is not interrupted more often. */
const SAY_EVERY_MS = 30_000;

/** As the server draws the bar. */
const BAR = { width: 1000, gap: 3, least: 6 };

/** Follows the numbers while the page is looked at and nobody pressed "Pause updates". */
export function followNumbers(root: HTMLElement): void {
  const pause = root.querySelector<HTMLButtonElement>('[data-live-pause]');
  if (!pause || !('EventSource' in window)) return;
  const stream = streamOf(root, () => {
    pause.hidden = true;
  });
  let isPaused = false;
  const start = (): void => {
    if (!isPaused && !document.hidden) stream.start();
  };
  pause.hidden = false;
  pause.addEventListener('click', () => {
    isPaused = !isPaused;
    pause.setAttribute('aria-pressed', String(isPaused));
    if (!isPaused) start();
    else {
      stream.stop();
      state(root, 'Paused, numbers of', false);
    }
  });
  // A browser opens six streams to a site at the most: pages in the background leave theirs to others.
  document.addEventListener('visibilitychange', () => (document.hidden ? stream.stop() : start()));
  start();
}

/** `onOver` is called when the person is signed out. */
function streamOf(root: HTMLElement, onOver: () => void): { readonly start: () => void; readonly stop: () => void } {
  const say = speaker(root);
  let source: EventSource | undefined;
  let isOver = false;
  const stop = (): void => {
    source?.close();
    source = undefined;
  };
  const start = (): void => {
    if (source || isOver) return;
    source = new EventSource(root.dataset['live'] ?? '');
    source.addEventListener('numbers', (event) => {
      const numbers = JSON.parse(event.data as string) as Numbers;
      show(root, numbers);
      say(numbers.summary);
      state(root, 'Live, numbers of', true);
    });
    source.addEventListener('signed-out', () => {
      isOver = true;
      stop();
      onOver();
      state(root, 'You are signed out. Numbers of', false);
    });
    source.addEventListener('error', () => {
      state(root, 'Not connected, numbers of', false);
      // A stream that was refused is not asked for again by the browser.
      if (source?.readyState === EventSource.CLOSED) stop();
    });
  };
  return { start, stop };
}

function show(root: HTMLElement, numbers: Numbers): void {
  for (const [name, text] of Object.entries(numbers.texts)) {
    for (const place of root.querySelectorAll<HTMLElement>(`[data-live-text="${name}"]`)) {
      if (place.textContent === text) continue;
      place.textContent = text;
      place.classList.remove('just-changed');
      requestAnimationFrame(() => place.classList.add('just-changed'));
    }
  }
  const goal = root.querySelector<HTMLProgressElement>('[data-live-goal]');
  if (goal) goal.value = Math.min(numbers.people, goal.max);
  moveParts(root, numbers.parts);
  const moment = root.querySelector('[data-live-moment]');
  if (moment) moment.textContent = numbers.moment;
}

/** Small parts are drawn at least so wide, and the large ones give it up. */
function moveParts(root: HTMLElement, counts: Readonly<Record<string, number>>): void {
  const marks = [...root.querySelectorAll<SVGRectElement>('[data-part]')];
  const own = marks.map((mark) => counts[mark.dataset['part'] ?? ''] ?? 0);
  const sum = own.reduce((total, count) => total + count, 0);
  if (sum === 0) return;
  const wanted = own.map((count) => (count === 0 ? 0 : Math.max(BAR.least, (count / sum) * BAR.width)));
  const excess = wanted.reduce((total, width) => total + width, 0) - BAR.width;
  const large = wanted.reduce((total, width) => total + Math.max(0, width - BAR.least), 0);
  let x = 0;
  marks.forEach((mark, index) => {
    const given = wanted[index] ?? 0;
    const width = given > BAR.least ? given - (excess * (given - BAR.least)) / large : given;
    mark.setAttribute('x', String(x));
    mark.setAttribute('width', String(Math.max(0, width - BAR.gap)));
    const title = mark.querySelector('title');
    if (title)
      title.textContent = `${title.textContent.split(':')[0] ?? ''}: ${(own[index] ?? 0).toLocaleString('en')}`;
    x += width;
  });
}

function state(root: HTMLElement, text: string, isLive: boolean): void {
  const place = root.querySelector('[data-live-state]');
  if (place) place.textContent = text;
  const dot = root.querySelector<HTMLElement>('[data-live-dot]');
  if (!dot) return;
  dot.hidden = false;
  dot.classList.toggle('is-off', !isLive);
}

/** Says the newest summary, the first one not at all: it stands on the page that was just opened. */
function speaker(root: HTMLElement): (summary: string) => void {
  const place = root.querySelector('[data-live-summary]');
  let said: string | undefined;
  let newest = '';
  let timer: number | undefined;
  return (summary) => {
    newest = summary;
    said ??= summary;
    if (timer !== undefined || !place) return;
    timer = window.setTimeout(() => {
      timer = undefined;
      if (newest === said) return;
      place.textContent = newest;
      said = newest;
    }, SAY_EVERY_MS);
  };
}
