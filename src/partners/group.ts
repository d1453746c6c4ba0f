/** Where people come from: the id of a partner, OTHER_LINKS for source codes of no partner, NO_SOURCE for none. */
export const OTHER_LINKS = 'links';
export const NO_SOURCE = 'none';

/** Whether a group is a partner, and not what no partner brought. */
export function isPartner(group: string): boolean {
  return group !== OTHER_LINKS && group !== NO_SOURCE;
}
