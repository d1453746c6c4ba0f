import type { Fault } from '../platform/errors.js';

/** Faults as the pages show them: a summary that leads to the fields, and each beside its own. */
export type ShownFaults = {
  readonly faults: readonly { readonly id: string; readonly message: string }[];
  /** The first of each field. */
  readonly byField: Readonly<Record<string, string>>;
};

/** `ids` names the element of a field where it is not the field's own name. */
export function showFaults(faults: readonly Fault[], ids: Readonly<Record<string, string>> = {}): ShownFaults {
  const shown = faults.map(({ field, message }) => ({ id: ids[field] ?? field, message }));
  const byField = Object.fromEntries([...shown].reverse().map(({ id, message }) => [id, message]));
  return { faults: shown, byField };
}

/** How a page is answered that shows a form again: HTTP 422, or 503 with Retry-After where nothing is wrong but the moment. */
export function refusal(faults: readonly Fault[]): {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
} {
  const waits = faults.flatMap(({ retryAfterSeconds }) => retryAfterSeconds ?? []);
  if (waits.length === 0 || waits.length < faults.length) return { status: 422 };
  return { status: 503, headers: { 'Retry-After': String(Math.max(...waits)) } };
}
