import type { Db } from '../platform/db.js';
import { NotFoundError } from '../platform/errors.js';
import type { Seal } from '../platform/seal.js';
import { findReceipt, findRepeat, type ReceiptRow, type RepeatRow } from './store-receipts.js';

export type ReceiptDoor = {
  readonly db: Db;
  readonly seal: Seal;
  /** Whether mail can leave, so that the owner of an address can be sent the link to all that is known. */
  readonly canMail: boolean;
};

/**
 * A receipt behind its address. It shows all that became of the letters to who has the link that we mail, which proves
 * that the mailbox is theirs; to who only typed the address, letters as they were taken.
 */
export type OpenedReceipt =
  | {
      readonly kind: 'action';
      readonly receipt: ReceiptRow;
      readonly showsAll: boolean;
      /** By the link in a mail, which the owner of the address alone has. */
      readonly isMailed: boolean;
    }
  | (RepeatRow & { readonly kind: 'repeat'; readonly showsAll: boolean });

const NO_RECEIPT = 'There is no receipt at this address. Please check that the whole link was copied.';

/** @throws NotFoundError, and GoneError where the person was erased */
export async function openReceipt({ db, seal, canMail }: ReceiptDoor, token: string): Promise<OpenedReceipt> {
  const actionId = seal.open('receipt', token);
  const receipt = await findReceipt(db, actionId === undefined ? { token } : { actionId });
  // Both are looked for, so that the time that a page takes tells nothing of its kind.
  const repeat = await findRepeat(db, token);
  if (receipt) {
    const isMailed = actionId !== undefined;
    return { kind: 'action', receipt, showsAll: isMailed || !canMail, isMailed };
  }
  if (!repeat) throw new NotFoundError(NO_RECEIPT);
  return { kind: 'repeat', showsAll: !canMail, ...repeat };
}

type LinkTools = { readonly seal: Seal; readonly baseUrl: string };

/** The receipt's address that is only ever mailed. */
export function mailedReceiptLink({ seal, baseUrl }: LinkTools, actionId: string): string {
  return `${baseUrl}/r/${seal.sign('receipt', actionId)}`;
}

/** Where the owner of the address says which of the letters under it is theirs. */
export function whoseLink(tools: LinkTools, actionId: string): string {
  return `${mailedReceiptLink(tools, actionId)}/whose`;
}
