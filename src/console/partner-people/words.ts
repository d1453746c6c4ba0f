import type { Coalition, Partner, Sharing } from '../../partners/index.js';

/** The sharing rules as partners read them. */
export const RULES: Readonly<Record<Sharing, string>> = {
  none: 'This coalition shares numbers only. No partner asks people for their addresses.',
  own_recruits: 'Who comes by your links is shown your box, and you get those who tick it.',
  all_consented: 'Everybody who writes is shown every partner’s box, and you get those who tick yours.',
  proportional:
    'Who comes by your links is shown your box. Who comes by no partner’s link is shown the box of one partner, drawn by lot: each as often as it brought people itself. You get those who tick yours.',
};

/** What stands in the way of a partner's box, each with the tab that mends it; none where it is shown. */
export function whyNobodyIsAsked(
  { sharing }: Coalition,
  { privacyUrl, page, hasAccepted }: Partner,
): { readonly why: string; readonly tab: string; readonly label: string }[] {
  if (sharing === 'none' || !hasAccepted) return [];
  return [
    ...(privacyUrl === null
      ? [{ why: 'There is no link to your privacy page.', tab: 'members', label: 'Add it under Members' }]
      : []),
    ...(page === undefined || page.optInText === ''
      ? [{ why: 'Your page has no text for the box.', tab: 'page', label: 'Write it under Our page' }]
      : []),
  ];
}
