import { applyMoves, type Move } from '../../src/deliveries/store-moves.js';
import { changeCampaign, copyCampaign } from './campaign-copies.js';
import { ana, CITY, HOUR, MINUTE, type World } from './world.js';

/** A change on the way to a state; who did it is a worker where nothing else is said. */
type Step = Pick<Move, 'to'> &
  Partial<Pick<Move, 'actor' | 'reason' | 'answer' | 'hold' | 'waitsFor'>> & { dueInMs?: number };

/** A state as a supporter may find a letter in, how it gets there, and what the receipt must say then. */
export type ReceiptState = {
  readonly name: string;
  readonly steps: readonly Step[];
  readonly word: string;
  readonly says: RegExp;
  readonly canTakeBack?: boolean;
  readonly isOfferedAnotherWay?: boolean;
};

const sending = { to: 'sending', reason: 'try 1' } as const;
const sent = {
  to: 'sent',
  reason: 'The mail server took it.',
  answer: '250 2.0.0 Ok: queued as 4F1',
  dueInMs: 48 * HOUR,
} as const;
const broken = { to: 'unknown', reason: 'The connection broke after the content.', dueInMs: 48 * HOUR } as const;
const held = (hold: NonNullable<Move['hold']>, reason: string): Step => ({ to: 'held', hold, reason });
const review = [sending, held('review', 'A reviewer reads it first.')];
const waiting = (waitsFor: NonNullable<Move['waitsFor']>, dueInMs: number, more: Partial<Step> = {}): Step[] => [
  sending,
  { to: 'queued', reason: `It waits: ${waitsFor}.`, waitsFor, dueInMs, ...more },
];

/** Every state with every reason that changes what the person is told; a queued letter takes the steps. */
export const receiptStates: readonly ReceiptState[] = [
  {
    name: 'held until the address is confirmed',
    steps: [sending, held('confirm', 'The address is to be confirmed.')],
    word: 'Waiting for you',
    says: /It waits until you have confirmed your e-mail address\./,
    canTakeBack: true,
  },
  {
    name: 'held for a reviewer',
    steps: review,
    word: 'Waiting to be read',
    says: /somebody reads each letter before it leaves/,
    canTakeBack: true,
  },
  {
    name: 'held because its target changed',
    steps: [sending, held('target', 'This office is held by somebody else now.')],
    word: 'Held back',
    says: /It is held back: This office is held by somebody else now\. .* the organizers decide\./,
    canTakeBack: true,
  },
  {
    name: 'held after workers died over it',
    steps: [sending, held('crashes', 'The worker stopped 5 times.')],
    word: 'Held back',
    says: /went wrong several times on our side, .* It has not left\./,
    canTakeBack: true,
  },
  {
    name: 'held because a backup was restored',
    steps: [held('restored', 'The database was restored from a backup.')],
    word: 'Held back',
    says: /may have been sent after that backup was made\. It is held back, so that the office does not get it twice/,
  },
  { name: 'queued', steps: [], word: 'Waiting to be sent', says: /waiting for its turn, usually less than a minute/ },
  {
    name: 'queued for another try',
    steps: waiting('retry', 8 * MINUTE, { answer: '451 4.7.1 Greylisted, try again in 5 minutes' }),
    word: 'Waiting to be sent',
    says: /could not take it yet\. The next try is due at 10 March 2027, 07:08 PST; we try for four days\..*What the mail server answered.*Greylisted/s,
    canTakeBack: true,
  },
  {
    name: 'queued by the pace',
    steps: waiting('pace', 20 * MINUTE),
    word: 'Waiting to be sent',
    says: /one after the other.* The turn of yours comes at 10 March 2027, 07:20 PST\./,
    canTakeBack: true,
  },
  {
    name: 'queued for the sending window',
    steps: waiting('window', 2 * HOUR),
    word: 'Waiting to be sent',
    says: /only at certain hours of the office’s own day\. Yours is due at 10 March 2027, 09:00 PST\./,
    canTakeBack: true,
  },
  {
    name: 'queued while sending is paused',
    steps: waiting('pause', 0),
    word: 'Waiting to be sent',
    says: /Sending is paused\. Your letter is kept/,
    canTakeBack: true,
  },
  {
    name: 'queued so that it can be taken back',
    steps: waiting('withdraw', 25 * MINUTE),
    word: 'Waiting to be sent',
    says: /It leaves at 10 March 2027, 07:25 PST\. Until then you can take it back\..*25 minutes left\./s,
    canTakeBack: true,
  },
  {
    name: 'queued after an outcome that nobody knows',
    steps: [sending, broken, { to: 'queued', actor: 'organizer', reason: 'Nobody there found it.', dueInMs: 0 }],
    word: 'Waiting to be sent',
    says: /nobody knows whether that copy arrived\. It is sent again .* under the same number/,
  },
  { name: 'being sent', steps: [sending], word: 'Being sent now', says: /on its way to the mail server/ },
  {
    name: 'sent',
    steps: [sending, sent],
    word: 'Sent',
    says: /took it at 10 March 2027, 07:00 PST\. We call it delivered when no bounce has come back by 12 March 2027, 07:00 PST\./,
  },
  {
    name: 'delivered',
    steps: [sending, sent, { to: 'delivered', actor: 'sweep', reason: 'No bounce came back within 48 hours.' }],
    word: 'Delivered',
    says: /no bounce came back within 48 hours/,
  },
  {
    name: 'of unknown outcome',
    steps: [sending, broken],
    word: 'Outcome unknown',
    says: /cannot say whether it arrived\. It is not sent again without a decision.* by 12 March 2027, 07:00 PST; then they decide\./,
  },
  {
    name: 'bounced',
    steps: [
      sending,
      sent,
      {
        to: 'bounced',
        actor: 'bounce',
        reason: 'The office’s mail system sent it back: there is no such mailbox.',
        answer: '550 5.1.1 <ana.lima@supporter.example>: no mailbox here',
      },
    ],
    word: 'Came back',
    says: /It was sent, but it came back \(10 March 2027, 07:00 PST\).*550 5\.1\.1 <\[an address\]>: no mailbox here/s,
    isOfferedAnotherWay: true,
  },
  {
    name: 'refused',
    steps: [sending, { to: 'failed', reason: '550 5.7.1 Message refused by policy' }],
    word: 'Could not be delivered',
    says: /could not be delivered \(10 March 2027, 07:00 PST\), and another try would end the same way\..*Message refused by policy/s,
    isOfferedAnotherWay: true,
  },
  {
    name: 'given up',
    steps: [sending, { to: 'failed', reason: 'Given up after four days: 452 4.2.2 Mailbox full' }],
    word: 'Could not be delivered',
    says: /We tried for four days without success, and stopped at 10 March 2027, 07:00 PST\..*Mailbox full/s,
    isOfferedAnotherWay: true,
  },
  {
    name: 'left to its supporter by the organizers',
    steps: [
      sending,
      held('target', 'This office is held by somebody else now.'),
      { to: 'handed_over', actor: 'organizer', reason: 'We do not know the new one.' },
    ],
    word: 'Yours to send',
    says: /the organizers leave it to you \(10 March 2027, 07:00 PST\)\. Please check first who holds the office now\./,
  },
  {
    name: 'taken back by its supporter',
    steps: [{ to: 'cancelled', actor: 'supporter', reason: 'The supporter took it back.' }],
    word: 'Taken back',
    says: /It was taken back at 10 March 2027, 07:00 PST, before it left\./,
  },
  {
    name: 'withdrawn by the organizers',
    steps: [{ to: 'cancelled', actor: 'organizer', reason: 'The vote is over, and this is between us.' }],
    word: 'Withdrawn',
    says: /The organizers withdrew it \(10 March 2027, 07:00 PST\), so it is not going out\./,
    isOfferedAnotherWay: true,
  },
  {
    name: 'refused by a reviewer',
    steps: [...review, { to: 'cancelled', actor: 'reviewer', reason: 'Not fit to send, and this is between us.' }],
    word: 'Not sent',
    says: /The organizers read it and decided not to send it \(10 March 2027, 07:00 PST\)\./,
    isOfferedAnotherWay: true,
  },
  {
    name: 'never confirmed',
    steps: [
      sending,
      held('confirm', 'The address is to be confirmed.'),
      { to: 'cancelled', actor: 'sweep', reason: 'The e-mail address was never confirmed.' },
    ],
    word: 'Not sent',
    says: /Your e-mail address was not confirmed in time, so the letter was not sent \(10 March 2027, 07:00 PST\)\./,
    isOfferedAnotherWay: true,
  },
  {
    name: 'not sent again after an outcome that nobody knows',
    steps: [sending, broken, { to: 'cancelled', actor: 'organizer', reason: 'Once is enough.' }],
    word: 'Withdrawn',
    says: /nobody knows whether it arrived\. The organizers decided not to send it again/,
    isOfferedAnotherWay: true,
  },
  {
    name: 'previewed',
    steps: [sending, { to: 'previewed', reason: 'No mail server is configured.' }],
    word: 'Not sent: preview',
    says: /Not sent: this server has no mail server configured\./,
  },
];

