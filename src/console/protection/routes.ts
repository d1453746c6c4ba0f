import {
  addBlock,
  findAlert,
  PROTECTION_MODES,
  removeBlock,
  settleAlert,
  writeProtection,
  type Alert,
  type ListOwner,
} from '../../abuse/index.js';
import { daysAfter } from '../../platform/calendar.js';
import { dayOf } from '../../platform/clock.js';
import { InputError, NotFoundError } from '../../platform/errors.js';
import type { Ids } from '../../platform/ids.js';
import { go, type Answer, type CampaignVisit, type ConsoleRoute, type Visit } from '../visit.js';
import { showProtection, zoneOf, type ProtectionPage } from './page.js';
import { KINDS, MODES } from './words.js';

export type ProtectionPageTools = ProtectionPage & { readonly ids: Ids };

const ROOT = '/protection';

/** Networks change hands within days; a domain that was made for a flood stays what it is for longer. */
const NETWORK_DAYS = 7;
const DOMAIN_DAYS = 90;

/** What stands between a campaign and those who send what nobody wrote. */
export function protectionRoutes(tools: ProtectionPageTools): ConsoleRoute[] {
  const post = { of: 'organization', method: 'post', needs: 'edit' } as const;
  return [
    { of: 'organization', method: 'get', path: ROOT, needs: 'see', handle: (visit) => showProtection(tools, visit) },
    { ...post, path: `${ROOT}/blocks`, does: 'added to the block list', handle: (visit: Visit) => add(tools, visit) },
    {
      ...post,
      path: `${ROOT}/blocks/:block/remove`,
      does: 'removed from the block list',
      handle: (visit: Visit) => remove(tools, visit),
    },
    {
      ...post,
      path: `${ROOT}/alerts/:alert`,
      does: 'answered an alert',
      handle: (visit: Visit) => answerAlert(tools, visit),
    },
    {
      of: 'campaign',
      method: 'post',
      path: '/campaigns/:campaign/protection',
      needs: 'edit',
      does: 'chose how a campaign is protected',
      handle: (visit) => choose(tools, visit),
    },
  ];
}

async function ownerOf({ db }: ProtectionPageTools, { organization, user }: Visit): Promise<ListOwner> {
  const { organizationId } = organization;
  return { organizationId, by: user.name, timeZone: await zoneOf(db, organizationId) };
}

async function add(tools: ProtectionPageTools, visit: Visit): Promise<Answer> {
  const { one } = visit.form;
  const typed = { pattern: one('pattern'), note: one('note'), until: one('until') };
  try {
    const { kind } = await addBlock(tools, await ownerOf(tools, visit), typed);
    return go(ROOT, 'It is on the list: letters are held for a reviewer from now on.', { trace: traceOf(kind) });
  } catch (error) {
    if (error instanceof InputError) return showProtection(tools, visit, { faults: error.faults, typed });
    throw error;
  }
}

/** The log names no address. */
function traceOf(kind: keyof typeof KINDS): { readonly detail: string } {
  return { detail: KINDS[kind].toLowerCase() };
}

async function remove(tools: ProtectionPageTools, visit: Visit): Promise<Answer> {
  const gone = await removeBlock(tools, visit.organization.organizationId, { id: visit.part('block') });
  return go(ROOT, 'It is off the list. What it held still waits for a reviewer.', { trace: traceOf(gone.kind) });
}

async function answerAlert(tools: ProtectionPageTools, visit: Visit): Promise<Answer> {
  const { organizationId } = visit.organization;
  const alert = await findAlert(tools.db, organizationId, visit.part('alert'));
  if (!alert) throw new NotFoundError('There is no such alert any longer.');
  const blocked = visit.form.one('choice') === 'block' ? await blockFrom(tools, visit, alert) : undefined;
  await settleAlert(tools.db, { organizationId, id: alert.id, by: visit.user.name, at: tools.clock.now() });
  return blocked === undefined
    ? go(ROOT, 'The alert is marked as seen.', { trace: { detail: 'marked as seen' } })
    : go(ROOT, blocked, { trace: { detail: 'put on the block list' } });
}

async function blockFrom(tools: ProtectionPageTools, visit: Visit, { kind, domain, network }: Alert): Promise<string> {
  const pattern = kind === 'domain' ? domain : network;
  if (pattern === null || pattern === '') throw new NotFoundError('There is nothing here that could be blocked.');
  const owner = await ownerOf(tools, visit);
  const today = dayOf(tools.clock.now(), owner.timeZone);
  const until = daysAfter(today, kind === 'domain' ? DOMAIN_DAYS : NETWORK_DAYS);
  await addBlock(tools, owner, { pattern, note: 'From an alert', until });
  return `${pattern} is on the list until ${until}: letters are held for a reviewer.`;
}

async function choose(tools: ProtectionPageTools, visit: CampaignVisit): Promise<Answer> {
  const { campaign, form, user } = visit;
  const mode = PROTECTION_MODES.find((one) => one === form.one('mode'));
  if (!mode) throw new InputError([{ field: 'mode', message: 'Choose how the campaign is protected.' }]);
  await writeProtection(tools.db, { campaignId: campaign.id, mode, setBy: user.name, setAt: tools.clock.now() });
  const label = MODES.find((one) => one.mode === mode)?.label ?? mode;
  return go(ROOT, `${campaign.file.title}: ${label}. Pages follow within seconds.`, {
    trace: { about: `campaign:${campaign.slug}`, detail: label.toLowerCase() },
  });
}
