import { Zip, ZipPassThrough } from 'fflate';

/** A file that is made only when its turn has come. */
export type ZipEntry = { readonly name: string; readonly content: () => Promise<AsyncIterable<Uint8Array>> };

/** Packs files one after the other, so that no more than one of them is held. PDFs are compressed already. */
export async function* zipOf(entries: Iterable<ZipEntry>, at: number): AsyncGenerator<Uint8Array> {
  const packed: Uint8Array[] = [];
  const zip = new Zip((error, part) => {
    if (error) throw error;
    packed.push(part);
  });
  for (const { name, content } of entries) {
    const file = new ZipPassThrough(name);
    file.mtime = at;
    zip.add(file);
    for await (const part of await content()) {
      file.push(part);
      yield* packed.splice(0);
    }
    file.push(new Uint8Array(), true);
    yield* packed.splice(0);
  }
  zip.end();
  yield* packed.splice(0);
}