/** Takes an action with a letter in each of the states, and answers the receipt's path and the deliveries' ids in their order. */
export async function takeOneInEach(
  world: World,
  folder: string,
): Promise<{ readonly path: string; readonly ids: readonly string[] }> {
  const council = receiptStates.map(
    (_, index) =>
      `Member ${index + 1},Ward ${index + 1},Councilmember,Harbourview City Council,,ward${index + 1}@council.harbourview.example,555-01${String(index).padStart(2, '0')},https://council.harbourview.example/ward${index + 1}`,
  );
  const header = 'name,office,title,body,party,email,phone,form_url';
  const copy = copyCampaign(folder, CITY, { 'council.csv': () => [header, ...council, ''].join('\n') });
  await changeCampaign(world, copy);
  const response = await world.http.post(`/api/v1/campaigns/${CITY}/actions`).send({ supporter: ana });
  const { receipt_url } = response.body as { readonly receipt_url: string };
  const rows = await world.db('deliveries').select<{ id: string }[]>('id').orderBy('id');
  const ids = rows.map(({ id }) => id);
  for (const [index, { steps }] of receiptStates.entries()) await walk(world, ids[index] ?? '', steps);
  // Only where a campaign says that letters are read is a supporter told that theirs waits for it.
  const reviewed = (text: string): string => `${text}\ndelivery: {"review": true}\n`;
  await changeCampaign(world, copyCampaign(folder, CITY, { 'campaign.yaml': reviewed }));
  return { path: new URL(receipt_url).pathname, ids };
}

async function walk(world: World, id: string, steps: readonly Step[]): Promise<void> {
  let from: Move['from'] = 'queued';
  const at = world.clock.now();
  for (const { dueInMs, ...step } of steps) {
    const dueAt = dueInMs === undefined ? {} : { dueAt: at + dueInMs };
    await applyMoves(world.db, [
      { id, from, at, actor: 'worker', reason: 'try 1', eventId: world.ids.next(), ...step, ...dueAt },
    ]);
    from = step.to;
  }
}
