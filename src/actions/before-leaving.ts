import { channelOf, type StartSettings } from '../deliveries/index.js';
import type { Target } from '../targets/index.js';

/**
 * What happens between the click and the mail server, in words for who is about to send; undefined where letters leave
 * at once, or where all of them are sent by hand.
 */
export function beforeLeaving(settings: StartSettings, targets: readonly Target[]): string | undefined {
  if (!targets.some((target) => channelOf(target) === 'smtp')) return undefined;
  const { confirm_first, review, withdraw_minutes } = settings;
  const time = timeText(withdraw_minutes);
  const until = confirm_first || review ? `until they leave, in ${time} at the earliest` : `for ${time}`;
  const sentences = [
    ...(confirm_first ? ['We mail you a link to confirm your address; letters by e-mail leave after that.'] : []),
    ...(review ? ['Somebody reads each letter before it leaves.'] : []),
    ...(withdraw_minutes > 0 ? [`You can take letters back ${until}.`] : []),
  ];
  return sentences.length > 0 ? sentences.join(' ') : undefined;
}

function timeText(minutes: number): string {
  const hours = minutes / 60;
  if (Number.isInteger(hours)) return hours === 1 ? 'an hour' : `${hours} hours`;
  return minutes === 1 ? 'a minute' : `${minutes} minutes`;
}
