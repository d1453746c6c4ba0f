import type { Sharing } from './coalition.js';

/** What each sharing rule means, for those who choose it and those who accept it. */
export const SHARING_WORDS: Readonly<Record<Sharing, { readonly label: string; readonly means: string }>> = {
  none: {
    label: 'Nobody gets addresses',
    means: 'Partners see numbers only. No partner’s opt-in box is shown on the campaigns’ pages.',
  },
  own_recruits: {
    label: 'Each partner asks whom it brought',
    means:
      'Who comes by a partner’s link sees that partner’s opt-in box. The partner gets those who tick it, and nobody else does.',
  },
  all_consented: {
    label: 'Every partner asks everybody',
    means:
      'Everybody sees one box for each partner, all unticked. Each partner gets those who tick its own box, whoever brought them.',
  },
  proportional: {
    label: 'Each asks whom it brought, and the rest is shared',
    means:
      'Who comes by a partner’s link sees that partner’s box. Who comes by no partner’s link sees the box of one partner, each as often as it brought people itself.',
  },
};
