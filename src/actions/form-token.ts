import type { Clock } from '../platform/clock.js';
import type { Ids } from '../platform/ids.js';
import type { Seal } from '../platform/seal.js';

/** How long a page may lie open before its form has to be sent again. */
const LIFETIME_MS = 24 * 60 * 60 * 1000;

/** Proves that a form was made here, for this campaign, not long ago; carries the idempotency key. */
export type FormTokens = {
  readonly make: (slug: string, variant?: string, drawn?: string) => string;
  /**
   * The idempotency key, and what was shown: the variant of the campaign's test and the partner whose box was drawn, ''
   * for none; or why there is none.
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
  return {
    make: (slug, variant = '', drawn = '') =>
      tools.seal.sign('form', `${tools.ids.token()}.${slug}.${tools.clock.now()}.${variant}.${drawn}`),
    open: (slug, token) => {
      const [key = '', forSlug, madeAt, variant = '', drawn = ''] = (tools.seal.open('form', token) ?? '').split('.');
      const age = tools.clock.now() - Number(madeAt);
      return forSlug === slug && age >= 0 && age < LIFETIME_MS
        ? { key, variant, drawn, madeAt: Number(madeAt) }
        : { fault: FAULT };
    },
  };
}
