import type { Context, Test } from 'mocha';
import { isWorker, postgresUrl } from './services.js';

// The whole program is not loaded here: in parallel mode nothing runs before the main process has read this file.
export const mochaHooks = {
  afterEach: function (this: Context): void {
    const test = this.currentTest;
    // A rare failure must not hide behind a second try that passes.
    if (test && retriesOf(test) > 0) console.error(`TRIED AGAIN (${test.state ?? 'failed'}): ${test.fullTitle()}`);
  },
  afterAll: async (): Promise<void> => {
    // In parallel mode this is called after each file, while the next one wants the same base.
    if (!isWorker) await (await import('./world.js')).closeBase();
  },
};

/** How often this test failed before; mocha has it, its types do not. */
function retriesOf(test: Test): number {
  return (test as Test & { currentRetry: () => number }).currentRetry();
}

/** Runs once, in the main process, whatever runs the tests. */
export async function mochaGlobalTeardown(): Promise<void> {
  if (postgresUrl !== undefined) await (await import('./databases.js')).dropSchemas(postgresUrl);
}
