import { linkFault, outlineOf, unchangedTexts, type PageOutline } from '../../../campaigns/index.js';
import { EDIT, type CheckGroup, type Finding } from '../finding.js';
import type { Subject } from '../subject.js';

const WHERE = EDIT('page', 'Edit the page');

/** Links that cannot lead anywhere, headings, pictures and colours of the public page. */
export function checkPage({ campaign }: Subject): CheckGroup {
  const outline = outlineOf(campaign.pageSource);
  const { example } = campaign.file;
  return {
    id: 'page',
    title: 'The page',
    findings: [
      ...unchangedTexts(campaign).map((text) => ({
        grade: 'look' as const,
        says: `The ${text} still says word for word what this campaign began with.`,
        todo: 'Make it your own before real people are asked to write.',
        where: text === 'page' ? WHERE : EDIT('letter', 'Edit the letter'),
      })),
      ...linkFindings([...outline.links, ...linksOfFile(campaign.file)]),
      ...headingFindings(outline),
      {
        grade: 'fine',
        says: 'Colours are Clarion’s own, with a contrast of 4.5 to 1 or more in light and dark; a campaign sets none. Pictures are not shown, so none lacks a description.',
      },
      ...(example === undefined
        ? []
        : [
            {
              grade: 'look' as const,
              says: `The page says that this campaign is an example: “${example}”`,
              todo: 'Take that out before real people are asked to write.',
              where: WHERE,
            },
          ]),
    ],
  };
}

type Link = PageOutline['links'][number];

function linksOfFile(file: Subject['campaign']['file']): Link[] {
  const { organization, safety } = file;
  const named: readonly (readonly [string, string | undefined])[] = [
    ['your website', organization.website],
    ['your privacy page', organization.privacy_url],
    ['the hotline’s website', safety.hotline?.url],
    ['the exit button', safety.quick_exit],
    ...file.opt_ins.map(({ organization: name, privacy_url }) => [`privacy of ${name}`, privacy_url] as const),
  ];
  return named.flatMap(([text, href]) => (href === undefined ? [] : [{ text, href }]));
}

function linkFindings(links: readonly Link[]): Finding[] {
  const faults = links.flatMap(({ href, text }): Finding[] => {
    const fault = linkFault(href);
    if (fault === undefined) return [];
    const isDead = !fault.startsWith('begins with http://');
    const says = `The link “${text || href}” (${href}) ${fault}.`;
    return [{ grade: isDead ? 'mend' : 'look', says, todo: 'Correct its address.', where: WHERE }];
  });
  if (faults.length > 0) return faults;
  const says = `${links.length === 1 ? 'The one link has' : `All ${links.length} links have`} the form of a real address. We do not follow them: try each yourself.`;
  return links.length === 0 ? [] : [{ grade: 'fine', says }];
}

function headingFindings({ headings }: PageOutline): Finding[] {
  // The page's title is the first level.
  const skips = headings.filter(({ level }, index) => level > (headings[index - 1]?.level ?? 1) + 1);
  if (skips.length > 0)
    return skips.map(({ text, level }) => ({
      grade: 'look' as const,
      says: `The heading “${text}” is of level ${level}, and no heading above it is of level ${level - 1}. Screen readers announce a gap.`,
      todo: 'Use one # less.',
      where: WHERE,
    }));
  return headings.length === 0 ? [] : [{ grade: 'fine', says: 'Headings follow one another without gaps.' }];
}
