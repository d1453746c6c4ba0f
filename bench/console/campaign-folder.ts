import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The campaign that the generated actions belong to, and one before it, so that some people come again. */
export const CAMPAIGN = 'bench-many';
export const EARLIER = 'bench-earlier';

export const OFFICES = 500;

/** Campaigns of the same organization beside it. */
const OTHERS = 100;

const texts = (title: string) => `title: ${title}
summary: Invented, to measure how fast the console's pages open over many actions.
organization:
  name: Bench Organization (example)
  slug: bench-organization
  postal_address: 1 Example Street, Harbourview
ask: Vote for the bill that this campaign is about.
goal: 1500000
time_zone: UTC
targets:
  officials: council.csv
letter:
  subject: Please vote for it
test:
  name: short-title
  variants:
    - id: a
    - id: b
      title: A shorter title
opt_ins:
  - organization: bench-organization
    text: Bench Organization may write to me.
`;

const LETTER = `Dear {{target.salutation}},

Please vote for the bill.

Yours,
{{supporter.full_name}}
{{supporter.postal_code}}
`;

/** Writes the folders of both campaigns into a folder and answers where they are. */
export function writeCampaigns(folder: string): string[] {
  const both = [
    { slug: EARLIER, title: 'The campaign before', body: 'Bench Assembly', offices: OFFICES },
    { slug: CAMPAIGN, title: 'Ask everybody who decides', body: 'Bench Assembly', offices: OFFICES },
  ];
  return writeFolders(folder, both);
}

/** Writes the folders of the organization's other campaigns, which nobody has written in. */
export function writeOthers(folder: string): string[] {
  const others = Array.from({ length: OTHERS }, (_, index) => {
    return {
      slug: `bench-other-${index}`,
      title: `Another campaign, number ${index}`,
      body: `Bench Assembly ${index}`,
      offices: 3,
    };
  });
  return writeFolders(folder, others);
}

type Folder = { readonly slug: string; readonly title: string; readonly body: string; readonly offices: number };

function writeFolders(folder: string, campaigns: readonly Folder[]): string[] {
  return campaigns.map(({ slug, title, body, offices }) => {
    const own = join(folder, slug);
    mkdirSync(own, { recursive: true });
    writeFileSync(join(own, 'campaign.yaml'), texts(title));
    writeFileSync(join(own, 'letter.hbs'), LETTER);
    writeFileSync(join(own, 'page.md'), '## Why this matters\n\nInvented.\n');
    writeFileSync(join(own, 'council.csv'), officials(body, offices));
    return own;
  });
}

function officials(body: string, count: number): string {
  const lines = Array.from({ length: count }, (_, index) => {
    const name = `Member ${String(index + 1).padStart(3, '0')}`;
    return `${name},Seat ${index + 1},Member,${body},seat${index + 1}@assembly.example`;
  });
  return ['name,office,title,body,email', ...lines, ''].join('\n');
}
