/** The form of a source code, in lower case: what may stand behind `?source=`. */
export const sourcePattern = /^[a-z0-9](?:[a-z0-9_.-]{0,38}[a-z0-9])?$/;
