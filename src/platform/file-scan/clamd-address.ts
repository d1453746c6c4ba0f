import { serviceAddressFault } from '../service-address.js';

/** Where clamd listens: the path of a socket, or a host and its port. */
export type ClamdAddress = { readonly path: string } | { readonly host: string; readonly port: number };

const EXAMPLES = 'it must be an address such as tcp://127.0.0.1:3310 or unix:/run/clamav/clamd.ctl';

/** Linux keeps 108 bytes for a socket's path and the NUL behind it (unix(7)). */
const MAX_PATH_BYTES = 107;

/** What is wrong with the address of a ClamAV daemon; undefined for nothing. */
export function clamdFault(text: string): string | undefined {
  const fault = /^unix:/i.test(text) ? pathFault(pathIn(text)) : hostFault(text);
  return fault && `${fault}; ${EXAMPLES}`;
}

function pathFault(path: string): string | undefined {
  if (!/^\/[^/]/.test(path) || path.endsWith('/')) return 'names no whole path of a socket';
  return Buffer.byteLength(path) > MAX_PATH_BYTES ? `is longer than ${MAX_PATH_BYTES} bytes` : undefined;
}

function hostFault(text: string): string | undefined {
  const fault = serviceAddressFault(text, ['tcp:']);
  if (fault) return fault;
  const { port, username, password, pathname, search, hash } = new URL(text);
  if (port === '' || port === '0') return 'names no port';
  if (username !== '' || password !== '') return 'has a user or a password, which clamd does not ask for';
  return ['', '/'].includes(pathname + search + hash) ? undefined : 'ends in what cannot be used';
}

/** Reads an address that `clamdFault` finds nothing wrong with. */
export function readClamdAddress(text: string): ClamdAddress {
  if (/^unix:/i.test(text)) return { path: pathIn(text) };
  const { hostname, port } = new URL(text);
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) };
}

/** `unix:/run/x` and `unix:///run/x` are the same. */
function pathIn(text: string): string {
  return text.slice('unix:'.length).replace(/^\/\/(?=\/)/, '');
}
