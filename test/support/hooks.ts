import { closeBase } from './world.js';

export const mochaHooks = {
  afterAll: async (): Promise<void> => {
    await closeBase();
  },
};
