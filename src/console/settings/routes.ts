import {
  findSettings,
  organizationSettingsSchema,
  saveSettings,
  type OrganizationSettings,
} from '../../organizers/index.js';
import { writing } from '../../platform/db.js';
import type { Fault } from '../../platform/errors.js';
import { showFaults } from '../../web/index.js';
import { go, page, type Answer, type ConsoleRoute, type Fields, type Visit } from '../visit.js';
import { LANGUAGES, TIME_ZONES } from './choices.js';
import { keyRoutes, type KeyRouteTools } from './keys.js';
import { describeSending, type SendingTools } from './sending.js';

export type SettingsTools = KeyRouteTools & SendingTools;

/** What an organization decides for all its campaigns: its names and clock, how mail leaves, keys for programs. */
export function settingsRoutes(tools: SettingsTools): ConsoleRoute[] {
  return [
    {
      of: 'organization',
      method: 'get',
      path: '/settings',
      needs: 'own',
      handle: async (visit) => {
        const settings = await findSettings(tools.db, visit.organization.organizationId);
        return showSettings(tools, { typed: typedOf(settings), faults: [] });
      },
    },
    {
      of: 'organization',
      method: 'post',
      path: '/settings',
      needs: 'own',
      does: 'changed the organization’s settings',
      handle: (visit) => change(tools, visit),
    },
    ...keyRoutes(tools),
  ];
}

type Typed = Readonly<Record<keyof OrganizationSettings, string | boolean>>;

function typedOf(settings: OrganizationSettings | undefined): Typed {
  const blank = { name: '', postalAddress: '', timeZone: 'UTC', senderName: '', footer: '', language: 'en' };
  return { ...blank, needsApproval: false, ...(settings && filled(settings)) };
}

function filled({ senderName, footer, ...settings }: OrganizationSettings): Typed {
  return { ...settings, senderName: senderName ?? '', footer: footer ?? '' };
}

function readTyped(form: Fields): Typed {
  const { one } = form;
  return {
    name: one('name'),
    postalAddress: one('postalAddress'),
    timeZone: one('timeZone'),
    senderName: one('senderName'),
    footer: one('footer'),
    language: one('language'),
    needsApproval: one('needsApproval') === 'yes',
  };
}

async function change(tools: SettingsTools, visit: Visit): Promise<Answer> {
  const typed = readTyped(visit.form);
  const { data, error } = organizationSettingsSchema.safeParse(typed);
  if (!data) {
    const faults = error.issues.map(({ path, message }) => ({ field: String(path[0]), message }));
    return showSettings(tools, { typed, faults }, 422);
  }
  const { organizationId } = visit.organization;
  const before = await findSettings(tools.db, organizationId);
  await writing(tools.db, (trx) => saveSettings(trx, organizationId, data));
  return go('/settings', 'Saved. Pages and mails from now on follow.', { trace: { detail: changesOf(before, data) } });
}

/** Which settings changed, by name; the log holds no values. */
function changesOf(before: OrganizationSettings | undefined, now: OrganizationSettings): string {
  const names = (Object.keys(now) as (keyof OrganizationSettings)[]).filter((name) => before?.[name] !== now[name]);
  return names.map((name) => NAMES[name]).join(', ');
}

const NAMES: Readonly<Record<keyof OrganizationSettings, string>> = {
  name: 'name',
  postalAddress: 'postal address',
  timeZone: 'time zone',
  senderName: 'sender’s name',
  footer: 'line at the foot',
  language: 'language',
  needsApproval: 'second person’s approval',
};

function showSettings(
  tools: SettingsTools,
  { typed, faults }: { readonly typed: Typed; readonly faults: readonly Fault[] },
  status = 200,
): Answer {
  const data = {
    title: 'Settings',
    typed,
    ...showFaults(faults),
    zones: TIME_ZONES,
    languages: LANGUAGES.map((one) => ({ ...one, isChosen: one.code === typed.language })),
    sending: describeSending(tools, String(typed.senderName || typed.name)),
  };
  return page('settings/organization', data, { status });
}
