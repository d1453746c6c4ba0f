import { asVariant, letterFor, type Campaigns, type Version } from '../campaigns/index.js';
import type { ComposeLetters, OutgoingLetter } from '../deliveries/index.js';
import { renderLetter, type Letter } from '../letters/index.js';
import type { Db } from '../platform/db.js';
import { listLetterParts, type LetterParts } from './letters-store.js';
import { mergeValuesOf } from './merge-values.js';

/** Renders stored letters: the same parts under the same version give the same text, whenever it is asked for. */
export function createComposer(tools: { readonly db: Db; readonly campaigns: Campaigns }): ComposeLetters {
  return async (deliveries) => {
    const parts = await listLetterParts(
      tools.db,
      deliveries.map(({ letterId }) => letterId),
    );
    const versions = await tools.campaigns.versions(parts.map(({ versionId }) => versionId));
    const byLetter = new Map(parts.map((one) => [one.letterId, one]));
    return new Map(
      deliveries.flatMap(({ id, letterId }): [string, OutgoingLetter][] => {
        const one = byLetter.get(letterId);
        const version = one && versions.get(one.versionId);
        // An erased person has no address left; where only texts were erased, answers still find their way.
        return one && version && one.email !== '' ? [[id, outgoingLetter(id, one, version)]] : [];
      }),
    );
  };
}

/** The letter that one target gets, from its stored parts. */
export function letterOf(parts: LetterParts, version: Version, render = renderLetter): Letter {
  const content = asVariant(version, parts.variant);
  const values = mergeValuesOf({
    campaign: content,
    divisions: parts.divisions,
    supporter: parts,
    target: parts.target,
  });
  const own = {
    ownWords: parts.ownWords ?? undefined,
    text: parts.text ?? undefined,
    subject: parts.subject ?? undefined,
  };
  return render(letterFor(content, parts.target), values, own);
}

function outgoingLetter(deliveryId: string, parts: LetterParts, version: Version): OutgoingLetter {
  return {
    deliveryId,
    isErased: parts.isErased,
    to: { name: parts.target.name, address: parts.target.email ?? '' },
    supporter: { name: `${parts.given_name} ${parts.family_name}`, email: parts.email },
    organization: parts.senderName ?? version.file.organization.name,
    ...letterOf(parts, version),
  };
}
