import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plainLoad } from '../plain-load.js';
import { startHello, startProgram } from '../processes.js';
import { race, type Contender } from '../rounds.js';
import type { Measured } from '../table.js';

/** The look-up API of a web process, as it is shipped, beside a bare Express hello. */
export async function measureLookupApi(rounds: number): Promise<Measured[]> {
  const folder = mkdtempSync(join(tmpdir(), 'clarion-lookup-'));
  const hello = await startHello();
  try {
    const program = await startProgram({ folder });
    try {
      const always = { status: 200, aim: undefined };
      const beside: Contender = { ...always, what: 'bare Express hello', server: hello, load: { url: hello.url } };
      const url = `${program.url}/api/v1/lookup?zip=80202`;
      const api: Contender = {
        what: 'look-up API / hello',
        status: 200,
        server: program,
        aim: { least: 0.5 },
        load: { url },
      };
      return await race(beside, [api], { rounds, seconds: 3, connections: 50, ask: plainLoad });
    } finally {
      await program.kill();
    }
  } finally {
    await hello.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}
