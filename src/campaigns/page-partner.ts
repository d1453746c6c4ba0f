/** What a campaign's page shows of the partner by whose link somebody came. */
export type PagePartner = {
  readonly name: string;
  /** Plain paragraphs. */
  readonly intro: readonly string[];
  readonly website: string | null;
  /** The address of its picture. */
  readonly logo: string | null;
  /** The address of a style sheet with its colour. */
  readonly style: string | null;
};

/** Finds the partner whose links bear a source; undefined where there is none, or it shows no page. */
export type FindPagePartner = (campaignId: string, source: string) => Promise<PagePartner | undefined>;
