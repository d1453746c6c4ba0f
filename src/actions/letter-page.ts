import { campaignFrame, letterFor, type Campaign } from '../campaigns/index.js';
import { channelOf } from '../deliveries/index.js';
import {
  renderBody,
  renderLetter,
  renderUnsigned,
  tidy,
  type LetterTemplate,
  type MergeValues,
} from '../letters/index.js';
import type { Fault } from '../platform/errors.js';
import type { Offer } from '../partners/index.js';
import type { Finding, FoundCandidate, Target } from '../targets/index.js';
import { dayText } from '../platform/clock.js';
import { beforeLeaving } from './before-leaving.js';
import { isOffered, lettersAmong } from './edited-text.js';
import type { TypedForm } from './form.js';
import { fittedToForm, formNeeds } from './form-needs.js';
import type { ActionInput } from './input.js';
import { mergeValuesOf } from './merge-values.js';
import { partnerBoxesView } from './partner-boxes-view.js';
import { previewLetter } from './preview.js';
import { quoteQuestion } from './quotation.js';

/** A target as the page shows it: who, which office, and how the letter gets there. */
export function targetView(target: Target): object {
  return {
    ...target,
    who: [target.party, target.district].filter(Boolean).join(', '),
    formLink: target.form?.url ?? target.formUrl ?? target.website,
    isByMail: channelOf(target) === 'smtp',
    termEnded: target.termEndedOn ? dayText(target.termEndedOn) : undefined,
  };
}

/** What stands in the closing until the person has said who they are. */
const NAME_TO_COME = {
  full_name: '[your name]',
  given_name: '[your first name]',
  family_name: '[your last name]',
  address: '[your address]',
  street: '[your street address]',
};

type ChoicePage = {
  readonly campaign: Campaign;
  readonly form: TypedForm;
  readonly finding: Finding;
  /** How the person may be asked instead of choosing from the list. */
  readonly exacter: { readonly street: boolean; readonly position: boolean };
  readonly sentence?: string | undefined;
};

/** The page that asks which district is the person's. */
export function choicePage({ campaign, form, finding, exacter, sentence }: ChoicePage): object {
  return {
    title: `${sentence ? 'Please check: ' : ''}Which district is yours? – ${campaign.file.title}`,
    campaign: campaignFrame(campaign),
    form,
    exacter: (exacter.street || exacter.position) && exacter,
    sentence,
    code: finding.place.code,
    notes: finding.place.notes,
    isLong: finding.candidates.length > FEW_CANDIDATES,
    targets: finding.targets.map(targetView),
    candidates: finding.candidates.map((candidate) => ({ ...candidate, who: candidateNames(candidate) })),
    dates: datesText(finding),
  };
}

/** So many districts can be read through; of more, those by number are found sooner by street. */
const FEW_CANDIDATES = 8;

/** Which data an answer rests on. */
function datesText({ asOf }: Finding): string | undefined {
  const { members, districts } = asOf;
  const parts = [
    ...(members ? [`who holds these offices: ${dayText(members)}`] : []),
    ...(districts ? [`district lines: ${dayText(districts)}`] : []),
  ];
  return parts.length > 0 ? `As of: ${parts.join('; ')}.` : undefined;
}

function candidateNames(candidate: FoundCandidate): string {
  const names = candidate.targets.map((target) =>
    [target.name, target.party && `(${target.party})`].filter(Boolean).join(' '),
  );
  return names.length > 0 ? names.join(', ') : candidate.vacancies.length > 0 ? 'this seat is vacant' : '';
}

type LetterPage = {
  readonly campaign: Campaign;
  readonly form: TypedForm;
  readonly finding: Finding;
  readonly token: string;
  /** A sum for the browser, where a proof of work is asked for. */
  readonly challenge?: object | undefined;
  /** What partners of a coalition ask. */
  readonly boxes?: Offer;
  readonly faults?: readonly Fault[];
  /** Given when the person asked to see the letters as they will be sent. */
  readonly preview?: ActionInput | undefined;
};

