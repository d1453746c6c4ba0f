import type { Campaigns, Version } from '../campaigns/index.js';
import type { ReadableLetter, ReadLetters } from '../deliveries/index.js';
import { renderUnsigned } from '../letters/index.js';
import type { Db } from '../platform/db.js';
import { letterOf } from './compose.js';
import { listLetterParts, type LetterParts } from './letters-store.js';

/** Renders stored letters for those who decide about them: nothing about the supporter but the name they signed with. */
export function createLetterReader(tools: { readonly db: Db; readonly campaigns: Campaigns }): ReadLetters {
  return async (deliveries) => {
    const parts = await listLetterParts(
      tools.db,
      deliveries.map(({ letterId }) => letterId),
    );
    const versions = await tools.campaigns.versions(parts.map(({ versionId }) => versionId));
    return new Map(
      deliveries.flatMap(({ id, letterId }): [string, ReadableLetter][] => {
        const one = parts.find((part) => part.letterId === letterId);
        const version = one && versions.get(one.versionId);
        return one && version && !one.isErased ? [[id, readableLetter(one, version)]] : [];
      }),
    );
  };
}

function readableLetter(parts: LetterParts, version: Version): ReadableLetter {
  const { title, name, office, email } = parts.target;
  return {
    target: { title, name, office, email },
    ...letterOf(parts, version, renderUnsigned),
    wholeText: letterOf(parts, version).text,
    ownWords: parts.ownWords,
    isRewritten: parts.text !== null || parts.subject !== null,
    signedBy: `${parts.given_name} ${parts.family_name}`,
  };
}
