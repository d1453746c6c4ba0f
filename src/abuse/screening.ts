/** What is known of where a submission came from. It stays in memory: nothing of it is stored but keyed digests. */
export type Origin = {
  /** The other end of the connection, or whom a proxy of ours names. */
  readonly ip: string;
  readonly via: 'page' | 'api';
  /** When the form was made that was sent, by its signed token; undefined where there was no form. */
  readonly formMadeAt?: number | undefined;
  /** What stood in the field that people do not see. */
  readonly trap: string;
  /** A solved challenge, as the browser sent it; '' for none. */
  readonly proof: string;
};

/** A submission that passed the schema, before anything of it is stored. */
export type Submission = {
  readonly campaignId: string;
  readonly organizationId: string;
  /** As typed, and in its canonical form. */
  readonly email: string;
  readonly emailKey: string;
  readonly givenName: string;
  readonly familyName: string;
  /** What the person wrote themselves: own words, and what they changed in the letter. '' for nothing. */
  readonly words: string;
  /** Which request this is; the same request again has the same. */
  readonly request: string;
  readonly at: number;
  readonly origin: Origin;
};

/** All that can make a submission suspicious. */
export const SUSPICIONS = [
  'trap',
  'too-fast',
  'blocked',
  'disposable-address',
  'near-copies',
  'network-flood',
  'too-many-actions',
  'no-proof',
] as const;

/** Why somebody looks at a letter before it leaves. */
export type Suspicion = (typeof SUSPICIONS)[number];

/** Looks at a submission for one kind of suspicion. It throws nothing, and refuses nobody. */
export type Signal = (submission: Submission) => Promise<readonly Suspicion[]> | readonly Suspicion[];

/** What screening comes to: a suspicious submission is taken like any other, and its letters are held for review. */
export type Screened = {
  readonly suspicions: readonly Suspicion[];
  /** The campaign is protected just now, and no valid proof of work came along. */
  readonly lacksProof: boolean;
};

export type Screening = { readonly screen: (submission: Submission) => Promise<Screened> };

/** Asks for a proof of work where a campaign is protected, and is told what the signals found. */
export type Gate = {
  /** Whether a proof is asked for and there is no valid one. */
  readonly lacksProof: (submission: Submission, suspicions: readonly Suspicion[]) => Promise<boolean>;
};

/** Screens by signals; each kind of suspicion is named once, in the order of SUSPICIONS. */
export function createScreening(signals: readonly Signal[], gate?: Gate): Screening {
  return {
    screen: async (submission) => {
      const found = new Set((await Promise.all(signals.map(async (signal) => signal(submission)))).flat());
      const suspicions = SUSPICIONS.filter((kind) => found.has(kind));
      return { suspicions, lacksProof: (await gate?.lacksProof(submission, suspicions)) ?? false };
    },
  };
}
