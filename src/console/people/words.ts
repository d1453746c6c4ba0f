/** The mails that supporters get, in the words of those who send them. */
export const MAIL_WORDS: Readonly<Record<string, string>> = {
  confirm: 'Asked to confirm the address',
  'confirm-reminder': 'Asked once more to confirm the address',
  copy: 'A copy of their letters',
  failed: 'Told that a letter could not be delivered',
  ask: 'Asked whether offices answered',
  'ask-reminder': 'Asked once more whether offices answered',
  again: 'Told that somebody wrote again with the address',
  link: 'The link to their receipt, as they asked',
};

/** Where such a mail stands. */
export const MAIL_STATES: Readonly<Record<string, string>> = {
  waiting: 'Waiting to be sent',
  sent: 'Sent',
  previewed: 'Not sent: preview',
  unknown: 'May have arrived',
  failed: 'Could not be delivered',
  suppressed: 'Not sent: the address is not to be mailed',
  dropped: 'Not sent: nobody needed it any more',
};

/** Why an address is not mailed any more. */
export const STOPPED_WORDS: Readonly<Record<string, string>> = {
  unsubscribed: 'They want no more mails. Letters to offices are not touched by that.',
  'not-me': 'The owner of the address says that somebody else used it. Nothing is mailed there.',
};
