import {
  createComposer,
  createFindChanges,
  createFormTokens,
  createLetterReader,
  createReaddressing,
  createTakeAction,
  type TakeAction,
} from './actions/index.js';
import type { BlockList, Protection, Screening } from './abuse/index.js';
import { createAbuseGuard } from './abuse-wiring.js';
import { createCampaigns, openCampaignsAddressing, type Campaigns } from './campaigns/index.js';
import { createScreens, type Screens } from './comparison/index.js';
import { LIMIT_SCALES, type Config } from './config.js';
import { createLive, type Live } from './console/index.js';
import { createViewCounter, type ViewCounter } from './counts/index.js';
import { loadStarterData, type ImportResult, type ImportSource } from './data-sets/index.js';
import {
  createForward,
  createTakeMail,
  createWorker,
  type Channel,
  type ComposeLetters,
  type FindChanges,
  type Policies,
  type Mailer,
  type OutboxMails,
  type Readdressing,
  type ReadLetters,
  type SendingIdentity,
  type TakeMail,
  type Worker,
} from './deliveries/index.js';
import { createGeocoding, createPlaces, starterZips, type Geocoding, type Places } from './divisions/index.js';
import { followRoster, starterSenate, type Roster } from './offices/index.js';
import { createDns, createSendingDoctor, type SendingDoctor } from './doctor/index.js';
import { doctorSettings } from './doctor-settings.js';
import { importSources } from './import-sources.js';
import { createNotices, createOutboxMails, type Notices } from './notices/index.js';
import { createAccounts, type Accounts } from './organizers/index.js';
import { readPolicies } from './policies.js';
import { createPages, type Pages } from './pages.js';
import { createPartners, type Partners } from './partners-wiring.js';
import { createPostOffice, identityOf } from './post-office.js';
import { systemClock, type Clock } from './platform/clock.js';
import { openDb, type Db } from './platform/db.js';
import { createFileScan, type FileScan } from './platform/file-scan/index.js';
import { createIds, type Ids } from './platform/ids.js';
import { createLog, type Log } from './platform/log.js';
import { createBullQueue, createEmbeddedQueue, type Queue } from './platform/queue/index.js';
import { createCounting, type Counting } from './platform/rate-limits/index.js';
import type { Followed } from './platform/revisions.js';
import { createSeal, type Seal } from './platform/seal.js';
import { createTargetFinder, type TargetFinder } from './targets/index.js';

/** Everything that is built once and shared. Tests hand in their own parts and drive the same program. */
export type Wiring = Accounts &
  Counting &
  Pages &
  Partners & {
    readonly config: Config;
    readonly log: Log;
    readonly clock: Clock;
    readonly ids: Ids;
    readonly seal: Seal;
    readonly db: Db;
    readonly queue: Queue;
    readonly importSources: readonly ImportSource[];
    readonly places: Places;
    readonly geocoding: Geocoding;
    readonly roster: Followed<Roster>;
    readonly finder: TargetFinder;
    readonly campaigns: Campaigns;
    /** The open campaigns that may address some offices. */
    readonly campaignsAddressing: (officeIds: readonly string[]) => Promise<readonly string[]>;
    /** How often campaigns' pages are opened. */
    readonly viewCounter: ViewCounter;
    readonly formTokens: ReturnType<typeof createFormTokens>;
    /** Looks at submissions before they are stored. */
    readonly screening: Screening;
    /** Whose letters are held by what organizers typed. */
    readonly blockList: BlockList;
    /** Asks for proofs of work while a campaign is under attack. */
    readonly protection: Protection;
    readonly take: TakeAction;
    readonly compose: ComposeLetters;
    readonly findChanges: FindChanges;
    readonly policies: () => Promise<Policies>;
    readonly readLetters: ReadLetters;
    readonly readdressing: Readdressing;
    readonly identity: SendingIdentity;
    readonly channel: Channel;
    /** Mail to supporters, over the same connections. */
    readonly mailer: Mailer;
    /** Whether mail leaves this server. */
    readonly canMail: boolean;
    readonly worker: Worker;
    readonly notices: Notices;
    /** Numbers of campaigns for pages that stay open. */
    readonly live: Live;
    /** Numbers of coalitions for screens at events. */
    readonly screens: Screens;
    readonly outboxMails: OutboxMails;
    /** Looks at what organizers upload. */
    readonly scan: FileScan;
    /** What sending needs, looked at for the console. */
    readonly sendingDoctor: SendingDoctor;
    /** Takes mail to the letters' return addresses. */
    readonly takeMail: TakeMail;
  };

