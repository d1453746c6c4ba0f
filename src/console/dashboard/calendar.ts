const SHORT_DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** `10 Mar`, for axes. */
export function shortDay(day: string): string {
  return SHORT_DAY.format(new Date(day));
}

/** `14:00` and `Wed 14:00` of moments in a time zone. */
export function hourNames(timeZone: string): {
  readonly tick: (at: number) => string;
  readonly label: (at: number) => string;
} {
  const hour = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone } as const;
  const tick = new Intl.DateTimeFormat('en-GB', hour);
  const label = new Intl.DateTimeFormat('en-GB', { ...hour, weekday: 'long', day: 'numeric', month: 'long' });
  return { tick: (at) => tick.format(new Date(at)), label: (at) => label.format(new Date(at)) };
}
