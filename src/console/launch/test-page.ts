import { rehearse, type Rehearsed, type SampleSupporter } from '../../actions/index.js';
import { reflectLetters, type OutgoingLetter, type Reflected } from '../../deliveries/index.js';
import { postalCodeWords } from '../../divisions/index.js';
import { InputError, type Fault } from '../../platform/errors.js';
import type { Finding } from '../../targets/index.js';
import { showFaults } from '../../web/index.js';
import { page, type Answer, type CampaignVisit } from '../visit.js';
import type { LaunchTools } from './launch-tools.js';
import { SAMPLE, subjectOf } from './subject.js';

/** A test is a look, not a mailing. */
const MOST_LETTERS = 20;
const MAX_OWN_WORDS = 4_000;

type Typed = Readonly<Record<'as' | 'name' | 'postal_code' | 'district' | 'own_words', string>>;

type Showing = {
  readonly typed: Typed;
  readonly faults?: readonly Fault[];
  /** Districts to choose from, where the code lies in several. */
  readonly choices?: readonly { readonly label: string; readonly name: string }[];
  readonly results?: readonly object[];
  readonly left?: number;
};

export function testPage(_tools: LaunchTools, visit: CampaignVisit): Promise<Answer> {
  const typed = { as: 'versions', name: visit.user.name, postal_code: '', district: '', own_words: '' };
  return Promise.resolve(show(visit, { typed }));
}

/**
 * Fills letters as a supporter would send them and sends every one to the signed-in organizer, at the address of their
 * account and nowhere else. No action, letter or delivery is made, and nothing is counted.
 */
export async function runTest(tools: LaunchTools, visit: CampaignVisit): Promise<Answer> {
  const typed = typedIn(visit);
  try {
    const found =
      typed.as === 'place' ? await lettersAtPlace(tools, visit, typed) : await onePerKind(tools, visit, typed);
    if ('choices' in found) return show(visit, { typed, choices: found.choices });
    const letters = found.slice(0, MOST_LETTERS);
    const outcomes = await send(tools, visit, { letters, typed });
    const results = letters.map((letter, index) => resultView(letter, outcomes[index]));
    const shown = show(visit, { typed, results, left: found.length - letters.length });
    return { ...shown, trace: { detail: `${letters.length} letters` } };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return show(visit, { typed, faults: error.faults });
  }
}

function typedIn({ form }: CampaignVisit): Typed {
  const of = (name: string): string => form.one(name).trim();
  const as = of('as') === 'place' ? 'place' : 'versions';
  const own = form.one('own_words').replace(/\r\n?/g, '\n').trim().slice(0, MAX_OWN_WORDS);
  return {
    as,
    name: of('name').slice(0, 80),
    postal_code: of('postal_code').slice(0, 12),
    district: of('district'),
    own_words: own,
  };
}

function supporterOf({ name, postal_code }: Typed): SampleSupporter {
  const [given = '', ...rest] = (name || `${SAMPLE.given_name} ${SAMPLE.family_name}`).split(/\s+/);
  return { given_name: given, family_name: rest.join(' '), postal_code: postal_code || SAMPLE.postal_code };
}

/** The letters that a supporter at one place would send. @throws InputError on `postal_code` */
async function lettersAtPlace(
  { finder }: LaunchTools,
  { campaign }: CampaignVisit,
  typed: Typed,
): Promise<Rehearsed[] | { readonly choices: NonNullable<Showing['choices']> }> {
  const chosen = typed.district === '' ? [] : typed.district.split('|');
  const where = { country: campaign.file.country, postalCode: typed.postal_code, chosen };
  const finding = await finder.find(campaign.rule, where);
  if (finding.status === 'choose')
    return { choices: finding.candidates.map(({ label, name }) => ({ label: [...chosen, label].join('|'), name })) };
  if (finding.targets.length === 0) throw nobodyThere(finding);
  const { place } = finding;
  const supporter = supporterOf(typed);
  return finding.targets.map((target) => rehearse({ campaign, target, supporter, place, ownWords: typed.own_words }));
}

function nobodyThere({ notes }: Finding): InputError {
  return new InputError([{ field: 'postal_code', message: ['Nobody is written to from there.', ...notes].join(' ') }]);
}

/** One letter for each body, each version and each way of sending. */
async function onePerKind(tools: LaunchTools, { campaign }: CampaignVisit, typed: Typed): Promise<Rehearsed[]> {
  const { everyone } = await subjectOf(tools, campaign);
  if (campaign.fault !== undefined) throw new InputError([{ field: 'as', message: campaign.fault }]);
  if (everyone.targets.length === 0)
    throw new InputError([{ field: 'as', message: 'The rule addresses nobody yet, so there is no letter to send.' }]);
  const supporter = supporterOf(typed);
  const kinds = new Map(
    [...everyone.targets]
      .reverse()
      .map((target) => [JSON.stringify([target.body, target.version, !target.email]), target]),
  );
  return [...kinds.values()]
    .reverse()
    .map((target) => rehearse({ campaign, target, supporter, ownWords: typed.own_words }));
}

function send(
  { mailer, ids }: LaunchTools,
  { campaign, user }: CampaignVisit,
  { letters, typed }: { readonly letters: readonly Rehearsed[]; readonly typed: Typed },
): Promise<Reflected[]> {
  const organization = campaign.file.organization.name;
  const { given_name, family_name } = supporterOf(typed);
  const supporter = { name: `${given_name} ${family_name}`.trim(), email: user.email };
  const outgoing = letters.map(({ target, letter, fitted }): OutgoingLetter => {
    const to = { name: `${target.title} ${target.name}, ${target.office}`, address: target.email ?? '' };
    const text = fitted
      ? `${fitted.text}\n\n[The form of this office takes no more; left out:]\n\n${fitted.leftOut}\n`
      : letter.text;
    return { deliveryId: ids.next(), to, supporter, organization, subject: letter.subject, text };
  });
  return reflectLetters(mailer, outgoing, { name: user.name, address: user.email });
}

const WORDS = { sent: 'Sent to you', previewed: 'Not sent', failed: 'Failed' } as const;
const BADGES = { sent: 'good', previewed: 'warn', failed: 'bad' } as const;

function resultView({ target, letter, version, channel, fitted }: Rehearsed, outcome: Reflected | undefined): object {
  const { state, response } = outcome ?? { state: 'failed' as const, response: '' };
  return {
    to: `${target.title} ${target.name}`,
    office: target.office,
    address: target.email,
    version,
    isByHand: channel === 'handover',
    fitted,
    ...letter,
    word: WORDS[state],
    badge: BADGES[state],
    response,
  };
}

function show(visit: CampaignVisit, { typed, faults = [], choices, results, left }: Showing): Answer {
  const { campaign, base, user } = visit;
  return page(
    'launch/test',
    {
      title: 'Test run',
      here: `${base}/campaigns/${campaign.slug}/launch`,
      email: user.email,
      code: postalCodeWords(campaign.file.country),
      typed,
      isAtPlace: typed.as === 'place',
      choices,
      results,
      left,
      most: MOST_LETTERS,
      isPreview: results?.some((one) => 'badge' in one && one.badge === 'warn'),
      ...showFaults(faults, { as: 'as-versions' }),
    },
    faults.length > 0 ? { status: 422 } : {},
  );
}
