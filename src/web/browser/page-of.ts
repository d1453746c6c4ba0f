/** What browsers with Trusted Types offer; others have nothing of it. */
type TrustedTypes = {
  readonly createPolicy: (
    name: string,
    rules: { readonly createHTML: (html: string) => string },
  ) => { readonly createHTML: (html: string) => unknown };
};

/** The one policy that our pages allow: texts of pages that our own server answered, and of nothing else. */
const policy = (globalThis as { readonly trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy('clarion-pages', {
  createHTML: (html) => html,
});

/** Reads a page that our own server answered; none of its scripts run. */
export function pageOf(html: string): Document {
  // The parser takes what the policy let through as the text that it is.
  const trusted = (policy?.createHTML(html) ?? html) as string;
  return new DOMParser().parseFromString(trusted, 'text/html');
}
