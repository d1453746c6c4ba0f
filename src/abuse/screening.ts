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

/** Suspicions that hold nobody's letter by themselves; beside another one they are told a reviewer too. */
const WEAK: readonly Suspicion[] = ['disposable-address'];

/** Looks at a submission for one kind of suspicion. It throws nothing, and refuses nobody. */
export type Signal = (submission: Submission) => Promise<readonly Suspicion[]> | readonly Suspicion[];

/** What screening comes to: a suspicious submission is taken like any other, and its letters are held for review. */
export type Screened = {
  readonly suspicions: readonly Suspicion[];
  /** The campaign is protected just now, and no valid proof of work came along. */
  readonly lacksProof: boolean;
  /** In place of a reviewer a confirmation by mail is enough: all there is against it is its network. */
  readonly mayConfirm: boolean;
};

export type Screening = { readonly screen: (submission: Submission) => Promise<Screened> };

/** Whether a proof of work is asked for, and came along. */
export type ProofState = 'not-asked' | 'valid' | 'lacking';

/** Asks for a proof of work where a campaign is protected, and is told what the signals found. */
export type Gate = {
  readonly proofOf: (submission: Submission, suspicions: readonly Suspicion[]) => Promise<ProofState>;
};

/** Screens by signals; each kind of suspicion is named once, in the order of SUSPICIONS. */
export function createScreening(signals: readonly Signal[], gate?: Gate): Screening {
  return {
    screen: async (submission) => {
      const found = new Set((await Promise.all(signals.map(async (signal) => signal(submission)))).flat());
      const isSuspicious = [...found].some((kind) => !WEAK.includes(kind));
      const suspicions = SUSPICIONS.filter((kind) => isSuspicious && found.has(kind));
      const proof = (await gate?.proofOf(submission, suspicions)) ?? 'not-asked';
      const mayConfirm = proof === 'valid' && isOnlyCrowded(submission, suspicions);
      return { suspicions, lacksProof: proof === 'lacking', mayConfirm };
    },
  };
}

/** A person among many of one network; a program that uses the API waits for a reviewer like its neighbours. */
function isOnlyCrowded({ origin }: Submission, suspicions: readonly Suspicion[]): boolean {
  return origin.via === 'page' && suspicions.length > 0 && suspicions.every((kind) => kind === 'network-flood');
}
