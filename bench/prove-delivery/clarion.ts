import { execFile } from 'node:child_process';
import { programPath } from '../../src/platform/paths.js';

/** Runs a command of the program as an organizer does. @throws Error when it fails, unless `mayFail` */
export function clarion(
  env: Readonly<Record<string, string>>,
  args: readonly string[],
  mayFail = false,
): Promise<{ readonly code: number; readonly stdout: string }> {
  const program = [programPath('dist', 'src', 'main.js'), ...args];
  return new Promise((resolve, reject) => {
    const options = { env, maxBuffer: 64 * 1024 * 1024 };
    const child = execFile(process.execPath, program, options, (error, stdout, stderr) => {
      if (error && !mayFail) reject(new Error(`clarion ${args[0]} ${args[1]} failed: ${stderr}`));
      else resolve({ code: child.exitCode ?? 1, stdout });
    });
  });
}
