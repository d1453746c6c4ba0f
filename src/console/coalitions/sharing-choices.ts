import { SHARING, SHARING_WORDS } from '../../partners/index.js';

/** The sharing rules as radio buttons, with what each means. */
export function sharingChoices(chosen: string): readonly object[] {
  return SHARING.map((key) => ({ key, ...SHARING_WORDS[key], isChosen: key === chosen }));
}
