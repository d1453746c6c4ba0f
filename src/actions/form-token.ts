import type { Clock } from '../platform/clock.js';
import type { Ids } from '../platform/ids.js';
import type { Seal } from '../platform/seal.js';

/** How long a page may lie open before its form has to be sent again. */
const LIFETIME_MS = 24 * 60 * 60 * 1000;

/** Proves that a form was made here, for this campaign, not long ago; carries the idempotency key. */
export type FormTokens = {
  readonly make: (slug: string, variant?: string, drawn?: string) => string;
  /** One for a form that is shown again: it says when the person saw the first, which `before` is or followed. */
  readonly makeAgain: (
    slug: string,
    shown: { readonly variant: string; readonly drawn: string },
    before: string,
  ) => string;
  /**
   * The idempotency key, and what was shown: the variant of the campaign's test and the partner whose box was drawn, ''
   * for none, and when the person first saw the form; or why there is none.
   */
  readonly open: (
    slug: string,
    token: string,
  ) =>
    | { readonly key: string; readonly variant: string; readonly drawn: string; readonly madeAt: number }
    | { readonly fault: string };
};

const FAULT =
  'This page was open for a long time, or was not made here. Nothing you typed is lost: please press the button again.';

export function createFormTokens(tools: { readonly seal: Seal; readonly ids: Ids; readonly clock: Clock }): FormTokens {
  const sign = (slug: string, shown: string, firstAt: number): string =>
    tools.seal.sign('form', `${tools.ids.token()}.${slug}.${tools.clock.now()}.${shown}.${firstAt}`);
  return {
    make: (slug, variant = '', drawn = '') => sign(slug, `${variant}.${drawn}`, tools.clock.now()),
    makeAgain: (slug, { variant, drawn }, before) => {
      // One that is too old to be sent still tells how long somebody has been writing.
      const [, forSlug, , , , firstAt] = (tools.seal.open('form', before) ?? '').split('.');
      const now = tools.clock.now();
      return sign(slug, `${variant}.${drawn}`, forSlug === slug ? Math.min(Number(firstAt) || now, now) : now);
    },
    open: (slug, token) => {
      const parts = (tools.seal.open('form', token) ?? '').split('.');
      const [key = '', forSlug, madeAt, variant = '', drawn = '', firstAt = madeAt] = parts;
      const age = tools.clock.now() - Number(madeAt);
      return forSlug === slug && age >= 0 && age < LIFETIME_MS
        ? { key, variant, drawn, madeAt: Number(firstAt) }
        : { fault: FAULT };
    },
  };
}
