import {
  changeDeclared,
  checkDeclared,
  enterDeclared,
  getDeclared,
  listCountingDeclared,
  listDeclaredVersions,
  overlappingDeclared,
  questionDeclared,
  withdrawDeclared,
  type DeclaredEntry,
} from '../../partners/index.js';
import { InputError } from '../../platform/errors.js';
import { plain } from '../../platform/number-text.js';
import { go, page, type Answer, type CoalitionVisit } from '../visit.js';
import { contentView, daysText, marksView } from './entry-view.js';
import { campaignsOf, formView, rootOf, rulesOf, typedIn, type DeclaredPageTools, type Faulty } from './form.js';
import { showDeclared } from './list-page.js';

/** Enters one number of the visitor's own organization. */
export async function addDeclared(tools: DeclaredPageTools, visit: CoalitionVisit): Promise<Answer> {
  const typed = typedIn(visit);
  try {
    const content = checkDeclared(typed, rulesOf(tools, visit, await campaignsOf(tools, visit)));
    const [id = ''] = await enterDeclared(tools, visit, [content]);
    const doubles = overlappingDeclared(
      { ...content, id, partnerId: visit.partner.id },
      await listCountingDeclared(tools.db, visit.coalition.id),
    );
    const hint =
      doubles.length === 0
        ? ''
        : ` It shares days with another entry of the same kind (${daysText(doubles[0]?.fromOn ?? '', doubles[0]?.toOn ?? '')}): please check that nothing counts twice.`;
    return go(
      rootOf(visit),
      `The number is entered.${hint}`,
      traced(visit, `${content.kind}: ${plain(content.total)}`),
    );
  } catch (error) {
    if (error instanceof InputError) return showDeclared(tools, visit, { faults: error.faults, typed });
    throw error;
  }
}

/** One entry with all its versions; its own partner may change it, the lead may question it. */
export async function showEntry(tools: DeclaredPageTools, visit: CoalitionVisit, faulty?: Faulty): Promise<Answer> {
  const { coalition, base, partner, isLead } = visit;
  const entry = await getDeclared(tools.db, coalition.id, visit.part('declared'));
  const campaigns = await campaignsOf(tools, visit);
  const versions = await listDeclaredVersions(tools.db, entry.id);
  const about = { coalition, campaigns };
  const isOwn = entry.partnerId === partner.id;
  const isOpen = entry.withdrawnAt === null && visit.may('edit') && coalition.endedAt === null;
  const slug = campaigns.find(({ id }) => id === entry.campaignId)?.slug ?? '';
  return page(
    'declared/entry',
    {
      title: 'A number from elsewhere',
      root: base + rootOf(visit),
      id: entry.id,
      version: entry.version,
      partner: coalition.partners.find(({ id }) => id === entry.partnerId)?.name,
      now: contentView(entry, about),
      ...marksView(entry, coalition.timeZone),
      versions: versions.map((one) => ({ number: one.number, ...contentView(one, about) })),
      mayChange: isOpen && isOwn,
      mayQuestion: isOpen && isLead,
      ...formView(campaigns, { faults: faulty?.faults ?? [], typed: { ...asTyped(entry, slug), ...faulty?.typed } }),
    },
    { status: faulty ? 422 : 200 },
  );
}

function asTyped(entry: DeclaredEntry, campaign: string): Readonly<Record<string, string>> {
  const { kind, total, fromOn, toOn, source, note } = entry;
  return { kind, total: String(total), from_on: fromOn, to_on: toOn, campaign, source, note };
}

export async function changeEntry(tools: DeclaredPageTools, visit: CoalitionVisit): Promise<Answer> {
  const typed = typedIn(visit);
  return taking(tools, { ...visit, typed }, async () => {
    const content = checkDeclared(typed, rulesOf(tools, visit, await campaignsOf(tools, visit)));
    const seen = { id: visit.part('declared'), version: Number(visit.form.one('version')) || 0 };
    await changeDeclared(tools, { ...visit, seen }, content);
    return go(
      `${rootOf(visit)}/${seen.id}`,
      'The number is changed; what it was before stays below.',
      traced(visit, content.kind),
    );
  });
}

export async function withdrawEntry(tools: DeclaredPageTools, visit: CoalitionVisit): Promise<Answer> {
  const [id, why] = [visit.part('declared'), visit.form.one('why')];
  return taking(tools, { ...visit, typed: { why } }, async () => {
    await withdrawDeclared(tools, { ...visit, id }, why);
    return go(rootOf(visit), 'The number is withdrawn and counts no longer.', traced(visit, why));
  });
}

/** The lead asks about a number, or says that the question is settled. */
export async function questionEntry(tools: DeclaredPageTools, visit: CoalitionVisit): Promise<Answer> {
  const [id, question] = [visit.part('declared'), visit.form.one('question')];
  const isSettled = visit.form.one('settled') !== '';
  return taking(tools, { ...visit, typed: { question } }, async () => {
    await questionDeclared(tools, { ...visit, id }, isSettled ? undefined : question);
    const said = isSettled
      ? 'The question is taken away.'
      : 'The question stands beside the number, for all who may see it.';
    return go(`${rootOf(visit)}/${id}`, said, traced(visit, isSettled ? 'settled' : question));
  });
}

/** What cannot be taken is shown with the entry. */
async function taking(
  tools: DeclaredPageTools,
  visit: CoalitionVisit & { readonly typed: Faulty['typed'] },
  work: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof InputError) return showEntry(tools, visit, { faults: error.faults, typed: visit.typed });
    throw error;
  }
}

function traced({ coalition }: CoalitionVisit, detail: string): { readonly trace: { about: string; detail: string } } {
  return { trace: { about: `coalition:${coalition.slug}`, detail } };
}
