export const configurationCodes = {
  account_without_totals: {
    meaning: '--account was given, and no file is a totalsByDate report.',
    whatToDo: 'Leave --account out: fills name their accounts.',
  },
  api_url: {
    meaning: 'API_URL is not an address that Daybreak may use.',
    whatToDo: 'Set it to https://<firm>.propreports.com. Plain http is accepted for this machine only.',
  },
  backup_usage: {
    meaning: '`backup` was given a file without --verify.',
    whatToDo: 'Use `npm run backup -- --verify FILE` to check a backup, or `npm run backup` to make one.',
  },
  bad_accept: {
    meaning:
      '`accept` was called without a trader, session or reason, or with options that exclude each other.',
    whatToDo:
      'Call `npm run accept -- TRADER SESSION --reason TEXT`, or `npm run accept -- --session SESSION --no-trading`.',
  },
  bad_answer: {
    meaning: 'The options of `answer` contradict each other, or one is missing.',
    whatToDo:
      'Give --trader T or --all, and one of --applied, --limit DOLLARS and --not-applied --reason TEXT. Nothing was changed.',
  },
  bad_profile: {
    meaning: 'A limits profile is no JSON file with the fields of a profile, or two have one name.',
    whatToDo: 'Correct the fields that the message names; docs/profiles.md lists them all.',
  },
  bad_range: {
    meaning: 'The first or last day of a backfill is not a possible range of sessions.',
    whatToDo: 'Give --from and --to as YYYY-MM-DD, the first one not after the last, neither in the future.',
  },
  bad_sender: {
    meaning: 'EMAIL_FROM is not one address.',
    whatToDo: 'Set it to one address, such as Daybreak <risk@desk.example>.',
  },
  bad_settings: {
    meaning: 'Settings have values that cannot be used; the message lists each one.',
    whatToDo: 'Correct these lines of .env or of the environment. docs/settings.md explains each setting.',
  },
  bad_usage: {
    meaning: 'A command or an option does not exist or has a value that cannot be used.',
    whatToDo: 'Add --help to see what is possible.',
  },
  calendar_override_not_early: {
    meaning: 'CALENDAR_OVERRIDES has an early close that is not before the regular close.',
    whatToDo: 'Correct the time, or write `DATE open` for a full session.',
  },
  calendar_overrides_invalid: {
    meaning: 'Lines of CALENDAR_OVERRIDES cannot be read; the message lists them.',
    whatToDo: 'Correct these lines. Until then no session can be computed, and nothing is sent.',
  },
  copy_usage: {
    meaning: 'The places --from and --to of `copy-store` are not a SQLite file and a Postgres database.',
    whatToDo:
      'Write `sqlite:FILE` at one end, and `DATABASE_URL` or the address of a Postgres database at the other.',
  },
  demo_in_use: {
    meaning:
      'A running `serve --demo` uses the database of the demo desk, which would have to be made again.',
    whatToDo: 'Stop that server, or set another DB_PATH for this run.',
  },
  demo_mail: {
    meaning: 'The fills are those of the demo desk, which is never mailed to EMAIL_RECIPIENTS.',
    whatToDo:
      'Set API_URL or import fills. To see the demo, add --dry-run, or --to ADDRESS to mail it to yourself.',
  },
  no_fills_to_watch: {
    meaning: 'The daemon has neither a source nor imported fills.',
    whatToDo: 'Set API_URL, API_USER and API_PASS, or import fills first.',
  },
  no_mail_settings: {
    meaning: 'Settings that sending needs are not set; the message lists them.',
    whatToDo: 'Set them in .env, or use --dry-run.',
  },
  no_queue: {
    meaning: '`worker` needs a queue, and the desk has none: it is on SQLite, or WORKERS is 0.',
    whatToDo:
      'Set DATABASE_URL to the Postgres database of the desk, and WORKERS to 1 or more: docs/workers.md.',
  },
  no_source: {
    meaning: '`backfill` needs a source, and API_URL is not set.',
    whatToDo: 'Set API_URL, API_USER and API_PASS, or import files: `npm run import -- FILE`.',
  },
  not_on_postgres: {
    meaning: 'A command that works on a SQLite file was called, and DATABASE_URL names a Postgres server.',
    whatToDo:
      'Postgres needs no such command: a database is never taken for that of another desk. docs/postgres.md.',
  },
  period_backwards: {
    meaning: '--start is after --end.',
    whatToDo: 'Exchange the two, or leave one out.',
  },
  profile_basis: {
    meaning: 'A limits profile is for a platform that compares other P&L with a limit than LIMIT_BASIS says.',
    whatToDo: 'Set LIMIT_BASIS to what the platform compares, or remove the profile from LIMITS_PROFILES.',
  },
  settings_unreadable: {
    meaning: 'The .env file cannot be read by this user.',
    whatToDo: 'Run Daybreak as the owner of the file, or change the owner with chown. Leave its mode at 600.',
  },
  signing_key_exposed: {
    meaning: 'Other users of the machine can read or change `web-signing.key`, so they could answer mails.',
    whatToDo:
      'Delete the file, so that a new one is made; links in older mails end. With `chmod 600` the key stays as it is: only where you are sure that no other user has read it.',
  },
  signing_key_unreadable: {
    meaning: 'The key that signs the links in mails cannot be read or made. Mails go out without links.',
    whatToDo:
      'Correct the owner or content of `web-signing.key`, or set WEB_SIGNING_KEY. A deleted file is made again; links in older mails end.',
  },
  smtp_login: {
    meaning: 'Only one of mail user and mail password is set.',
    whatToDo: 'Set EMAIL_PASSWORD, or neither for a mail server without login.',
  },
  smtp_security: {
    meaning: 'SMTP_SECURITY is none for a mail server on another machine.',
    whatToDo: 'Set SMTP_SECURITY to starttls (port 587) or tls (port 465).',
  },
  time_of_day_invalid: {
    meaning: 'A time of day is not written as HH:MM.',
    whatToDo: 'Write it with two digits each on the 24-hour clock, for example 05:00.',
  },
  unknown_profile: {
    meaning: 'LIMITS_PROFILES or --profile names a limits profile that does not exist.',
    whatToDo: 'Use a shipped name, or the path of a JSON file with a slash or ending in .json.',
  },
  web_port_off: {
    meaning: '`serve` was called where WEB_PORT is 0, which means no web server.',
    whatToDo: 'Set WEB_PORT, or add --port N.',
  },
  zone_unknown: {
    meaning: 'TIMEZONE is not the name of a time zone.',
    whatToDo: 'Set it to a name such as America/New_York.',
  },
} as const;
