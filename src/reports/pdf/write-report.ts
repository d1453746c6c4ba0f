import { setImmediate } from 'node:timers/promises';
import type { OfficeReport } from '../office-report.js';
import type { Paper } from './paper.js';

/**
 * An office's report to hand over, page by page: others have their turn while quotations are set. `isPlain` leaves it
 * uncompressed, for who looks into it.
 */
export async function* writeReport(report: OfficeReport, { isPlain = false } = {}): AsyncGenerator<Uint8Array> {
  const { campaign, office } = report;
  const title = `${campaign.title}: ${office.name}`;
  const size = campaign.country === 'gb' ? 'A4' : 'LETTER';
  // Loaded only here: no command of the program and few of its pages need what writes a PDF.
  const { openPaper } = await import('./paper.js');
  const paper = openPaper({ title, author: campaign.organization, madeAt: report.madeAt, size, isPlain });
  writeHead(paper, report);
  writeNumbers(paper, report);
  writeHappened(paper, report);
  await writeQuotations(paper, report);
  writeEnd(paper, report);
  yield* paper.finish(`${campaign.organization} · ${campaign.title} · ${report.madeOn}`);
}

/** `report-us-house-co-1.pdf` */
export function pdfName({ office }: Pick<OfficeReport, 'office'>): string {
  return `report-${office.id.replace(/[^\w.-]+/g, '-')}.pdf`;
}

function writeHead(paper: Paper, { campaign, office, period, madeOn }: OfficeReport): void {
  paper.heading(1, campaign.title);
  const holder = office.holder ? `${office.title} ${office.holder}`.trim() : 'This seat is vacant';
  paper.paragraph(`Letters from constituents to ${office.name}. ${holder}.`, 'lead');
  paper.paragraph(`What they ask for: ${campaign.ask}`);
  paper.paragraph(
    [period && `Period: ${period}.`, `Made on ${madeOn} by ${campaign.organization}.`].filter(Boolean).join(' '),
    'small',
  );
}

function writeNumbers(paper: Paper, report: OfficeReport): void {
  paper.heading(2, 'How many wrote');
  paper.paragraph([report.peopleText, report.ownText].filter(Boolean).join(' '));
  if (report.terms.length > 0)
    paper.table({
      title: 'Letters by what became of them',
      head: ['What became of the letters', 'Letters', 'What that means'],
      widths: [0.29, 0.12, 0.59],
      numbers: [1],
      rows: report.terms.map(({ name, letters, means }) => [name, letters, means]),
    });
  if (report.people === 0) return;
  paper.heading(2, 'Where they live');
  if (report.places.length > 0)
    paper.table({
      title: 'People by place',
      head: [report.placesHead, 'People', 'Share'],
      widths: [0.4, 0.2, 0.2],
      numbers: [1, 2],
      rows: report.places.map(({ area, people, share }) => [area, people, `${share} %`]),
    });
  paper.paragraph(report.placesText, 'small');
}

function writeHappened(paper: Paper, { position, milestones }: OfficeReport): void {
  if (position) {
    paper.heading(2, 'Position');
    paper.paragraph(`${position.name}: ${position.label}. Known since ${position.day}. Source: ${position.source}`);
  }
  if (milestones.length === 0) return;
  paper.heading(2, 'What happened so far');
  for (const { day, kind, title, text, link } of milestones)
    paper.paragraph([`${day} · ${kind}: ${title}.`, text, link && `Source: ${link}`].filter(Boolean).join(' '));
}

async function writeQuotations(paper: Paper, { quotations }: OfficeReport): Promise<void> {
  if (quotations.length === 0) return;
  paper.heading(2, 'In their own words');
  paper.paragraph('From letters of people who agreed to be quoted.', 'small');
  for (const { words, by } of quotations) {
    paper.quote(words, by);
    await setImmediate();
  }
}

function writeEnd(paper: Paper, { campaign, definitions }: OfficeReport): void {
  paper.heading(2, 'How this was counted');
  paper.list(definitions);
  paper.heading(2, 'Contact');
  paper.paragraph([campaign.organization, campaign.postalAddress, campaign.website].filter(Boolean).join(', '));
  paper.paragraph('A box (□) stands for a character that this document’s typeface does not have.', 'small');
}
