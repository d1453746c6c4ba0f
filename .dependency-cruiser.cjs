/** Which folder of src may import which; the picture is in ARCHITECTURE.md. */
const allowed = {
  platform: [],
  web: ['platform'],
  'data-sets': ['platform'],
  divisions: ['platform', 'data-sets'],
  offices: ['platform', 'data-sets', 'divisions'],
  letters: ['platform'],
  counts: ['platform', 'divisions'],
  charts: ['platform', 'divisions'],
  supporters: ['platform'],
  abuse: ['platform', 'web', 'letters', 'supporters', 'organizers'],
  targets: ['platform', 'web', 'divisions', 'offices', 'positions'],
  campaigns: ['platform', 'web', 'data-sets', 'divisions', 'offices', 'letters', 'counts', 'targets', 'positions'],
  deliveries: ['platform', 'web', 'counts', 'supporters'],
  doctor: ['platform', 'deliveries'],
  // Its commands stand beside the program; the pages know it as a hold of letters.
  backups: ['platform', 'counts', 'deliveries'],
  actions: [
    'platform',
    'web',
    'divisions',
    'offices',
    'letters',
    'counts',
    'supporters',
    'targets',
    'campaigns',
    'deliveries',
    'partners',
    'abuse',
  ],
  notices: ['platform', 'web', 'counts', 'supporters', 'campaigns', 'letters', 'deliveries', 'actions'],
  positions: ['platform', 'data-sets', 'offices'],
  reports: ['platform', 'web', 'divisions', 'offices', 'counts', 'targets', 'positions', 'campaigns', 'actions'],
  organizers: ['platform', 'web'],
  partners: ['platform', 'web', 'divisions', 'counts', 'supporters', 'campaigns', 'deliveries', 'organizers'],
  // A person's own page over what every organization keeps of them.
  'your-data': ['platform', 'web', 'supporters', 'campaigns', 'organizers', 'people'],
  comparison: ['platform', 'web', 'divisions', 'charts', 'counts', 'campaigns', 'organizers', 'partners', 'reports'],
  people: ['platform', 'counts', 'supporters', 'campaigns', 'deliveries', 'organizers', 'partners'],
  console: [
    'platform',
    'web',
    'charts',
    'data-sets',
    'divisions',
    'offices',
    'letters',
    'counts',
    'supporters',
    'targets',
    'positions',
    'campaigns',
    'deliveries',
    'actions',
    'notices',
    'doctor',
    'organizers',
    'reports',
    'people',
    'partners',
    'comparison',
    'abuse',
  ],
};

const folders = Object.keys(allowed);

const tableRules = folders.map((folder) => ({
  name: `${folder}-imports`,
  comment: `src/${folder} may import only: ${allowed[folder].join(', ') || 'nothing of src'}`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: '^src/', pathNot: [`^src/${folder}/`, ...allowed[folder].map((name) => `^src/${name}/`)] },
}));

/** A technology and the files that may touch it. */
const homes = {
  express:
    '^src/(app\\.ts|web/|[^/]+/(api-|handover-|receipt-|page-|digest-|screen-|whose-)?routes\\.ts|actions/steps\\.ts|console/(mount|send-answer)\\.ts|organizers/(session-cookie|forged-form)\\.ts)',
  knex: '^(src/platform/|migrations/)',
  bull: '^src/platform/queue/',
  // Counting what happens for all processes needs a connection of its own, which gives up at once where Redis is away.
  ioredis: '^src/platform/(queue/|rate-limits/client\\.ts)',
  nodemailer: '^src/deliveries/channels/',
  handlebars: '^src/(letters|web)/',
  'postal-mime': '^src/deliveries/bounces/',
  'smtp-server': '^src/deliveries/bounces/',
  commander: '^src/(main\\.ts|[a-z/-]+/commands\\.ts)',
  luxon: '^src/(platform/clock\\.ts|deliveries/pacing/sending-window\\.ts)',
  pino: '^src/platform/log\\.ts',
  pdfkit: '^src/reports/pdf/',
};

const homeRules = Object.entries(homes).map(([name, path]) => ({
  name: `${name}-at-home`,
  severity: 'error',
  from: { path: '^(src|migrations)/', pathNot: path },
  to: { path: `node_modules/${name}/`, dependencyTypesNot: ['type-only'] },
}));

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'front-doors',
      comment: 'A folder of the domain is entered through its index.ts.',
      severity: 'error',
      from: { path: '^(src/([^/]+)/|src/[^/]+\\.ts)' },
      to: {
        path: `^src/(${folders.filter((name) => name !== 'platform').join('|')})/`,
        pathNot: ['^src/$2/', '^src/[^/]+/index\\.ts$'],
      },
    },
    {
      name: 'sql-in-stores',
      comment: 'Only stores build SQL; others pass the connection on.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['store[^/]*\\.ts$', '^src/platform/'] },
      to: { path: 'node_modules/knex/' },
    },
    { name: 'not-from-tests', severity: 'error', from: { path: '^(src|migrations)/' }, to: { path: '^test/' } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, path: '^src/', pathNot: ['^src/web/browser/', '\\.d\\.ts$'] },
      to: {},
    },
    {
      name: 'declared',
      severity: 'error',
      from: { path: '^(src|migrations)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev', 'unknown'] },
    },
    ...tableRules,
    ...homeRules,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^src/web/browser/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
};
