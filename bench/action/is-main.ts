import { pathToFileURL } from 'node:url';

/** Whether a module is the program that was started, and not a part of another one. */
export function isMain(moduleUrl: string): boolean {
  return moduleUrl === pathToFileURL(process.argv[1] ?? '').href;
}
