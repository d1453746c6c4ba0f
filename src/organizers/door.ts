import type { Log } from '../platform/log.js';
import type { Errands, Mailing } from './errands.js';
import type { PasswordTools } from './password-rules.js';
import type { Session, Sessions, SessionTools } from './sessions.js';

export type DoorTools = SessionTools &
  PasswordTools & {
    readonly sessions: Sessions;
    readonly baseUrl: string;
    readonly mailer: Mailing;
    readonly errands: Errands;
    readonly log: Log;
    readonly config: { readonly SMTP_URL?: string | undefined };
  };

/** Somebody who asks for a page outside of any organization: to sign in, to accept an invitation, their own account. */
export type Caller = {
  readonly session: Session | undefined;
  readonly part: (name: string) => string;
  /** The first value of a field of the query, '' for none. */
  readonly query: (name: string) => string;
  /** The first value of a field of the form, without space around it, '' for none. */
  readonly typed: (name: string) => string;
  /** The first value just as it was sent. */
  readonly raw: (name: string) => string;
  readonly all: (name: string) => readonly string[];
  /** `Firefox on Windows` */
  readonly agent: string;
  /** As Express tells it. */
  readonly ip: string;
};

/** Somebody who is signed in. */
export type Member = Caller & { readonly session: Session };

/** What a door answers; only `routes.ts` knows Express. */
export type Reply =
  | {
      readonly kind: 'page';
      readonly template: string;
      readonly data: { readonly title: string } & Readonly<Record<string, unknown>>;
      readonly status?: number;
      readonly begin?: string;
    }
  | {
      readonly kind: 'go';
      readonly to: string;
      /** Shown on the page that follows, where somebody is signed in. */
      readonly said?: string;
      /** Signs this user in, in place of whoever was. */
      readonly begin?: string;
      /** Signs out. */
      readonly end?: boolean;
    };

/** A page or a form outside of any organization. */
export type Door = { readonly method: 'get' | 'post'; readonly path: string } & (
  | { readonly for: 'anybody'; readonly handle: (caller: Caller) => Promise<Reply> | Reply }
  | { readonly for: 'members'; readonly handle: (member: Member) => Promise<Reply> | Reply }
);

type PageReply = Extract<Reply, { kind: 'page' }>;
type GoReply = Extract<Reply, { kind: 'go' }>;

/** A page from the folder of templates that is named as this one. */
export function page(template: string, data: PageReply['data'], more: Pick<PageReply, 'status' | 'begin'> = {}): Reply {
  return { kind: 'page', template: `organizers/${template}`, data, ...more };
}

export function go(to: string, more: Omit<GoReply, 'kind' | 'to'> = {}): Reply {
  return { kind: 'go', to, ...more };
}

/** The page that somebody wanted before they signed in, if it is one of ours: they are led nowhere else. */
export function ownPath(to: string, otherwise = '/console'): string {
  const isOwn =
    /^\/(?:console|account|invitation|coalition-invitations)(?:\/[\w.-]+)*(?:\?[\w=&.%+:-]*)?$/.test(to) &&
    !to.includes('..');
  return isOwn ? to : otherwise;
}
