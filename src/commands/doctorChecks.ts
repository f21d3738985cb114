import { existsSync } from 'node:fs';
import { checkMailServer } from '../adapters/email/checkMailServer.ts';
import { timerRepeater } from '../adapters/schedule/timerRepeater.ts';
import { createPropReportsSource } from '../adapters/sources/propReports/source.ts';
import { addDays, weekdayOf } from '../domain/session/isoDate.ts';
import { longDay } from '../domain/text/dates.ts';
import { count } from '../domain/text/words.ts';
import { fetchWithin } from '../pipeline/steps/fetchWithin.ts';
import { MailError } from '../shared/errors.ts';
import { daemon } from './doctorDaemon.ts';
import { history, imports } from './doctorHistory.ts';
import { clock, disk, log, node, permissions } from './doctorHost.ts';
import { type Check, type CheckResult, green, note } from './doctorResult.ts';
import { audit, backups, database, lastRun, limits, outbox } from './doctorStore.ts';
import { webServer } from './doctorWeb.ts';
import { loginGuardOf } from './mailTransport.ts';
import { nextMorningSession } from './nextMorning.ts';
import type { World } from './world.ts';

/** Checks by name, in this order: a later check may depend on an earlier one. */
export const checks: Readonly<Record<string, Check>> = {
  node,
  permissions,
  database,
  history,
  imports,
  audit,
  backups,
  source,
  mail,
  alerts,
  calendar,
  disk,
  log,
  clock,
  daemon,
  'web server': webServer,
  'last run': lastRun,
  outbox,
  limits,
};

/** The operator waits at the terminal. A slower source would also delay a morning. */
const SOURCE_TIMEOUT_MS = 60_000;

async function source({ config, log, clock: now }: World): Promise<CheckResult> {
  if (config.source === null)
    return note('API_URL is not set', 'Mornings use imported fills, or the demo desk if there are none.');
  const client = createPropReportsSource({ ...config.source, name: 'propreports', log });
  try {
    const until = new Date(now.now().getTime() + SOURCE_TIMEOUT_MS);
    const ports = { clock: now, repeater: timerRepeater };
    const accounts = await fetchWithin(ports, client, until, (bounded) => bounded.accounts());
    return green(`logged in, ${count(accounts.length, 'account')}`);
  } finally {
    await client.close();
  }
}

async function mail(world: World): Promise<CheckResult> {
  const { config } = world;
  if (config.mail === null)
    return note(
      `not set: ${config.mailMissing.join(', ')}`,
      'Needed to send mail; --dry-run works without it.',
    );
  const { host, port, recipients } = config.mail;
  try {
    await checkMailServer(config.mail, loginGuardOf(world, true));
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new MailError('mail_server', `${host}:${port} · ${problem} · expected a server that takes mail`, {
      hint: 'Check SMTP_HOST, SMTP_PORT, SMTP_SECURITY, SMTP_USER and EMAIL_PASSWORD.',
      cause,
    });
  }
  return green(`${host}:${port} takes mail for ${count(recipients.length, 'recipient')}`);
}

async function alerts({ config }: World): Promise<CheckResult> {
  return config.alertRecipients.length === 0
    ? note('ALERT_RECIPIENTS is not set', 'Set it, or failures are reported in the log alone.')
    : green(
        `failures are mailed to ${count(config.alertRecipients.length, 'recipient')}, by the daemon and by \`npm run morning\`; only the daemon tries again and sends the LATE notice`,
      );
}

async function calendar(world: World): Promise<CheckResult> {
  const { config, calendar: days } = world;
  const next = await nextMorningSession(world);
  const overrides = existsSync(config.calendarOverrides) ? 'with overrides' : 'no overrides';
  return green(
    `${config.calendar}, ${overrides}; next morning ${longDay(next)} on data through ${longDay(days.previousSession(next))}; ${nextHoliday(world, next)}`,
  );
}

/** The first weekday within a year on which the market is closed. */
function nextHoliday({ calendar: days }: World, from: string): string {
  for (let date = from; date < addDays(from, 366); date = addDays(date, 1)) {
    const reason = days.closure(date);
    if (reason !== null && weekdayOf(date) <= 5) return `next holiday ${longDay(date)} (${reason})`;
  }
  return 'no holiday within a year';
}
