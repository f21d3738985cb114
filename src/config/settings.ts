/** One setting of the environment. The README table, .env.example and the reader in config.ts all come from this list. */
export interface Setting {
  readonly name: string;
  /** What it is when unset; null where it has no default. */
  readonly fallback: string | null;
  /** Secrets may also come from a file named by NAME_FILE, and are never shown. */
  readonly secret: boolean;
  readonly group: 'fills' | 'mail' | 'time' | 'limits' | 'operation';
  readonly meaning: string;
}

export const settings = [
  row('fills', 'DB_PATH', 'data/daybreak.db', 'SQLite database; created with mode 0600.'),
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
    'Days, back from the newest session, for which fills are kept, at least 7; a morning removes older ones and no figure. Unset: for ever.',
  ),
  row('mail', 'EMAIL_FROM', null, 'Sender, `Daybreak <risk@example.com>`. Needed to send.'),
  row('mail', 'EMAIL_RECIPIENTS', null, 'Risk managers, separated by commas. Needed to send.'),
  row(
    'mail',
    'ALERT_RECIPIENTS',
    null,
    'Who operates Daybreak, separated by commas: hears of failed runs and undelivered mail, from the daemon and from the one-shot run. Unset: failures stand in the log alone.',
  ),
  row(
    'mail',
    'NOTIFY_SUCCESS',
    'no',
    '`yes`: ALERT_RECIPIENTS also get a short note after each morning that went well.',
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
  secret('mail', 'EMAIL_PASSWORD', 'Password of the mail server; unset: no login.'),
  row('time', 'TIMEZONE', 'America/New_York', 'Zone of the market, and of RUN_AT and SEND_DEADLINE.'),
  row('time', 'CALENDAR', 'nyse', '`nyse`, `weekdays`, or `everyday` for desks that trade around the clock.'),
  row(
    'time',
    'CALENDAR_OVERRIDES',
    'data/calendar.txt',
    'Days that differ from the calendar, one a line; may be absent.',
  ),
  row('time', 'RUN_AT', '05:00', 'When the morning run starts, by the daemon or by setup-cron.sh.'),
  row(
    'time',
    'LATE_AT',
    '08:30',
    'Later than RUN_AT: without cuts by then the daemon sends a LATE notice; at SEND_DEADLINE or later: none.',
  ),
  row('time', 'SEND_DEADLINE', '09:25', 'After this no morning mail goes out for the day.'),
  row(
    'time',
    'CORRECTION_EVERY_MINUTES',
    '30',
    'How often the daemon asks the source again between the mail and SEND_DEADLINE, to correct it; 0: never.',
  ),
  row(
    'limits',
    'DEFAULT_LIMIT',
    '5000',
    'Daily loss limit in dollars of a trader without one on the roster.',
  ),
  row('limits', 'MAX_REDUCTION_PCT', '80', 'No limit is ever cut by more than this, in percent; 0 to 80.'),
  row(
    'limits',
    'LIMIT_BASIS',
    'realised',
    'What the platform compares a loss limit with: `realised` P&L, or `total` with open positions. Cuts are judged on it.',
  ),
  row(
    'limits',
    'LARGE_LOSS_THRESHOLD',
    '2000',
    'Dollars; a day that loses as much counts as a large loss in hit rates.',
  ),
  row(
    'limits',
    'TIER_HIGH_RATIO',
    '2',
    'Tier high when a large loss is more than so many times as likely as usual.',
  ),
  row('limits', 'TIER_NEUTRAL_RATIO', '1.3', 'Tier neutral likewise; not above TIER_HIGH_RATIO.'),
  row(
    'limits',
    'RETRAIN_EVERY_SESSIONS',
    '5',
    'Sessions from one training of the model and decision of its gate to the next; 1 to 21.',
  ),
  row(
    'operation',
    'LEASE_SECONDS',
    '90',
    'Seconds after its last sign of life for which a run keeps its morning; then another one takes over.',
  ),
  row(
    'operation',
    'BACKUP_DIR',
    null,
    'Folder of the backups, made with mode 0700; unset: `backups` beside the database.',
  ),
  row(
    'operation',
    'BACKUP_RSYNC_TARGET',
    null,
    'Where rsync copies the backups after each, `host:folder` or a folder of another disk; nothing is deleted there. Unset: nowhere.',
  ),
  row(
    'operation',
    'HEALTH_PORT',
    '8080',
    'Port on which the daemon answers `/health` and `/metrics`; 0: on none.',
  ),
  row(
    'operation',
    'HEALTH_HOST',
    '127.0.0.1',
    'Address it listens on. It tells nothing about traders, and asks for no password.',
  ),
  secret(
    'operation',
    'HEARTBEAT_URL',
    'Pinged by the daemon and the one-shot run: `/start` as a morning begins, plain when it is mailed, `/fail` when it fails. Unset: none.',
  ),
  row('operation', 'LOG_LEVEL', 'info', '`debug`, `info`, `warn` or `error`.'),
  row('operation', 'LOG_DIR', 'logs', "Folder of the daemon's log files, `daybreak.DATE.N.log`, JSON lines."),
  row('operation', 'LOG_KEEP_DAYS', '30', 'Days after which the daemon removes them; 1 to 3650.'),
] as const satisfies readonly Setting[];

export type SettingName = (typeof settings)[number]['name'];

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
