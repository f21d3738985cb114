/**
 * One setting of the environment. The table in docs/settings.md, .env.example and the schema follow this
 * list; tests compare them.
 */
export interface Setting {
  readonly name: string;
  /** The default; null: none. */
  readonly fallback: string | null;
  /** A secret may also be read from the file that NAME_FILE names. It is never printed. */
  readonly secret: boolean;
  readonly group: 'fills' | 'mail' | 'time' | 'limits' | 'web' | 'operation';
  /** Explains the setting in docs/settings.md. */
  readonly meaning: string;
}

/** All settings. */
export const settings = [
  row('fills', 'DB_PATH', 'data/daybreak.db', 'SQLite database; created with mode 0600.'),
  secret(
    'fills',
    'DATABASE_URL',
    'Postgres database, `postgres://user:password@host:5432/database`, in place of the SQLite file. The folder of DB_PATH still has the other files of the desk. Unset: SQLite.',
  ),
  row(
    'fills',
    'API_URL',
    null,
    'PropReports server, `https://<firm>.propreports.com`. Unset: imported fills, else the demo desk.',
  ),
  row('fills', 'API_USER', null, 'PropReports user; needed with API_URL.'),
  secret('fills', 'API_PASS', 'PropReports password; needed with API_URL.'),
  row(
    'fills',
    'FILLS_RETENTION_DAYS',
    null,
    'Fills older than so many days before the newest session are removed by a morning; at least 7. Computed figures stay. Unset: fills are kept for ever.',
  ),
  row(
    'fills',
    'BASE_CURRENCY',
    'USD',
    'ISO code of the currency of limits and figures. Fills in another one need `npm run fx -- import`.',
  ),
  row('mail', 'EMAIL_FROM', null, 'Sender, `Daybreak <risk@example.com>`. Needed to send.'),
  row('mail', 'EMAIL_RECIPIENTS', null, 'Risk managers, separated by commas. Needed to send.'),
  row(
    'mail',
    'ALERT_RECIPIENTS',
    null,
    'Operators, separated by commas. The daemon and the one-shot run mail them about failed runs and undelivered mail. Unset: failures are only logged.',
  ),
  row(
    'mail',
    'NOTIFY_SUCCESS',
    'no',
    '`yes`: ALERT_RECIPIENTS also get a short note after each successful morning.',
  ),
  row('mail', 'SMTP_HOST', null, 'Mail server. Needed to send.'),
  row(
    'mail',
    'SMTP_PORT',
    null,
    'Port of the mail server; unset: 587 for starttls, 465 for tls, 25 for none.',
  ),
  row(
    'mail',
    'SMTP_SECURITY',
    'starttls',
    '`starttls`, `tls`, or `none`; `none` is accepted for a server on this host only.',
  ),
  row('mail', 'SMTP_USER', null, "Login of the mail server; unset: EMAIL_FROM's address."),
  row(
    'mail',
    'SMTP_EHLO_NAME',
    null,
    'Name that Daybreak gives to the mail server with EHLO: a host name, or an address in []. Unset: the domain of EMAIL_FROM.',
  ),
  secret('mail', 'EMAIL_PASSWORD', 'Password of the mail server; unset: no login.'),
  row(
    'time',
    'TIMEZONE',
    'America/New_York',
    'Zone of the market, and of RUN_AT, LATE_AT and SEND_DEADLINE.',
  ),
  row('time', 'CALENDAR', 'nyse', '`nyse`, `weekdays`, or `everyday` for desks that trade around the clock.'),
  row(
    'time',
    'CALENDAR_OVERRIDES',
    'data/calendar.txt',
    'File of days that differ from the calendar, one a line; need not exist.',
  ),
  row('time', 'RUN_AT', '05:00', 'When the morning run starts, by the daemon or by setup-cron.sh.'),
  row(
    'time',
    'LATE_AT',
    '08:30',
    'If no cuts are decided by this time, the daemon sends a LATE notice. Must be after RUN_AT; SEND_DEADLINE or later: no notice.',
  ),
  row('time', 'SEND_DEADLINE', '09:25', 'After this no morning mail goes out for the day.'),
  row(
    'time',
    'CORRECTION_EVERY_MINUTES',
    '30',
    'Minutes between two checks of the source for changed fills, from the mail to SEND_DEADLINE; changes are mailed as a correction. 0: never.',
  ),
  row(
    'limits',
    'DEFAULT_LIMIT',
    '5000',
    'Daily loss limit in dollars of a trader whose roster entry has none, 1 to 1,000,000,000.',
  ),
  row('limits', 'MAX_REDUCTION_PCT', '80', 'No limit is ever cut by more than this, in percent; 0 to 80.'),
  row(
    'limits',
    'LIMIT_BASIS',
    'realised',
    'P&L that the trading platform compares with a loss limit: `realised`, or `total` with open positions. Cuts are evaluated on it.',
  ),
  row(
    'limits',
    'LIMIT_LIFETIME',
    'until-changed',
    '`until-changed`: the platform keeps a limit until it is changed. `session`: it returns to the base limit every night.',
  ),
  row(
    'limits',
    'LIMIT_ROUND_TO',
    '50',
    'New limits are rounded down to a multiple of so many dollars; to 5, then 1, where that is more than a tenth of the base limit.',
  ),
  row(
    'limits',
    'LIMITS_PROFILES',
    null,
    'Files for trading platforms that each morning writes, separated by commas: names of shipped profiles (`generic`, `das-worksheet`, `tradovate`, `tt-credit`, `sterling`, `atoti`) or paths of JSON files. Unset: none.',
  ),
  row(
    'limits',
    'LARGE_LOSS_THRESHOLD',
    '2000',
    'Dollars; a day that loses this much or more counts as a large loss in hit rates.',
  ),
  row(
    'limits',
    'TIER_HIGH_RATIO',
    '2',
    'Tier high when a large loss is more than this many times as likely as usual.',
  ),
  row(
    'limits',
    'TIER_NEUTRAL_RATIO',
    '1.3',
    'Tier neutral when a large loss is more than this many times as likely as usual; not above TIER_HIGH_RATIO.',
  ),
  row(
    'limits',
    'RETRAIN_EVERY_SESSIONS',
    '5',
    'Sessions between two trainings of the model and decisions of its gate; 1 to 21.',
  ),
  row(
    'limits',
    'CUTS_REQUIRE_PROOF',
    'no',
    '`yes`: limits are cut only where cuts have proved over 250 sessions that they save money. `no`: cuts stop only where they are shown to cost money.',
  ),
  row(
    'limits',
    'MAX_PORTFOLIO_RISK_PCT',
    '2',
    'Where the VaR 95 of the desk is above this percentage of its risk capital, the compliance report has a finding; above 0, at most 100.',
  ),
  row(
    'limits',
    'MAX_POSITION_PCT',
    null,
    "Where the largest position of a trader's day is above this percentage of the risk capital on the roster, the compliance report has a finding; above 0, at most 1000. Unset: no finding.",
  ),
  row(
    'limits',
    'SHADOW_STRATEGIES',
    null,
    'Strategies that decide every morning next to the one in force and are never mailed, at most 5, `careful=engine:rules;max:50,early=curve:1.3-2.8`. Keys: `engine` (`rules`, `model` without its gate, `chain` as in force; default `chain`), `max` (deepest cut in percent), `curve` (multiples of the usual risk at which the cut of the model begins and reaches 80 %). Unset: none.',
  ),
  row(
    'web',
    'WEB_PORT',
    '8090',
    'Port of the desk page and the API; the daemon runs the server as a process of its own. 0: none.',
  ),
  row(
    'web',
    'WEB_HOST',
    '127.0.0.1',
    'Address on which the server listens. Wider than loopback only behind TLS.',
  ),
  row(
    'web',
    'WEB_URL',
    null,
    'Address of the desk page as the readers of the mails reach it, `https://risk.example.com`; links in mails begin with it. Unset: mails have no links.',
  ),
  row(
    'web',
    'WEB_BASE_PATH',
    '/',
    'Path below which the server answers, where a proxy serves other programs too.',
  ),
  row(
    'web',
    'WEB_TRUST_PROXY',
    'no',
    '`yes`: a proxy on this host terminates TLS and names the client; else the addresses of such proxies, separated by commas. `no`: no proxy.',
  ),
  row(
    'web',
    'WEB_RATE_LIMIT',
    '600',
    'Requests a minute that one key may make; without a key 60 from one address, and 10 with one link. 0: no limits.',
  ),
  secret(
    'web',
    'WEB_SIGNING_KEY',
    'Signs the links in mails: 32 characters or more; several separated by commas, of which the first signs and all are valid. Unset: made on the first start, in `web-signing.key` next to the database.',
  ),
  row(
    'web',
    'REMIND_UNANSWERED',
    null,
    '`yes`: 15 minutes before SEND_DEADLINE the daemon mails the changes without an answer, once. Unset: `yes` where WEB_URL is set.',
  ),
  row(
    'operation',
    'LEASE_SECONDS',
    '90',
    'Seconds for which a run keeps its lease after it last renewed it; then another run may take over. At least 15 with DATABASE_URL, at most 3600.',
  ),
  row(
    'operation',
    'WORKERS',
    '2',
    'On Postgres, how many jobs of a morning or a backtest this process does at once; 0: it uses no queue and does all work itself.',
  ),
  row(
    'operation',
    'BACKUP_DIR',
    null,
    'Folder of the backups, created with mode 0700; unset: `backups` in the folder of the database.',
  ),
  row(
    'operation',
    'BACKUP_RSYNC_TARGET',
    null,
    'Where rsync copies the backups after each backup, `host:folder` or a folder of another disk; nothing is deleted there. Unset: no copy.',
  ),
  row(
    'operation',
    'HEALTH_PORT',
    '8080',
    'Port on which the daemon serves `/health` and `/metrics`; 0: none.',
  ),
  row(
    'operation',
    'HEALTH_HOST',
    '127.0.0.1',
    'Address on which the daemon serves them. They contain nothing about traders and need no password.',
  ),
  secret(
    'operation',
    'HEARTBEAT_URL',
    'The daemon and the one-shot run call this URL: with `/start` when a morning begins, as it is when the cuts are mailed, with `/fail` when the morning fails. Unset: no calls.',
  ),
  row(
    'operation',
    'LOG_LEVEL',
    'info',
    '`debug`, `info`, `warn` or `error`. Commands on a terminal show `info` only with `debug`.',
  ),
  row('operation', 'LOG_DIR', 'logs', "Folder of the daemon's log files, `daybreak.DATE.N.log`, JSON lines."),
  row('operation', 'LOG_KEEP_DAYS', '30', 'Days after which the daemon removes log files; 1 to 3650.'),
] as const satisfies readonly Setting[];

export type SettingName = (typeof settings)[number]['name'];

export function isSecret(name: string): boolean {
  return settings.some((setting) => setting.name === name && setting.secret);
}

function row<const N extends string>(
  group: Setting['group'],
  name: N,
  fallback: string | null,
  meaning: string,
) {
  return { name, fallback, secret: false, group, meaning } as const;
}

function secret<const N extends string>(group: Setting['group'], name: N, meaning: string) {
  return { name, fallback: null, secret: true, group, meaning } as const;
}
