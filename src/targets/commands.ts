import type { Command } from 'commander';
import { asCall, print, tableText, type Open } from '../platform/command-line.js';
import type { Roster } from '../offices/index.js';
import type { Followed } from '../platform/revisions.js';
import { placeIn, whereaboutsOf } from './ask.js';
import type { Finding, TargetFinder } from './find.js';
import { lookupAnswer, type LookupAnswer } from './lookup-answer.js';
import { askOf, type AskedCampaigns } from './routes.js';

export type LookupCommandTools = {
  readonly finder: TargetFinder;
  readonly roster: Followed<Roster>;
  readonly campaigns: AskedCampaigns;
};

/** `clarion lookup`. */
export function addLookupCommand(program: Command, open: Open<LookupCommandTools>): void {
  program
    .command('lookup')
    .description('say who represents a place')
    .argument(
      '<place>',
      'a ZIP code (with a campaign a postal code of its country), "a street address", or a point as lat,lng',
    )
    .option('--campaign <slug>', 'only those whom this campaign addresses')
    .option('--json', 'print JSON')
    .action((place: string, flags: { readonly campaign?: string; readonly json?: boolean }) =>
      open(async (tools) => {
        const { rule, country, codeOnly = false } = await askOf(tools, flags.campaign);
        const finding = await asCall(() =>
          tools.finder.find(rule, { ...whereaboutsOf(placeIn(place, country), country), codeOnly }),
        );
        const answer = lookupAnswer(finding, await tools.roster.get());
        print(answer, flags, () => answerText(place, answer, finding.candidates));
      }),
    );
}

function answerText(place: string, answer: LookupAnswer, candidates: Finding['candidates']): string {
  const headline = {
    exact: `${place}: ${answer.districts.join(', ') || 'found'}`,
    choose: `${place} ${answer.near_line ? 'is near the line' : 'is split'} between ${candidates.map(({ label }) => label).join(', ')}. Only the person can say which is theirs.`,
    none: `${place}: nothing found.`,
  }[answer.status];
  const rows = answer.officials.map((one) => [
    one.district,
    `${one.title} ${one.name}`,
    one.party ?? '',
    one.phone ?? '',
    one.term_ended_on ? `term ended on ${one.term_ended_on}: check who holds the seat` : '',
  ]);
  return [
    headline,
    ...(rows.length > 0 ? [tableText(rows)] : []),
    ...answer.vacancies.map((seat) => `${seat.name}: vacant`),
    ...answer.excluded.map(({ name, say }) => `${name}: left out. ${say}`),
    ...answer.notes,
    ...answer.missing,
    `Data as of: ${Object.entries(answer.as_of)
      .map(([source, day]) => `${source} ${day}`)
      .join(', ')}`,
  ].join('\n');
}
