import { deflateSync } from 'node:zlib';
import { expect } from 'chai';
import { decidePage, insertLogo, readLogo, savePage, type WantedPartnerPage } from '../../src/partners/index.js';
import { COALITION } from './coalition.js';
import type { World } from './world.js';

/** A page as a partner makes it. */
export const TEACHERS_PAGE: WantedPartnerPage = {
  intro:
    'We teach the children of Harbourview.\n\nSome of our pupils clean rooms after school, and they see more than anybody asks them about.',
  optInText:
    'Harbourview Teachers may write to me by e-mail about safe workplaces, twice a month at the most. I can stop this at any time.',
  accent: '#8a1c4a',
  logoId: null,
  website: 'https://teachers.example/',
  privacyUrl: 'https://teachers.example/privacy',
  who: 'Paula Partner',
};

/** Gives a partner of the one coalition a page that is live. */
export async function showPage(world: World, code: string, page: Partial<WantedPartnerPage> = {}): Promise<void> {
  const coalition = await world.coalitions.get(COALITION);
  const partner = coalition.partners.find((one) => one.code === code) ?? expect.fail();
  const wanted = { ...TEACHERS_PAGE, ...page };
  if ((await savePage(world, { coalition, partner }, wanted)) === 'waiting') {
    const saved = await world.db('partner_page_versions').where({ partner_id: partner.id }).max({ number: 'number' });
    const { number } = (saved as { number: number }[])[0] ?? expect.fail();
    await decidePage(world, {
      coalitionId: coalition.id,
      partnerId: partner.id,
      number,
      choice: 'approve',
      reason: '',
    });
  }
  world.coalitions.forget();
}

/** The lead's page, live; the teachers' page, live, with a newer version that waits. */
export async function seedPartnerPages(world: World): Promise<void> {
  const logo = readLogo(pngOf(220, 80));
  if ('fault' in logo) expect.fail(logo.fault);
  await insertLogo(world.db, logo);
  await showPage(world, 'stays', { intro: 'Neighbours for safe hotels.', optInText: '', accent: null });
  await showPage(world, 'teachers', { logoId: logo.id });
  const coalition = await world.coalitions.get(COALITION);
  const partner = coalition.partners.find(({ code }) => code === 'teachers') ?? expect.fail();
  const intro = TEACHERS_PAGE.intro.replace('We teach', 'Two hundred of us teach');
  await savePage(world, { coalition, partner }, { ...TEACHERS_PAGE, logoId: logo.id, intro });
  world.coalitions.forget();
}

/** A picture of one colour. */
export function pngOf(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 3, 0x60)]);
  const rows = Buffer.concat(Array.from({ length: height }, () => row));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** CRC-32 as PNG has it. */
function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
