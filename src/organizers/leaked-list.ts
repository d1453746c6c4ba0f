import { createHash } from 'node:crypto';

/** Passwords that leaked somewhere, by their SHA-1 in capitals, as Have I Been Pwned gives them out. */
export type LeakedList = {
  readonly kind: 'server' | 'file';
  /** The server's origin or the file's path. */
  readonly name: string;
  /** Whether a password stands there. @throws LeakedListError, OutgoingError; neither tells what was asked */
  readonly holds: (sha1: string) => Promise<boolean>;
  /** Looks for what a single question does not show. @throws as `holds` */
  readonly examine: () => Promise<LeakedDoubt | undefined>;
};

/** Why a list that answers may miss much. `cut-off`: it ends too early. `knows-little`: the best known is not there. */
export type LeakedDoubt = 'cut-off' | 'knows-little';

/** A file is no such list, or cannot be read. The message names the file, and nothing of a password. */
export class LeakedListError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LeakedListError';
  }
}

/** The name of a password in such lists: `5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8` for `password`. */
export function leakedName(password: string): string {
  return createHash('sha1').update(password).digest('hex').toUpperCase();
}