/** The second step: whom, the letter, and who writes. */
export function letterPage(page: LetterPage): object {
  const { campaign, form, finding, token, preview } = page;
  const faults = inOrder(page.faults ?? []);
  const { targets, vacancies, excluded, notes, place } = finding;
  return {
    title: `${faults.length > 0 ? 'Please check: ' : ''}Your letter – ${campaign.file.title}`,
    campaign: campaignFrame(campaign),
    token,
    targets: targets.map(targetView),
    hasTargets: targets.length > 0,
    vacancies,
    excluded: excluded.map(({ target, say }) => ({ ...targetView(target), say })),
    notes,
    ...letterView(page),
    form: {
      ...form,
      street: form.street || form.home_street,
      text: textFor(page),
      postal_code: place.code || form.postal_code,
    },
    dates: datesText(finding),
    needs: formNeeds(targets, form),
    limits: preview ? [] : targets.flatMap((target) => fittedFor(page, target) ?? []),
    talkingPoints: campaign.file.talking_points,
    needsStreet: campaign.file.required_fields.includes('street'),
    optIns: campaign.file.opt_ins.map((optIn) => ({ ...optIn, isTicked: form.opt_ins.includes(optIn.organization) })),
    partners: partnerBoxesView(campaign, page.boxes, form.opt_ins),
    quotes: quoteQuestion(campaign),
    offersCopy: campaign.file.mails.copy,
    asksForAnswers: campaign.file.mails.ask_for_answers,
    confirmsFirst: campaign.file.delivery.confirm_first,
    button: buttonText(targets),
    challenge: page.challenge && JSON.stringify(page.challenge),
    beforeLeaving: beforeLeaving(campaign.file.delivery, targets),
    faults,
    byField: Object.fromEntries([...faults].reverse().map(({ id, message }) => [id, message])),
  };
}

/**
 * The parts of the letter around what the person edits, and the whole letters where a preview was asked for. Where the
 * targets get different letters each is shown as it is, and only the own words are the person's: a text of one's own
 * could not stand for all of them.
 */
function letterView(page: LetterPage): object {
  const { campaign, finding, preview } = page;
  const { targets } = finding;
  const [letter = campaign.letter, ...others] = lettersAmong(campaign, targets);
  const partsOf = (one: LetterTemplate): object => {
    const theirs = targets.filter((target) => letterFor(campaign, target) === one);
    const unsigned = { ...valuesOf(page), supporter: { ...valuesOf(page).supporter, ...NAME_TO_COME } };
    return {
      to: theirs.map(({ name }) => name).join(', '),
      greetings: [...new Set(theirs.map((target) => tidy(one.greeting(valuesOf(page, target)))))],
      subject: renderLetter(one, valuesOf(page), {}).subject,
      body: renderBody(one, valuesOf(page)),
      closing: tidy(one.closing(unsigned)),
    };
  };
  return {
    ...partsOf(letter),
    versions: others.length > 0 ? [letter, ...others].map(partsOf) : undefined,
    previews:
      preview &&
      targets.map((target) => ({
        to: target.name,
        ...previewLetter(campaign, finding, { input: preview, target }),
        fitted: fittedFor(page, target),
      })),
  };
}

/** The letter as it is now, shortened to what an office's form takes; undefined where it need not be. */
function fittedFor(page: LetterPage, target: Target): object | undefined {
  const { campaign, finding, form } = page;
  const isOneText = lettersAmong(campaign, finding.targets).length === 1;
  const own = { ownWords: form.own_words, ...(isOneText && { text: textFor(page) }) };
  const { text } = renderUnsigned(letterFor(campaign, target), valuesOf(page, target), own);
  const fitted = fittedToForm(target, text);
  return fitted && { ...fitted, to: `${target.title} ${target.name}` };
}

function valuesOf({ campaign, form, finding }: LetterPage, target?: Target): MergeValues {
  const supporter = { postal_code: form.postal_code };
  return mergeValuesOf({ campaign, place: finding.place, supporter, ...(target && { target }) });
}

/** The body to edit: what the person typed, or the letter of these targets where they left a body as it was offered. */
function textFor(page: LetterPage): string {
  const { campaign, form, finding } = page;
  const { text } = form;
  if (text !== undefined && !isOffered(campaign, text, { finding, supporter: form })) return text;
  return renderBody(letterFor(campaign, finding.targets[0]), valuesOf(page));
}

function buttonText(targets: readonly Target[]): string {
  const letters = targets.length === 1 ? 'my letter' : `my ${targets.length} letters`;
  const isWhollyByHand = targets.every((target) => channelOf(target) === 'handover');
  return isWhollyByHand ? `Prepare ${letters}` : `Send ${letters}`;
}

/** The places of the page that faults lead to, from top to bottom. */
const PLACES = [
  'send',
  'postal_code',
  'own_words',
  'text',
  'given_name',
  'family_name',
  'email',
  'street',
  'prefix',
  'phone',
];

type FaultView = { readonly id: string; readonly message: string };

/** Faults in the order in which their fields stand on the page; those of no field come first. */
function inOrder(faults: readonly Fault[]): FaultView[] {
  return faults
    .map(({ field, message }) => ({ id: fieldId(field), message }))
    .sort((a, b) => PLACES.indexOf(a.id) - PLACES.indexOf(b.id));
}

/** `supporter.email` and `letter.own_words` are the inputs `email` and `own_words` of the page. */
function fieldId(field: string): string {
  const name = field.split('.').at(-1) ?? field;
  return ['offices', 'body', 'district'].includes(name) ? 'postal_code' : name;
}
