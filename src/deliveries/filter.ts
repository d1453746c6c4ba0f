import type { Command } from 'commander';
import { deliveryStates } from '../counts/index.js';
import { endOfDay, isCalendarDay, parseLocalTime } from '../platform/clock.js';
import { BadCallError } from '../platform/command-line.js';
import { CHANNELS, HOLDS, WAITS } from './delivery.js';
import type { DeliveryFilter } from './store-list.js';

/** What can be said on the command line about which letters are meant. */
export type FilterFlags = {
  readonly campaign?: string;
  readonly state?: string;
  readonly office?: string;
  readonly channel?: string;
  readonly hold?: string;
  readonly waitsFor?: string;
  readonly domain?: string;
  readonly source?: string;
  readonly reasonHas?: string;
  readonly since?: string;
  readonly until?: string;
  readonly limit?: string;
  readonly json?: boolean;
};

/** A filter as it was asked for, with how many rows are wanted at the most. */
export type Asked = { readonly filter: DeliveryFilter; readonly limit: number; readonly isEmpty: boolean };

/** Adds all options of `FilterFlags` to a command. */
export function filteredByState(command: Command): Command {
  return filtered(
    command
      .option('--state <state>', `only letters in this state: ${deliveryStates.join(', ')}`)
      .option('--hold <why>', `only letters held for this: ${HOLDS.join(', ')}`)
      .option('--waits-for <what>', `only queued letters that wait for this: ${WAITS.join(', ')}`),
  );
}

/** Adds the options of `FilterFlags` that have nothing to do with states. */
export function filtered(command: Command): Command {
  return command
    .option('--campaign <slug>', 'only letters of this campaign')
    .option('--office <id>', 'only letters to this office')
    .option('--channel <name>', `only letters that go this way: ${CHANNELS.join(', ')}`)
    .option('--domain <name>', 'only letters to addresses of this domain')
    .option('--source <code>', 'only letters that came by this source code')
    .option('--reason-has <text>', 'only letters whose reason contains this text')
    .option('--since <when>', 'only letters in their state since this day or time (UTC), or later')
    .option('--until <when>', 'only letters in their state since this day or time (UTC), or earlier')
    .option('--limit <n>', 'at the most this many', '100')
    .option('--json', 'print JSON');
}

/** Reads the flags of a call. @throws BadCallError */
export function readFilter(flags: FilterFlags, ids: readonly string[] = []): Asked {
  const limit = Number(flags.limit);
  if (!Number.isInteger(limit) || limit < 1) throw badFlag('--limit', 'must be a whole number');
  const state = oneOf('--state', flags.state, deliveryStates);
  const filter: DeliveryFilter = {
    campaign: flags.campaign,
    office: flags.office,
    channel: oneOf('--channel', flags.channel, CHANNELS),
    source: flags.source,
    domain: flags.domain,
    states: state ? [state] : [],
    hold: oneOf('--hold', flags.hold, HOLDS),
    waitsFor: oneOf('--waits-for', flags.waitsFor, WAITS),
    reason: flags.reasonHas,
    since: momentOf('--since', flags.since),
    before: endOf('--until', flags.until),
    ids,
  };
  const isEmpty = Object.values(filter).every(
    (value) => value === undefined || (Array.isArray(value) && value.length === 0),
  );
  return { filter, limit, isEmpty };
}

function oneOf<Name extends string>(
  field: string,
  given: string | undefined,
  names: readonly Name[],
): Name | undefined {
  const name = names.find((one) => one === given);
  if (given !== undefined && !name) throw badFlag(field, `must be one of ${names.join(', ')}`);
  return name;
}

function momentOf(field: string, text: string | undefined): number | undefined {
  const moment = text === undefined ? undefined : parseLocalTime(text, 'UTC');
  if (text !== undefined && moment === undefined)
    throw badFlag(field, 'must be a day such as 2027-03-10 or a time such as 2027-03-10T15:00');
  return moment;
}

/** A day is meant to its end, a time to its moment. */
function endOf(field: string, text: string | undefined): number | undefined {
  if (text !== undefined && isCalendarDay(text)) return endOfDay(text, 'UTC');
  const moment = momentOf(field, text);
  return moment === undefined ? undefined : moment + 1;
}

function badFlag(field: string, message: string): BadCallError {
  return new BadCallError([{ field, message }]);
}
