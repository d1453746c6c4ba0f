import type { Db } from '../../src/platform/db.js';
import { gathered } from '../../src/platform/gathered.js';

/** A transaction that leaves statements out. */
export type Deaf = {
  readonly trx: Db;
  /** How many it left out; a measure without any would compare a write with itself. */
  readonly leftOut: () => number;
};

type Ear = { readonly deafTo: RegExp; leftOut: number };

const ears = new WeakMap<object, Ear>();

// Writes that are done in one go are not sent one by one: they are left out where they are gathered.
const gather = gathered.set.bind(gathered);
gathered.set = (trx, writes) => {
  const ear = ears.get(trx);
  if (ear)
    writes.push = (...added) =>
      Array.prototype.push.apply(
        writes,
        added.filter(({ sql }) => !isLeftOut(ear, sql)),
      );
  return gather(trx, writes);
};

/** The transaction, deaf to the statements that are left out, whether they are sent alone or in one go. */
export function deaf(trx: Db, deafTo: RegExp): Deaf {
  const ear: Ear = { deafTo, leftOut: 0 };
  const proxy = new Proxy(trx, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (name !== 'raw') return value;
      return (sql: string, bindings: string[]) =>
        isLeftOut(ear, sql) ? Promise.resolve([]) : target.raw(sql, bindings);
    },
  });
  ears.set(proxy, ear);
  return { trx: proxy, leftOut: () => ear.leftOut };
}

function isLeftOut(ear: Ear, sql: string): boolean {
  const isIt = ear.deafTo.test(sql);
  if (isIt) ear.leftOut += 1;
  return isIt;
}
