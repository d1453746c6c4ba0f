import { unzipSync } from 'fflate';

/**
 * Adds up what is unpacked, a part at a time: a small file shall not fill the memory. The function it answers throws an
 * Error that names the limit, `it unpacks to more than 20 MB`, with the first byte too many.
 */
export function unpackingAtMost(mostBytes: number): (bytes: number) => void {
  let sum = 0;
  return (bytes) => {
    sum += bytes;
    if (sum > mostBytes) throw new TooLargeError(`it unpacks to more than ${mostBytes / 1e6} MB`);
  };
}

/** More was unpacked than was allowed. */
export class TooLargeError extends Error {}

/**
 * The wanted parts of a zip archive by name, as long as all of them together are at most so many bytes. No part unpacks to
 * more than the archive says of it, whatever is in it.
 * @throws Error where the archive is damaged or too large
 */
export function unzipped(
  archive: Uint8Array,
  { mostBytes, isWanted }: { readonly mostBytes: number; readonly isWanted: (name: string) => boolean },
): Readonly<Record<string, Uint8Array>> {
  const unpack = unpackingAtMost(mostBytes);
  return unzipSync(archive, {
    filter: ({ name, originalSize }) => {
      if (!isWanted(name)) return false;
      unpack(originalSize);
      return true;
    },
  });
}
