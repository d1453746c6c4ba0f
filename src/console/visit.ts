import type { Campaign } from '../campaigns/index.js';
import type { Coalition, Partner } from '../partners/index.js';
import type { Membership, Permission, User } from '../organizers/index.js';
import type { DataFile } from '../platform/open-file.js';
import type { Follow } from '../web/index.js';

/** Fields of a form or a query as they were sent, each with its values in order. */
export type Fields = {
  /** The first value, '' for none. */
  readonly one: (name: string) => string;
  readonly all: (name: string) => readonly string[];
  readonly names: () => readonly string[];
};

/** One request of somebody who is signed in, in one of their organizations. */
export type Visit = {
  readonly user: User;
  readonly organization: Membership;
  /** Whether the person may do more here than the page itself needs. */
  readonly may: (permission: Permission) => boolean;
  /** Parts of the path by name: `:delivery`. */
  readonly part: (name: string) => string;
  readonly query: Fields;
  /** Empty for GET. */
  readonly form: Fields;
  /**
   * A file that was chosen in the form, where its route takes any. It was scanned for viruses.
   * @throws InputError at the field where it is harmful or could not be scanned
   */
  readonly file: (name: string) => Promise<Uint8Array | undefined>;
  /** Lines of a sheet that were pasted, or filled in from a file, as importers read files; scanned as files are. */
  readonly sheet: (name: string) => Promise<DataFile>;
  /** One of the request's headers, such as `if-match`. */
  readonly header: (name: string) => string | undefined;
  /** For addresses: `/console/<organization>`. */
  readonly base: string;
};

/** A visit below `/campaigns/:campaign`; the campaign belongs to the organization. */
export type CampaignVisit = Visit & { readonly campaign: Campaign };

/** A visit below `/coalitions/:coalition`; the organization takes part in the coalition. */
export type CoalitionVisit = Visit & {
  readonly coalition: Coalition;
  /** What the organization is in it. */
  readonly partner: Partner;
  readonly isLead: boolean;
};

export type AnyVisit = Visit | CampaignVisit | CoalitionVisit;

/** What an answer leaves in the log of what was done, beside the route's own words. */
export type Trace = {
  /** As in `Act`; the campaign where the path names one. */
  readonly about?: string;
  readonly detail?: string;
};

/** A form that takes back what was just done. */
export type Undo = {
  readonly label: string;
  /** Below the organization: `/campaigns/x/resume`. */
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
};

/** What a route answers; only `mount.ts` knows Express. */
export type Answer = { readonly trace?: Trace } & (
  | {
      readonly kind: 'page';
      readonly template: string;
      /** `title` is needed; `tab` names the tab that is marked. */
      readonly data: { readonly title: string } & Readonly<Record<string, unknown>>;
      readonly status?: number;
      /** May be shown inside a page of our own. */
      readonly isFramed?: boolean;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'go'; readonly to: string; readonly said?: string; readonly undo?: Undo }
  | {
      readonly kind: 'file';
      readonly name: string;
      readonly type: string;
      readonly content: string | Uint8Array | AsyncIterable<string | Uint8Array>;
    }
  | { readonly kind: 'events'; readonly follow: Follow }
);

type RouteOf<Visiting> = {
  /** Below `/console/:organization`; parts `:campaign` and `:coalition` are looked up among the organization's own. */
  readonly path: string;
  readonly needs: Permission;
  readonly handle: (visit: Visiting) => Promise<Answer> | Answer;
} & (
  | { readonly method: 'get' }
  /** `does` ends the sentence "Olga …" in the log of what was done; undefined only where nothing is changed. */
  | { readonly method: 'post'; readonly does: string | undefined }
);

/** Only the lead's own people may, where that is said. */
type CoalitionRoute = { readonly of: 'coalition'; readonly isForLead?: boolean } & RouteOf<CoalitionVisit>;

/** A route of the console, by what it needs; a test walks each with every role and from a foreign organization. */
export type ConsoleRoute =
  | ({ readonly of: 'organization' } & RouteOf<Visit>)
  | ({ readonly of: 'campaign' } & RouteOf<CampaignVisit>)
  | CoalitionRoute;

/** A page in the console's frame. */
export function page(template: string, data: PageAnswer['data'], more: Partial<PageAnswer> = {}): Answer {
  return { kind: 'page', template: `console/${template}`, data, ...more };
}
type PageAnswer = Extract<Answer, { kind: 'page' }>;

/** Leads on after something was done; `said` is shown on the page that follows. `to` is below the organization. */
export function go(to: string, said?: string, more: { readonly undo?: Undo; readonly trace?: Trace } = {}): Answer {
  return { kind: 'go', to, ...(said !== undefined && { said }), ...more };
}
