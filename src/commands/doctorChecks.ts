import { existsSync, statSync } from 'node:fs';
import { mkdir, statfs } from 'node:fs/promises';
import { DateTime } from 'luxon';
import { migrationStatus } from '../adapters/database/migrate.ts';
import { checkMailServer } from '../adapters/email/checkMailServer.ts';
import { createPropReportsSource } from '../adapters/sources/propReports/source.ts';
import { count, longDay } from '../domain/report/words.ts';
import { sendDeadline, sessionDueNow, startOfMorning } from '../domain/session/due.ts';
import { MailError } from '../errors.ts';
import { dataDirectory, type World, withStores } from './world.ts';

/** What one look found: green, yellow (works, but know it) or red, and what to do about it. */
export interface CheckResult {
  readonly status: 'green' | 'yellow' | 'red';
  readonly found: string;
  readonly todo: string;
}

export type Check = (world: World) => Promise<CheckResult>;

/** A morning needs room for a day of fills, the journal beside it, and the mail. */
const NEEDED_GIGABYTES = 2;

export const checks: Readonly<Record<string, Check>> = { database, source, mail, calendar, disk, clock };

export function green(found: string): CheckResult {
  return { status: 'green', found, todo: '' };
}

async function database({ config }: World): Promise<CheckResult> {
  if (!existsSync(config.dbPath))
    return note('not created yet', 'Import fills or run a morning; it is made then.');
  return withStores(config.dbPath, async ({ database: opened, fills }) => {
    const integrity = opened.driver.pragma('quick_check', { simple: true });
    if (integrity !== 'ok')
      return red(`damaged: ${String(integrity)}`, 'Stop, move the file away, restore a copy.');
    const mode = statSync(config.dbPath).mode & 0o777;
    if (mode !== 0o600) return red(`mode ${mode.toString(8)}; expected 600`, 'chmod 600 the database file.');
    const applied = (await migrationStatus(opened.queries)).length;
    const range = await fills.sessionRange();
    const sessions = range ? `fills from ${range.first} to ${range.last}` : 'no fills yet';
    return green(`intact, ${count(applied, 'migration')}, ${sessions}`);
  });
}

async function source({ config, log }: World): Promise<CheckResult> {
  if (config.source === null)
    return note('API_URL is not set', 'Mornings use imported fills, else the demo desk.');
  const client = createPropReportsSource({ ...config.source, name: 'propreports', log });
  try {
    return green(`logged in, ${count((await client.accounts()).length, 'account')}`);
  } finally {
    await client.close();
  }
}

async function mail({ config }: World): Promise<CheckResult> {
  if (config.mail === null)
    return note(`not set: ${config.mailMissing.join(', ')}`, 'Needed to send; --dry-run works without.');
  const { host, port, recipients } = config.mail;
  try {
    await checkMailServer(config.mail);
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new MailError('mail_server', `${host}:${port} · ${said} · expected a server that takes mail`, {
      hint: 'Check SMTP_HOST, SMTP_PORT, SMTP_SECURITY, SMTP_USER and EMAIL_PASSWORD.',
      cause,
    });
  }
  return green(`${host}:${port} takes mail for ${count(recipients.length, 'recipient')}`);
}

async function calendar(world: World): Promise<CheckResult> {
  const { config, clock: time, calendar: days } = world;
  const next = sessionDueNow(time.now(), days, config.timezone);
  const overrides = existsSync(config.calendarOverrides) ? 'with overrides' : 'no overrides';
  return green(
    `${config.calendar}, ${overrides}; next morning ${longDay(next)} on data through ${longDay(days.previousSession(next))}`,
  );
}

async function disk({ config }: World): Promise<CheckResult> {
  await mkdir(dataDirectory(config), { recursive: true });
  const { bavail, bsize } = await statfs(dataDirectory(config));
  const gigabytes = (bavail * bsize) / 2 ** 30;
  const found = `${gigabytes.toFixed(1)} GB free`;
  return gigabytes < NEEDED_GIGABYTES
    ? red(found, `Make room: a morning needs ${NEEDED_GIGABYTES} GB.`)
    : green(found);
}

async function clock({ config, clock: time, calendar: days }: World): Promise<CheckResult> {
  const now = DateTime.fromJSDate(time.now(), { zone: config.timezone });
  if (now.year < 2025) return red(`the clock says ${now.toISO()}`, 'Set the clock of this machine.');
  const next = sessionDueNow(time.now(), days, config.timezone);
  const shown = (instant: Date) =>
    DateTime.fromJSDate(instant, { zone: config.timezone }).toFormat('HH:mm ZZZZ');
  const start = shown(startOfMorning(next, config.runAt, config.timezone));
  const deadline = shown(sendDeadline(next, config.sendDeadline, config.timezone));
  return green(
    `${now.toFormat('ccc d LLL HH:mm ZZZZ')}; the next run is at ${start}, its deadline ${deadline}`,
  );
}

function note(found: string, todo: string): CheckResult {
  return { status: 'yellow', found, todo };
}

function red(found: string, todo: string): CheckResult {
  return { status: 'red', found, todo };
}
