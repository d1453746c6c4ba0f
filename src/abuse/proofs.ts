import { createChallenge, verifySolution, type Challenge, type Payload } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { z } from 'zod';
import type { Clock } from '../platform/clock.js';
import type { Db } from '../platform/db.js';
import type { Seal } from '../platform/seal.js';
import { deleteExpiredProofs, spendProof } from './store-proofs.js';

/** A challenge may be solved and its solution sent for so long. */
export const CHALLENGE_LASTS_MS = 10 * 60_000;

const TIDY_EVERY_MS = 60_000;

/**
 * From easy to hard: rounds of PBKDF2 for a try, and how a key must begin. Tries needed on average are 16 to the power
 * of the digits, so a step doubles the work: half a million rounds at first, about a second on a phone, four million at
 * last. Checking a solution is one try.
 */
const HARDNESS = [
  { cost: 2_000, keyPrefix: '00' },
  { cost: 4_000, keyPrefix: '00' },
  { cost: 500, keyPrefix: '000' },
  { cost: 1_000, keyPrefix: '000' },
] as const;

const ALGORITHM = 'PBKDF2/SHA-256';

/** Longer texts are no solutions of ours. */
const MAX_PROOF_CHARACTERS = 4_000;

/** The parts of a solution that are looked at before it is checked; the signature covers all parameters. */
const payloadSchema = z.object({
  challenge: z.object({
    parameters: z.looseObject({
      algorithm: z.literal(ALGORITHM),
      nonce: z.string(),
      salt: z.string(),
      cost: z.number(),
      keyLength: z.number(),
      keyPrefix: z.string(),
      expiresAt: z.number(),
      data: z.object({ campaign: z.string() }),
    }),
    signature: z.string(),
  }),
  solution: z.object({ counter: z.number(), derivedKey: z.string() }),
});

/** Challenges by the protocol of ALTCHA, version 2, for one campaign each, and solutions that are taken once. */
export type Proofs = {
  /** `hardness` from 0. */
  readonly make: (campaignId: string, hardness: number) => Promise<Challenge>;
  /** Whether a text is a solution of a challenge of this campaign, in time and not used by another request; uses it up. */
  readonly spend: (proof: string, by: { readonly campaignId: string; readonly request: string }) => Promise<boolean>;
};

type ProofTools = { readonly db: Db; readonly clock: Clock; readonly seal: Seal };

export function createProofs(tools: ProofTools): Proofs {
  const { clock, seal } = tools;
  const hmacSignatureSecret = seal.digest('proof-of-work', 'key');
  const spendOnce = createSpender(tools);
  return {
    make: (campaignId, hardness) =>
      createChallenge({
        algorithm: ALGORITHM,
        ...(HARDNESS[hardness] ?? HARDNESS[0]),
        deriveKey,
        expiresAt: Math.floor((clock.now() + CHALLENGE_LASTS_MS) / 1_000),
        data: { campaign: campaignId },
        hmacSignatureSecret,
      }),
    spend: async (proof, { campaignId, request }) => {
      const payload = readPayload(proof);
      const expiresAt = (payload?.challenge.parameters.expiresAt ?? 0) * 1_000;
      if (payload?.challenge.parameters.data?.['campaign'] !== campaignId || expiresAt < clock.now()) return false;
      const { verified } = await verifySolution({ ...payload, deriveKey, hmacSignatureSecret });
      return verified && spendOnce(payload, { expiresAt, request });
    },
  };
}

type Spender = (payload: Payload, by: { readonly expiresAt: number; readonly request: string }) => Promise<boolean>;

function createSpender({ db, clock, seal }: ProofTools): Spender {
  let tidiedAt = clock.now();
  return async ({ challenge }, { expiresAt, request }) => {
    if (clock.now() - tidiedAt >= TIDY_EVERY_MS) {
      tidiedAt = clock.now();
      await deleteExpiredProofs(db, tidiedAt);
    }
    // By the challenge, not by the text that was sent: one challenge has several solutions, and each many spellings.
    const proof = seal.digest('spent-proof', challenge.signature ?? '');
    return spendProof(db, { proof, spentBy: seal.digest('proof-request', request), expiresAt });
  };
}

/** Reads a solution as browsers send it: JSON in base64. */
function readPayload(proof: string): Payload | undefined {
  if (proof === '' || proof.length > MAX_PROOF_CHARACTERS) return undefined;
  try {
    const parsed = payloadSchema.safeParse(JSON.parse(Buffer.from(proof, 'base64').toString('utf8')));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
