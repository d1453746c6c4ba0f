import {
  acceptAgreement,
  agreementText,
  listAcceptances,
  listAgreementVersions,
  newAgreementNews,
  openCoalition,
  linesOfParagraphs,
  publishAgreement,
  readForm,
  SHARING_WORDS,
  sharingSchema,
  takesPart,
  tellOwnersLater,
  type AgreementVersion,
} from '../../partners/index.js';
import { z } from 'zod';
import { momentText } from '../../platform/clock.js';
import { writing } from '../../platform/db.js';
import { InputError, NotFoundError, type Fault } from '../../platform/errors.js';
import { showFaults } from '../../web/index.js';
import { go, page, type Answer, type CoalitionVisit } from '../visit.js';
import { orAgain, rootOf, type CoalitionTools } from './coalition-tools.js';
import { sharingChoices } from './sharing-choices.js';

/** The agreement in force, who accepted it, older versions; the lead writes the next one here. */
export async function agreementPage(
  tools: CoalitionTools,
  visit: CoalitionVisit,
  faults: readonly Fault[] = [],
): Promise<Answer> {
  const { coalition, partner, form } = visit;
  const versions = await listAgreementVersions(tools.db, coalition.id);
  const [newest] = versions;
  if (!newest) throw new NotFoundError('This coalition has no data agreement.');
  const isTyped = form.names().includes('agreement');
  const typed = isTyped
    ? { agreement: form.one('agreement'), sharing: form.one('sharing') }
    : { agreement: newest.text, sharing: newest.sharing };
  const data = {
    title: 'Data agreement',
    root: `${visit.base}${rootOf(visit)}/agreement`,
    leave: `${visit.base}${rootOf(visit)}/leave`,
    version: shown(newest, visit),
    acceptances: await acceptancesOf(tools, visit, newest.id),
    older: versions.slice(1).map((one) => shown(one, visit)),
    mustAccept: !partner.hasAccepted && visit.may('own') && coalition.endedAt === null,
    organization: partner.name,
    mayPublish: visit.isLead && visit.may('own') && coalition.endedAt === null,
    isTyped,
    typed,
    sharing: sharingChoices(typed.sharing),
    ...showFaults(faults),
  };
  return page('coalitions/agreement', data, { status: faults.length > 0 ? 422 : 200 });
}

function shown({ id, number, text, sharing, who, createdAt }: AgreementVersion, { coalition }: CoalitionVisit): object {
  const at = momentText(createdAt, coalition.timeZone);
  return { id, number, paragraphs: linesOfParagraphs(text), sharing: SHARING_WORDS[sharing], who, at };
}

/** Each partner that takes part, or accepted this version and left since. */
async function acceptancesOf(tools: CoalitionTools, { coalition }: CoalitionVisit, agreementId: string) {
  const accepted = new Map((await listAcceptances(tools.db, agreementId)).map((one) => [one.partnerId, one]));
  return coalition.partners
    .filter((one) => takesPart(one) || accepted.has(one.id))
    .map((one) => {
      const by = accepted.get(one.id);
      return {
        partner: one.name,
        hasLeft: !takesPart(one),
        who: by?.who,
        at: by && momentText(by.acceptedAt, coalition.timeZone),
      };
    });
}

/** An older version, with who accepted it then. */
export async function agreementVersionPage(tools: CoalitionTools, visit: CoalitionVisit): Promise<Answer> {
  const versions = await listAgreementVersions(tools.db, visit.coalition.id);
  const version = versions.find(({ number }) => String(number) === visit.part('number'));
  if (!version) throw new NotFoundError('There is no such version of the agreement.');
  return page('coalitions/agreement-version', {
    title: `Data agreement, version ${version.number}`,
    root: `${visit.base}${rootOf(visit)}/agreement`,
    version: shown(version, visit),
    acceptances: (await acceptancesOf(tools, visit, version.id)).filter(({ who }) => who !== undefined),
    isNewest: version === versions[0],
  });
}

/** Notes that the organization accepts the version that was shown. */
export function acceptNew(tools: CoalitionTools, visit: CoalitionVisit): Promise<Answer> {
  const { coalition, partner, user, form } = visit;
  return orAgain(
    async () => {
      if (form.one('accept') !== 'yes')
        throw new InputError([{ field: 'accept', message: 'Please tick that your organization accepts it.' }]);
      await writing(tools.db, async (trx) => {
        await openCoalition(trx, coalition.id);
        await acceptAgreement(tools, trx, { coalition, partner, user, agreementId: form.one('version') });
      });
      return go(`${rootOf(visit)}/agreement`, 'Your organization has accepted the data agreement.');
    },
    (faults) => agreementPage(tools, visit, faults),
  );
}

/** Publishes the next version; partners are told by mail. */
export function publish(tools: CoalitionTools, visit: CoalitionVisit): Promise<Answer> {
  const { coalition, partner: lead, user, form } = visit;
  return orAgain(
    async () => {
      const typed = { agreement: form.one('agreement'), sharing: form.one('sharing') };
      const given = readForm(z.object({ agreement: agreementText, sharing: sharingSchema }), typed);
      const next = { text: given.agreement, sharing: given.sharing };
      const number = await publishAgreement(tools, { coalition, lead, user }, next);
      const others = coalition.partners.filter((one) => takesPart(one) && one.id !== lead.id);
      const ids = others.flatMap(({ organizationId }) => organizationId ?? []);
      tellOwnersLater(tools, ids, (home) =>
        newAgreementNews({ coalition: coalition.name, number, link: `${home}${rootOf(visit)}/agreement` }),
      );
      return go(
        `${rootOf(visit)}/agreement`,
        `Version ${number} is published. Partners are told by mail and must accept it.`,
        {
          trace: { about: `coalition:${coalition.slug}`, detail: `version ${number}, ${given.sharing}` },
        },
      );
    },
    (faults) => agreementPage(tools, visit, faults),
  );
}
