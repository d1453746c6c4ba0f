/**
 * A mail to a supporter, by what it is for. `again`: somebody wrote again with the address; `link`: the receipt's own
 * link was asked for on a receipt.
 */
export type NoticeKind =
  'confirm' | 'confirm-reminder' | 'copy' | 'failed' | 'ask' | 'ask-reminder' | 'message' | 'again' | 'link';

/**
 * Where a mail stands. `unknown`: the connection broke behind its content, so it may have arrived and is not sent again.
 * `suppressed`: its address is not to be mailed. `dropped`: nobody needs it any more.
 */
export type NoticeState = 'waiting' | 'sent' | 'previewed' | 'unknown' | 'failed' | 'suppressed' | 'dropped';

/** A mail to a supporter. Its text is not stored: it is made of the action's rows when it is sent. */
export type Notice = {
  readonly id: string;
  readonly actionId: string;
  readonly kind: NoticeKind;
  /** What sets it apart from others of its kind; for `failed` the moment that its letters carry in `told_at`, for `message` its id. */
  readonly part: string;
  readonly addressKey: string;
  readonly state: NoticeState;
  /** How often it was tried, which also tells whose try it is. */
  readonly attempts: number;
  readonly plannedAt: number;
};

/** A mail about to be planned. */
export type NewNotice = Omit<Notice, 'state' | 'attempts'>;
