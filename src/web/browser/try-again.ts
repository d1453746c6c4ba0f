/**
 * Sends a form again that could not be taken, after the time that the server asked for. It is the same form with the same
 * token, so it counts once however often it arrives.
 */

/** So that people who were turned away together do not come back together. */
const JITTER = 0.5;
const LEAST_WAIT_S = 2;
/** Beyond it only the button sends: a page that was left open in a tab shall not ask for ever. */
const MOST_TRIES = 40;
const IS_BUSY = [429, 503];

type Waiting = { readonly form: HTMLFormElement; readonly button: HTMLButtonElement; readonly says: Element };

/** Shows the page that a form led to in the place of this one; false where it cannot. */
type ShowStep = (html: string) => boolean;

/** Keeps trying for the form of this page until it is taken. */
export function tryAgain(form: HTMLFormElement, showStep: ShowStep): void {
  const button = form.querySelector('button');
  const says = form.querySelector('[data-again-says]');
  if (!button || !says) return;
  let tries = 0;
  let timer = 0;

  const send = async (): Promise<void> => {
    clearTimeout(timer);
    if (!form.isConnected) return;
    tries += 1;
    button.disabled = true;
    says.textContent = 'Trying now…';
    const waitS = await sendOnce(form, showStep);
    if (waitS === undefined) return;
    button.disabled = false;
    plan(waitS);
  };

  const plan = (askedS: number): void => {
    if (tries >= MOST_TRIES) {
      says.textContent = 'It is still too much. Nothing is lost; please press the button when you like.';
      return;
    }
    const waitS = Math.ceil(Math.max(askedS, LEAST_WAIT_S) * (1 + JITTER * chance()));
    says.textContent = `${tries > 0 ? 'Still busy. ' : ''}This page tries again by itself in ${waitText(waitS)}. You can leave it open.`;
    timer = setTimeout(() => void send(), waitS * 1000);
    countDown({ form, button, says }, waitS);
  };

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void send();
  });
  plan(Number(form.dataset['again']));
}

/** Sends the form; answers how many seconds to wait where it was not taken, else leads to the answer. */
async function sendOnce(form: HTMLFormElement, showStep: ShowStep): Promise<number | undefined> {
  const fields = [...new FormData(form)].filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  try {
    const response = await fetch(form.action, { method: 'POST', body: new URLSearchParams(fields) });
    if (IS_BUSY.includes(response.status)) return Number(response.headers.get('Retry-After') ?? LEAST_WAIT_S);
    if (response.redirected) location.replace(response.url);
    else if (!showStep(await response.text())) form.submit();
    return undefined;
  } catch {
    // The server is being started anew, or the network is away for a moment.
    return LEAST_WAIT_S;
  }
}

/** Shows the seconds that are left on the button, which a screen reader reads only when it is asked to. */
function countDown({ form, button, says }: Waiting, waitS: number): void {
  const endsAt = performance.now() + waitS * 1000;
  const saying = says.textContent;
  const show = (): void => {
    const leftS = Math.ceil((endsAt - performance.now()) / 1000);
    const isOver = leftS <= 0 || !form.isConnected || says.textContent !== saying;
    button.textContent = isOver ? 'Try now' : `Try now (${waitText(leftS)} left)`;
    if (!isOver) setTimeout(show, 1000);
  };
  show();
}

function waitText(seconds: number): string {
  const [count, unit] = seconds < 90 ? [seconds, 'second'] : [Math.ceil(seconds / 60), 'minute'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** From 0 to 1. */
function chance(): number {
  return (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32;
}
