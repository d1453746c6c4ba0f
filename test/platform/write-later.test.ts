import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { createLog } from '../../src/platform/log.js';
import { writeLater, type LaterOptions, type LaterWriter } from '../../src/platform/write-later.js';

type Seen = { readonly name: string; readonly times: number };

const writer = (write: LaterOptions<Seen>['write'], options: Partial<LaterOptions<Seen>> = {}): LaterWriter<Seen> =>
  writeLater<Seen>({
    keyOf: ({ name }) => name,
    sum: (one, other) => ({ name: one.name, times: one.times + other.times }),
    what: 'names',
    log: createLog('silent'),
    ...{ write, ...options },
  });

describe('what is written later', () => {
  const written: Seen[][] = [];
  beforeEach(() => void written.splice(0));
  const keep = (items: readonly Seen[]): Promise<void> => {
    written.push([...items]);
    return Promise.resolve();
  };
  const once = (name: string): Seen => ({ name, times: 1 });

  it('is added up and written together after a while, by itself, and then no more', async () => {
    const { note, flush } = writer(keep, { everyMs: 5 });
    for (const name of ['ana', 'ben', 'ana']) note(once(name));
    expect(written).to.deep.equal([]);
    await sleep(50);
    expect(written).to.deep.equal([[{ name: 'ana', times: 2 }, once('ben')]]);
    await flush();
    expect(written).to.have.length(1);
    note(once('cleo'));
    await sleep(50);
    expect(written[1]).to.deep.equal([once('cleo')]);
  });

  it('waits where it cannot be written, with what comes meanwhile, and is lost nowhere', async () => {
    const troubles = [new Error('away'), new Error('still away')];
    const { note, flush } = writer(async (items) => {
      note(once('ana'));
      const [trouble] = troubles.splice(0, 1);
      if (trouble) throw trouble;
      await keep(items);
    });
    note(once('ana'));
    await flush();
    await flush();
    await flush();
    expect(written).to.deep.equal([[{ name: 'ana', times: 3 }]]);
  });

  it('is no more than a bound while nothing can be written; who is known is still counted', async () => {
    let isAway = true;
    const { note, flush } = writer((items) => (isAway ? Promise.reject(new Error('away')) : keep(items)), {
      maxWaiting: 2,
    });
    for (const name of ['ana', 'ben', 'cleo', 'ana']) note(once(name));
    await flush();
    isAway = false;
    await flush();
    expect(written).to.deep.equal([[{ name: 'ana', times: 2 }, once('ben')]]);
  });

  it('is written in order: who asks for it again waits for the first', async () => {
    let go = (): void => undefined;
    const { note, flush } = writer(async (items) => {
      if (written.length === 0) await new Promise<void>((resolve) => (go = resolve));
      await keep(items);
    });
    note(once('ana'));
    const first = flush();
    await sleep(1);
    note(once('ben'));
    const second = flush();
    go();
    await Promise.all([first, second]);
    expect(written).to.deep.equal([[once('ana')], [once('ben')]]);
  });
});
