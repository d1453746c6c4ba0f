/** One thing wrong with what a person gave us, in words for that person. */
export type Fault = {
  /** The field or key, as the person knows it: `supporter.email`, `targets.own[0]`, `--as-of`. */
  readonly field: string;
  /** What is wrong and what to do. */
  readonly message: string;
  readonly file?: string;
  /** Counted from 1, as editors do. */
  readonly line?: number;
  readonly column?: number;
  /** Nothing is wrong but the moment: the same may well be taken after so long. */
  readonly retryAfterSeconds?: number;
};

/** What a person gave cannot be taken; carries every fault at once. HTTP 422, exit 1. */
export class InputError extends Error {
  readonly faults: readonly Fault[];
  constructor(faults: readonly Fault[]) {
    super(faults.map(faultText).join('\n'));
    this.name = 'InputError';
    this.faults = faults;
  }
}

/** What was asked for does not exist. HTTP 404. */
export class NotFoundError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NotFoundError';
  }
}

/** What was asked for existed and was erased. HTTP 410. */
export class GoneError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'GoneError';
  }
}

/** The request is sound, but the present state of things does not allow it. HTTP 409. */
export class ConflictError extends Error {
  /** A short name for programs: `campaign-not-open`. */
  readonly kind: string;
  constructor(kind: string, message: string) {
    super(message);
    this.name = 'ConflictError';
    this.kind = kind;
  }
}

/** The request's sender may not do this. HTTP 403. */
export class ForbiddenError extends Error {
  /** A short name for programs: `proof-needed`. */
  readonly kind: string;
  constructor(message: string, kind = 'forbidden') {
    super(message);
    this.name = 'ForbiddenError';
    this.kind = kind;
  }
}

/** More work is waiting than can be done soon; nothing was taken. HTTP 503 with Retry-After. */
export class OverloadedError extends Error {
  readonly retryAfterSeconds: number;
  constructor(retryAfterSeconds: number) {
    super('More is waiting here than can be done at once. Nothing was lost; please try again in a moment.');
    this.name = 'OverloadedError';
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** One network asked for more than its share; nothing was looked at. HTTP 429 with Retry-After. */
export class TooManyRequestsError extends Error {
  readonly retryAfterSeconds: number;
  constructor(retryAfterSeconds: number) {
    super('More comes from your network just now than we can take at once. Please try again in a moment.');
    this.name = 'TooManyRequestsError';
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** A fault as one line: `campaign.yaml:12:3 goal: must be a whole number`. */
export function faultText(fault: Fault): string {
  const place = [fault.file, fault.line, fault.column].filter((part) => part !== undefined).join(':');
  return [place, `${fault.field}: ${fault.message}`].filter(Boolean).join(' ');
}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
