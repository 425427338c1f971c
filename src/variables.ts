/** What an operator may set, as `docs/operators` lists it; a test compares the two. */
export const VARIABLES = [
  { name: 'PORT', default: '8080', what: 'Port of the pages and the API; 0 takes any free one.' },
  { name: 'HOST', default: '127.0.0.1', what: 'Address to listen on; 0.0.0.0 or :: for every network.' },
  {
    name: 'PUBLIC_URL',
    default: 'http://HOST:PORT',
    what: 'Address under which the public reaches this installation, without a path.',
  },
  {
    name: 'DATA_DIR',
    default: './data',
    what: 'Directory of everything that is kept: embedded database, files, keys.',
  },
  {
    name: 'FILES_URL',
    default: 'file:',
    what: 'Where files lie: file: (DATA_DIR/files), file:///srv/files, or s3://key:secret@host:port/bucket?region=…&tls=on.',
  },
  {
    name: 'FILES_PORT',
    default: 'PORT + 1',
    what: 'Port of the second origin, which serves user files only; 0 takes any free one.',
  },
  {
    name: 'FILES_PUBLIC_URL',
    default: 'PUBLIC_URL with FILES_PORT',
    what: 'Address under which the public reaches the files: a host name of its own, without a path.',
  },
  {
    name: 'DATABASE_URL',
    default: '',
    what: 'PostgreSQL server to use instead of the embedded one, with the role of the application.',
  },
  {
    name: 'DATABASE_OWNER_URL',
    default: 'DATABASE_URL',
    what: 'The same server with the role that owns the tables; direct, never through a pooler.',
  },
  {
    name: 'DATABASE_REPLICA_URLS',
    default: '',
    what: 'Streaming replicas of that server, separated by commas, with the role of the application; public pages are read from them.',
  },
  {
    name: 'PG_BIN_DIR',
    default: '',
    what: 'Directory of initdb and postgres, to run the embedded database with the PostgreSQL of the system.',
  },
  {
    name: 'SECRET_KEY',
    default: 'made once, in DATA_DIR/keys',
    what: 'Secret of at least 32 characters for signing; the same on every machine of an installation.',
  },
  {
    name: 'DEMO',
    default: 'on when DATA_DIR is new and no DATABASE_URL is set',
    what: 'on or off: the fictional city with its accounts. Decided at the first start and remembered.',
  },
  {
    name: 'LOG_ORIGIN',
    default: 'host of PUBLIC_URL, then /log',
    what: 'Name of the public log, for ever: decided when its first entry is written, and kept when PORT or PUBLIC_URL change.',
  },
  { name: 'LOG_LEVEL', default: 'info', what: 'fatal, error, warn, info, debug, trace or silent.' },
  {
    name: 'ACCESS_LOG',
    default: 'off',
    what: 'off, on or address: a line for each call that reached a route, with the pattern of its path; address adds who called.',
  },
  {
    name: 'METRICS_TOKEN',
    default: '',
    what: 'Bearer token of at least 16 characters that opens /metrics; without it only this machine reads them.',
  },
  {
    name: 'TRUSTED_PROXIES',
    default: '',
    what: 'Addresses or networks of the proxies in front, separated by commas; only theirs X-Forwarded-For is believed.',
  },
  {
    name: 'SMTP_URL',
    default: '',
    what: 'Server that sends mail, such as smtps://name:password@mail.yunxi.example; without it mail stays in the outbox.',
  },
  {
    name: 'MAIL_FROM',
    default: '',
    what: 'Address in whose name mail is sent, with or without a name before it; needed with SMTP_URL.',
  },
] as const
