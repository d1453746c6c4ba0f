import { dropSchemas } from './databases.js';
import { isWorker, postgresUrl } from './services.js';
import { closeBase } from './world.js';

export const mochaHooks = {
  afterAll: async (): Promise<void> => {
    // In parallel mode this is called after each file, while the next one wants the same base.
    if (!isWorker) await closeBase();
  },
};

/** Runs once, in the main process, whatever runs the tests. */
export async function mochaGlobalTeardown(): Promise<void> {
  if (postgresUrl !== undefined) await dropSchemas(postgresUrl);
}
