import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { samples } from '../../fuzz/files/samples.js';
import { importSources } from '../../src/import-sources.js';
import { onEachDatabase } from '../support/databases.js';
import { useImporter } from '../support/imports.js';

/** What a download that broke off, or a bad disk, makes of a packed file. */
const DAMAGES: Readonly<Record<string, (packed: Buffer) => Buffer>> = {
  'cut in the middle': (packed) => packed.subarray(0, packed.length / 2),
  'cut before its checksum': (packed) => packed.subarray(0, -8),
  'cut behind its first bytes': (packed) => packed.subarray(0, 2),
  'of a kind that nobody knows': (packed) => Buffer.concat([packed.subarray(0, 2), Buffer.of(9), packed.subarray(3)]),
  'with bytes of something else': (packed) => Buffer.from(packed).fill(0xff, 20, 40),
};

onEachDatabase('a damaged gzip file', (db) => {
  for (const source of importSources) {
    const sample = samples.find((one) => one.source === source.name);
    const importer = useImporter(source, db);

    it(`is refused by name, and nothing is written (${source.name})`, async () => {
      if (!sample) return expect.fail('no sample of this source');
      for (const [how, damage] of Object.entries(DAMAGES)) {
        const text = damage(gzipSync(sample.file));
        const name = `${sample.name}.gz`;
        const [fault] = await importer.faultsOf({ text, name, options: { ...sample.options } });
        expect(fault, how).to.deep.include({ field: 'file', file: `/${name}` });
        expect(fault?.message, how).to.match(
          /^cannot be unpacked: the gzip file is cut off or damaged \(.+\); fetch it again$/,
        );
      }
      expect(await db()('data_sets').select('id')).to.be.empty;
    });
  }
});