/** Builds everything once; what a test gives is used instead of what would be built. */
export function createWiring(config: Config, given: Partial<Wiring> = {}): Wiring {
  const base = createBase(config, given);
  const { GEOCODERS: geocoders, GOOGLE_CIVIC_KEY: googleCivicKey, NEAR_LINE_METRES: nearLineMetres } = config;
  const geocoding = given.geocoding ?? createGeocoding({ ...base, geocoders, googleCivicKey });
  const places = given.places ?? createPlaces({ ...base, geocoding, nearLineMetres });
  const roster = given.roster ?? followRoster(base);
  const finder = given.finder ?? createTargetFinder({ ...base, places, roster });
  const campaigns = given.campaigns ?? createCampaigns({ ...base, roster, places });
  const compose = given.compose ?? createComposer({ ...base, campaigns });
  const findChanges = given.findChanges ?? createFindChanges({ ...base, roster });
  const policies = given.policies ?? (() => readPolicies(campaigns));
  const { identity = identityOf(config, base.seal) } = given;
  const { channel, mailer } = { ...createPostOffice(config, identity, base.clock), ...given };
  const partners = createPartners({ ...base, campaigns }, given);
  const guard = createAbuseGuard(base, given);
  const sending = { compose, findChanges, policies, channel, mailer, identity };
  const mailing = { ...base, campaigns, mailer, baseUrl: config.BASE_URL };
  return {
    ...base,
    ...createForOrganizers(base),
    places,
    geocoding,
    roster,
    finder,
    campaigns,
    ...partners,
    campaignsAddressing: (officeIds) => openCampaignsAddressing(campaigns, officeIds),
    ...guard,
    take: createTakeAction({ ...base, ...partners, ...guard, campaigns, finder }),
    ...sending,
    readLetters: createLetterReader({ ...base, campaigns }),
    readdressing: createReaddressing({ ...base, roster }),
    worker: createWorker({ ...base, ...sending, perDomainPerMinute: config.LETTERS_PER_DOMAIN_PER_MINUTE }),
    notices: createNotices(mailing),
    outboxMails: createOutboxMails(mailing),
    takeMail: createTakeMail({ ...base, compose: sending.compose, forward: createForward(sending.mailer) }),
    ...given,
  };
}

/** What organizers work with: accounts, pages, views, numbers that move, the scan of uploads, whether mail can leave. */
function createForOrganizers(base: Base) {
  const accounts = createAccounts(base);
  return {
    ...accounts,
    ...createPages(base.db),
    viewCounter: createViewCounter(base),
    live: createLive(base),
    screens: createScreens(base),
    scan: createFileScan({ ...base, clamdUrl: base.config.CLAMD_URL }),
    sendingDoctor: createSendingDoctor({
      ...base,
      ...accounts,
      settings: doctorSettings(base.config),
      dns: createDns(),
    }),
  };
}

type Base = ReturnType<typeof createBase>;

function createBase(config: Config, given: Partial<Wiring>) {
  const log = given.log ?? createLog(config.LOG_LEVEL);
  const clock = given.clock ?? systemClock;
  const createQueue = (): Queue =>
    config.REDIS_URL ? createBullQueue(config.REDIS_URL, log) : createEmbeddedQueue(log);
  const ids = given.ids ?? createIds(clock.now);
  const seal = given.seal ?? createSeal(config.SECRET);
  const counting = { log, clock, seal, redisUrl: config.REDIS_URL, scale: LIMIT_SCALES[config.LIMITS] };
  return {
    config,
    canMail: config.SMTP_URL !== undefined,
    log,
    clock,
    ids,
    seal,
    db: given.db ?? openDb(config.DATABASE_URL, config.DATA_KEYS),
    queue: given.queue ?? createQueue(),
    ...createCounting(counting, given),
    importSources,
    formTokens: createFormTokens({ seal, ids, clock }),
  };
}

/** Loads the data that ship with the program, where nothing newer is loaded. */
export function loadStarter(wiring: Wiring): Promise<ImportResult[]> {
  return loadStarterData(wiring, [starterZips, starterSenate]);
}

/** Closes what was opened, last opened first. */
export async function closeWiring(wiring: Wiring): Promise<void> {
  await wiring.worker.stop();
  await wiring.notices.idle();
  await wiring.errands.idle();
  await wiring.queue.close();
  wiring.limits.close();
  await wiring.tallies.close();
  await wiring.viewCounter.flush();
  await wiring.blockList.flush();
  await wiring.channel.close();
  await wiring.mailer.close();
  await wiring.db.destroy();
}
