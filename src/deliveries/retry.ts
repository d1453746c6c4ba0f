const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const FIRST_PAUSE_MS = MINUTE_MS;
const LONGEST_PAUSE_MS = 6 * HOUR_MS;

/** RFC 5321, section 4.5.4.1: give up after four or five days. */
export const GIVE_UP_AFTER_MS = 4 * 24 * HOUR_MS;

/** How long after a send a bounce is still expected; then `sent` becomes `delivered`. */
export const BOUNCE_WINDOW_MS = 48 * HOUR_MS;

/** How long a worker may be silent about a row before another may take it. */
export const LEASE_MS = 20_000;

/** The pause before the next try: doubling from a minute to six hours, give or take a fifth so that letters do not march in step. */
export function pauseBeforeRetry(attempts: number, fraction: number): number {
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** (attempts - 1), LONGEST_PAUSE_MS);
  return Math.round(pause * (0.8 + 0.4 * fraction));
}

/** So many workers may die over a letter before it is parked for somebody to look at. */
export const MAX_CRASHES = 5;

/** The pause before a letter that may have arrived is sent again, where the campaign says so: a bounce may come first. */
export const RESEND_AFTER_MS = HOUR_MS;

/** Until when a bounce may still tell what became of a letter that was sent or whose outcome is unknown. */
export function bounceWindowEnd({ stateAt }: { readonly stateAt: number }): number {
  return stateAt + BOUNCE_WINDOW_MS;
}
