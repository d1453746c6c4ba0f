import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { strToU8, zipSync, type Zippable } from 'fflate';
import { readFolder } from '../../src/campaigns/campaign-files.js';
import { unpackCampaign } from '../../src/campaigns/pack.js';
import { districts, zipPoints } from '../../src/divisions/index.js';
import { InputError, messageOf } from '../../src/platform/errors.js';
import { congressLegislators } from '../../src/offices/index.js';
import { programPath } from '../../src/platform/paths.js';
import { onEachDatabase } from '../support/databases.js';
import { useImporter } from '../support/imports.js';
import { CITY, useFolder } from '../support/world.js';

const own = (name: string): Uint8Array => readFileSync(programPath('campaigns', CITY, name));
const sound = (): Zippable =>
  Object.fromEntries(readdirSync(programPath('campaigns', CITY)).map((name) => [`${CITY}/${name}`, own(name)]));

/** A text in the place of the other, everywhere in an archive; of the same length. */
const patched = (archive: Uint8Array, from: string, to: string): Uint8Array =>
  Buffer.from(Buffer.from(archive).toString('latin1').replaceAll(from, to), 'latin1');

/** A size as archives write it, byte by byte. */
const sizeText = (bytes: number): string => {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(bytes);
  return size.toString('latin1');
};

const refusalOf = (archive: Uint8Array): string => {
  try {
    unpackCampaign('a.zip', archive);
    return expect.fail('it was unpacked');
  } catch (error) {
    expect(error).to.be.instanceOf(InputError);
    return messageOf(error);
  }
};

describe('an archive with a campaign', () => {
  const folder = useFolder();

  it('brings no file whose name leads elsewhere, nor one that is a campaign’s only by the end of its name', () => {
    const foreign = strToU8('foreign');
    const names = [
      ...['../letter.hbs', '../../etc/letter.hbs', '/letter.hbs', '..\\letter.hbs', 'C:\\letter.hbs'],
      ...[
        `${CITY}/../letter.hbs`,
        `${CITY}/sub/letter.hbs`,
        `${CITY}/..\\x.csv`,
        `${CITY}/.env.csv`,
        `${CITY}/a\0.csv`,
      ],
    ];
    const archive = zipSync({ ...sound(), ...Object.fromEntries(names.map((name) => [name, foreign])) });
    const { files, slug } = unpackCampaign('a.zip', archive);
    expect(slug).to.equal(CITY);
    expect(Object.keys(files).sort()).to.deep.equal(
      Object.keys(unpackCampaign('a.zip', zipSync(sound())).files).sort(),
    );
    expect(Object.values(files)).not.to.include('foreign');
  });

  it('has a link in it as the text that it is, and nothing behind it is read', () => {
    const secret = join(folder(), 'secret');
    writeFileSync(secret, 'KEEP THIS');
    const link = [strToU8(secret), { os: 3, attrs: (0o120777 << 16) >>> 0 }] as const;
    const { files } = unpackCampaign('a.zip', zipSync({ ...sound(), [`${CITY}/letter-b.hbs`]: [...link] }));
    expect(files['letter-b.hbs']).to.equal(secret);
  });

  it('is not unpacked where it would fill the memory, also where it says that it is small', () => {
    const zeros = new Uint8Array(21_000_000);
    const bomb = zipSync({ ...sound(), [`${CITY}/a.csv`]: zeros });
    expect(bomb.length).to.be.below(100_000);
    expect(refusalOf(bomb)).to.match(/unpacks to more than 20 MB/);
    const some = Object.fromEntries(Array.from({ length: 5 }, (_, at) => [`${CITY}/${at}.csv`, zeros.slice(0, 5e6)]));
    expect(refusalOf(zipSync({ ...sound(), ...some })), 'all together').to.match(/unpacks to more than 20 MB/);
    const liar = patched(bomb, sizeText(zeros.length), sizeText(16));
    const before = process.memoryUsage().arrayBuffers;
    const longest = Math.max(0, ...Object.values(unpackedOrNot(liar)).map((text) => text.length));
    expect(longest).to.be.below(1_000_000);
    expect(process.memoryUsage().arrayBuffers - before).to.be.below(20_000_000);
  });

  it('in a folder is read under its own names alone', async () => {
    const copy = join(folder(), CITY);
    mkdirSync(join(copy, 'letter-b.hbs'), { recursive: true });
    for (const name of ['campaign.yaml', 'letter.hbs']) writeFileSync(join(copy, name), own(name));
    symlinkSync(copy, join(copy, 'loop'));
    symlinkSync('/nowhere', join(copy, 'letter-c.hbs'));
    const { files, unusable } = await readFolder(copy);
    expect(Object.keys(files).sort()).to.deep.equal(['campaign.yaml', 'letter.hbs']);
    expect(Object.keys(unusable).sort()).to.deep.equal(['letter-b.hbs', 'letter-c.hbs']);
    expect(existsSync(join(copy, 'loop', 'letter.hbs'))).to.equal(true);
  });
});

const unpackedOrNot = (archive: Uint8Array): Readonly<Record<string, string>> => {
  try {
    return unpackCampaign('a.zip', archive).files;
  } catch (error) {
    expect(error).to.be.instanceOf(InputError);
    return {};
  }
};

onEachDatabase('an archive with data', (db) => {
  const maps = useImporter(districts, db);
  const points = useImporter(zipPoints, db);
  const legislators = useImporter(congressLegislators, db);

  /** An archive that says of each of its parts that it unpacks to so many bytes. */
  const saying = (bytes: number, names: readonly string[]): Buffer => {
    const content = new Uint8Array(1_234_567);
    const packed = zipSync(Object.fromEntries(names.map((name) => [name, content])));
    return Buffer.from(patched(packed, sizeText(content.length), sizeText(bytes)));
  };

  it('is not unpacked where one of its parts is more than any such data are', async () => {
    const [map] = await maps.faultsOf({ text: saying(1_100_000_000, ['a.shp', 'a.dbf']), name: 'map.zip' });
    expect(map?.message).to.match(/unpacks to more than 1000 MB/);
    const [table] = await points.faultsOf({ text: saying(110_000_000, ['a.txt']), name: 'points.zip' });
    expect(table?.message).to.match(/unpacks to more than 100 MB/);
  });

  it('as gzip is read no further than any such data go, whatever it unpacks to', async () => {
    const zeros = gzipSync(Buffer.alloc(101_000_000, '\n'));
    expect(zeros.length).to.be.below(200_000);
    const tooLarge = (limit: string): string =>
      `is too large to be read: it unpacks to more than ${limit}; check that it is the right file`;
    const [fault] = await legislators.faultsOf({ text: zeros, name: 'legislators.yaml.gz' });
    expect(fault).to.deep.include({ field: 'file', file: '/legislators.yaml.gz', message: tooLarge('100 MB') });
    const packed = gzipSync(Buffer.concat([Buffer.from('PK'), Buffer.alloc(101_000_000)]));
    const [table] = await points.faultsOf({ text: packed, name: 'points.zip.gz' });
    expect(table).to.deep.include({ file: '/points.zip.gz', message: tooLarge('100 MB') });
  });

  it('is not unpacked where its parts are small each, and too much together', async () => {
    const [map] = await maps.faultsOf({ text: saying(600_000_000, ['a.shp', 'a.dbf']), name: 'map.zip' });
    expect(map?.message).to.match(/unpacks to more than 1000 MB/);
    const [table] = await points.faultsOf({ text: saying(60_000_000, ['a.txt', 'b.csv']), name: 'points.zip' });
    expect(table?.message).to.match(/unpacks to more than 100 MB/);
  });
});
