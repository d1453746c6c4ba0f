import type { DataFile } from '../platform/open-file.js';
import type { Db } from '../platform/db.js';
import type { Ids } from '../platform/ids.js';

/** One import as it is recorded: what it was, from where, under which licence, and for which day it is good. */
export type DataSet = {
  readonly id: string;
  /** The name of the importer: `congress-legislators`. */
  readonly source: string;
  /**
   * What it covers, part by part, so that Alaska's file does not stand for Colorado's: `us-ak-lower` for a body, `cd AK` for the
   * ZIP codes of a state. Of two imports that share a part the later one holds it, whichever source it is from.
   */
  readonly covers: readonly string[];
  /** The same for people: `cd AK`, `us-house, us-senate`, `102 bodies`. */
  readonly scope: string;
  readonly title: string;
  readonly licence: string;
  /** Where the file came from: an address or a sentence. */
  readonly origin: string;
  /** The day the data are good for, `2026-06-15`. */
  readonly asOf: string;
  readonly fileName: string;
  /** SHA-256 of the file. */
  readonly checksum: string;
  readonly records: number;
  /** Milliseconds since 1970 UTC. */
  readonly importedAt: number;
};

/** The source of the lists that stand in campaigns' folders; each belongs to its campaign, which its origin names. */
export const CAMPAIGN_LIST = 'campaign-list';

/** What an import did to what was there before. */
export type ImportReport = {
  readonly added: number;
  readonly changed: number;
  /** Ended for officials, removed for postal codes. */
  readonly ended: number;
  readonly unchanged: number;
  /** Lines worth reading: who came, who left, which seats are vacant. */
  readonly remarks: readonly string[];
  /** For rosters: everyone who came or left, now or on a later day. */
  readonly people?: PeopleReport;
};

/** Who came and who left with an import. */
export type PeopleReport = {
  readonly came: readonly MovedPerson[];
  readonly left: readonly MovedPerson[];
  /** Ids of the offices that somebody leaves and nobody takes. */
  readonly vacated: readonly string[];
};

/** Someone who came to or left an office; `on` is the day where it lies ahead, `2027-01-03`. */
export type MovedPerson = { readonly name: string; readonly office: string; readonly on: string | null };

/** What the person who runs an import may say about the file. */
export type ImportOptions = {
  readonly asOf?: string | undefined;
  readonly licence?: string | undefined;
  readonly origin?: string | undefined;
  /** Takes a file even if it ends more than half of a body's officials. */
  readonly force?: boolean | undefined;
  /** The day a map comes into force, where it is not the beginning of a Congress. */
  readonly inForce?: string | undefined;
  /** Where a map's districts lie, `ocd-division/country:us/state:co/place:denver/ward:`, and the attribute that names them. */
  readonly within?: string | undefined;
  readonly property?: string | undefined;
  /** The file's names for our columns, `name=Full Name,email=Mail`, or a YAML file with them. */
  readonly columns?: string | undefined;
  /** The encoding of the file's text, where it is not UTF-8: `windows-1252`. */
  readonly encoding?: string | undefined;
};

/** A file that has been read and checked and can be written in one transaction. */
export type PreparedImport = {
  /** See DataSet. */
  readonly covers: readonly string[];
  readonly records: number;
  readonly write: (trx: Db, dataSet: DataSet, ids: Ids) => Promise<ImportReport>;
};

/** One kind of file that Clarion can read; a new source is a new one of these. */
export type ImportSource = {
  /** As on the command line: `zip-districts`. */
  readonly name: string;
  readonly title: string;
  /** The licence of the usual file, unless the person says otherwise. */
  readonly licence: string;
  readonly origin: string;
  /** Whether it takes a folder of files as well. */
  readonly takesFolders?: boolean;
  /** Reads and checks the whole file. @throws InputError that names lines and columns */
  readonly prepare: (
    file: DataFile,
    progress: (bytes: number) => void,
    options: ImportOptions,
  ) => Promise<PreparedImport>;
};

const NAMED_BODIES = 4;
const NAMED_STATES = 10;

/** What a data set covers in a few words: few parts are named; many states stand for the country, many bodies are counted. */
export function scopeText(covers: readonly string[]): string {
  const kindOf = (part: string): string => part.split(' ')[0] ?? '';
  const kinds = [...new Set(covers.filter((part) => part.includes(' ')).map(kindOf))].sort();
  const bodies = covers.filter((part) => !part.includes(' ')).sort();
  const named = kinds.flatMap((kind) => {
    const parts = covers.filter((part) => part.startsWith(`${kind} `)).sort();
    return parts.length > NAMED_STATES ? [kind] : parts;
  });
  return [...named, ...(bodies.length > NAMED_BODIES ? [`${bodies.length} bodies`] : bodies)].join(', ');
}
