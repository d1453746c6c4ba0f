import { parseCookie } from 'cookie';
import type { Request, Response } from 'express';
import { SESSION_MS } from './sessions.js';

/** Browsers keep a `__Host-` cookie to this very host, and take it over TLS only (RFC 6265bis, section 4.1.3.2). */
function cookieName(baseUrl: string, name = 'clarion'): string {
  return baseUrl.startsWith('https:') ? `__Host-${name}` : name;
}

/** What the browser's cookie holds. */
export function readSessionCookie(request: Pick<Request, 'headers'>, baseUrl: string): string | undefined {
  return parseCookie(request.headers.cookie ?? '')[cookieName(baseUrl)];
}

export function setSessionCookie(response: Response, baseUrl: string, value: string): void {
  response.cookie(cookieName(baseUrl), value, { ...attributes(baseUrl), maxAge: SESSION_MS });
}

/** Signs out: what the browser kept of the console's pages goes too. Cookies are cleared by name, for the site's neighbours have their own. */
export function clearSessionCookie(response: Response, baseUrl: string): void {
  response.set('Clear-Site-Data', '"cache", "storage"');
  response.clearCookie(cookieName(baseUrl), attributes(baseUrl));
}

/** What ties a form to a browser before anybody is signed in; gone when the browser is closed. */
const FORM_COOKIE = 'clarion-form';

export function readFormCookie(request: Request, baseUrl: string): string | undefined {
  return parseCookie(request.headers.cookie ?? '')[cookieName(baseUrl, FORM_COOKIE)];
}

export function setFormCookie(response: Response, baseUrl: string, value: string): void {
  response.cookie(cookieName(baseUrl, FORM_COOKIE), value, attributes(baseUrl));
}

function attributes(baseUrl: string) {
  return { httpOnly: true, secure: baseUrl.startsWith('https:'), sameSite: 'lax', path: '/' } as const;
}
