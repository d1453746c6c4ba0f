import { z } from 'zod';
import { ownPath } from './door.js';

/** A form of the console that came without a session, so that it can be sent on after signing in. */
export type KeptForm = {
  /** Where it was sent to. */
  readonly to: string;
  /** Names and values in order, without the token of the session that ended. */
  readonly fields: readonly (readonly [string, string])[];
};

const keptForm = z.object({ to: z.string(), fields: z.array(z.tuple([z.string(), z.string()])).max(1_000) });

/** A form as one text, to be carried in a hidden field. */
export function writeKept(to: string, body: unknown): string {
  const given = Object.entries((body ?? {}) as Readonly<Record<string, unknown>>);
  const fields = given.flatMap(([name, value]) =>
    [value]
      .flat()
      .filter((one): one is string => typeof one === 'string')
      .map((one): [string, string] => [name, one]),
  );
  return JSON.stringify({ to, fields: fields.filter(([name]) => name !== 'csrf') } satisfies KeptForm);
}

/** What was carried; undefined for anything else, or a form that goes elsewhere than to the console. */
export function readKept(text: string): KeptForm | undefined {
  if (text === '') return undefined;
  try {
    const { data } = keptForm.safeParse(JSON.parse(text));
    return data && data.to.startsWith('/console/') && ownPath(data.to, '') === data.to ? data : undefined;
  } catch {
    return undefined;
  }
}
