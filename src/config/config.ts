import { dirname, join } from 'node:path';
import { IANAZone } from 'luxon';
import { z } from 'zod';
import { ConfigurationError } from '../shared/errors.ts';
import { isLoopback } from '../shared/loopback.ts';
import { isRecipient, parseSender } from '../shared/mailAddress.ts';
import { readSecretFile } from './secretFiles.ts';
import { type SettingName, settings } from './settings.ts';

export interface SourceConfig {
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

export interface MailConfig {
  readonly from: string;
  readonly recipients: readonly string[];
  readonly host: string;
  readonly port: number;
  readonly security: 'starttls' | 'tls' | 'none';
  readonly user: string | null;
  readonly password: string | null;
}

/** Everything the process was told, checked once and never changed. */
export interface Config {
  readonly dbPath: string;
  /** null: no fill source is configured. */
  readonly source: SourceConfig | null;
  /** null: fills are kept for ever. */
  readonly fillsRetentionDays: number | null;
  /** null: mail cannot be sent; what is missing stands in mailMissing. */
  readonly mail: MailConfig | null;
  readonly mailMissing: readonly SettingName[];
  /** Who operates Daybreak; empty: nobody is told of failures by mail. */
  readonly alertRecipients: readonly string[];
  readonly notifySuccess: boolean;
  readonly timezone: string;
  readonly calendar: 'nyse' | 'weekdays' | 'everyday';
  readonly calendarOverrides: string;
  readonly runAt: string;
  readonly lateAt: string;
  readonly sendDeadline: string;
  /** Milliseconds; null: a mailed morning is not looked at again. */
  readonly correctionEveryMs: number | null;
  /** Dollars. */
  readonly defaultLimit: number;
  /** Percent, 0-80. */
  readonly maxReductionPct: number;
  /** What a loss limit is compared with. */
  readonly limitBasis: 'realised' | 'total';
  /** Dollars, a loss as a positive number. */
  readonly largeLossThreshold: number;
  /** Multiples of the usual chance of a large loss. */
  readonly tiers: { readonly high: number; readonly neutral: number };
  readonly retrainEverySessions: number;
  /** Milliseconds. */
  readonly leaseMs: number;
  readonly backupDir: string;
  /** null: backups are copied nowhere. */
  readonly backupRsyncTarget: string | null;
  /** null: no health server. */
  readonly healthPort: number | null;
  readonly healthHost: string;
  /** A secret: who knows it can ping. null: none. */
  readonly heartbeatUrl: string | null;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  readonly logDir: string;
  readonly logKeepDays: number;
  /** What works and should not stay so, a sentence each. */
  readonly warnings: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time as HH:MM');
const decimal = z
  .string()
  .regex(/^\d+(\.\d+)?$/, 'a plain number')
  .transform(Number);
const recipientList = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== ''),
  )
  .refine((list) => list.length > 0 && list.every(isRecipient), 'addresses separated by commas');

function wholeNumber(least: number, most: number, of: string) {
  const expected = `whole ${of}, ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,5}$/, expected)
    .transform(Number)
    .refine((value) => value >= least && value <= most, expected);
}

const schema = z.object({
  DB_PATH: z.string(),
  API_URL: z
    .string()
    .refine(isProtectedUrl, 'a URL that begins with https://; http only to this machine')
    .optional(),
  API_USER: z.string().optional(),
  API_PASS: z.string().optional(),
  // Fewer calendar days need not hold the five sessions that every morning fetches again.
  FILLS_RETENTION_DAYS: z
    .string()
    .regex(/^\d{1,5}$/, 'a whole number of days, at least 7')
    .transform(Number)
    .refine((days) => days >= 7, 'a whole number of days, at least 7')
    .optional(),
  EMAIL_FROM: z.string().refine(isRecipient, 'an address, or Name <address>').optional(),
  EMAIL_RECIPIENTS: recipientList.optional(),
  ALERT_RECIPIENTS: recipientList.optional(),
  NOTIFY_SUCCESS: z.enum(['yes', 'no'], 'yes or no'),
  EMAIL_PASSWORD: z.string().optional(),
  SMTP_HOST: z
    .string()
    .regex(/^[^\s/]+$/, 'a host name')
    .optional(),
  SMTP_PORT: z
    .string()
    .regex(/^\d+$/, 'a port, 1 to 65535')
    .transform(Number)
    .refine((port) => port >= 1 && port <= 65_535, 'a port, 1 to 65535')
    .optional(),
  SMTP_SECURITY: z.enum(['starttls', 'tls', 'none'], 'starttls, tls or none'),
  SMTP_USER: z.string().optional(),
  TIMEZONE: z.string().refine((zone) => IANAZone.isValidZone(zone), 'a zone such as America/New_York'),
  CALENDAR: z.enum(['nyse', 'weekdays', 'everyday'], 'nyse, weekdays or everyday'),
  CALENDAR_OVERRIDES: z.string(),
  RUN_AT: clockTime,
  LATE_AT: clockTime,
  SEND_DEADLINE: clockTime,
  CORRECTION_EVERY_MINUTES: wholeNumber(0, 1440, 'minutes'),
  DEFAULT_LIMIT: decimal.refine((dollars) => dollars > 0, 'dollars above 0'),
  MAX_REDUCTION_PCT: decimal.refine((percent) => percent <= 80, 'a percentage from 0 to 80'),
  LIMIT_BASIS: z.enum(['realised', 'total'], 'realised or total'),
  LARGE_LOSS_THRESHOLD: decimal.refine((dollars) => dollars > 0, 'dollars above 0'),
  TIER_HIGH_RATIO: decimal.refine((ratio) => ratio >= 1, 'a ratio of 1 or more'),
  TIER_NEUTRAL_RATIO: decimal.refine((ratio) => ratio >= 1, 'a ratio of 1 or more'),
  RETRAIN_EVERY_SESSIONS: z
    .string()
    .regex(/^\d{1,2}$/, 'whole sessions, 1 to 21')
    .transform(Number)
    .refine((sessions) => sessions >= 1 && sessions <= 21, 'whole sessions, 1 to 21'),
  LEASE_SECONDS: z
    .string()
    .regex(/^\d{1,4}$/, 'whole seconds, 1 to 3600')
    .transform(Number)
    .refine((seconds) => seconds >= 1 && seconds <= 3600, 'whole seconds, 1 to 3600'),
  BACKUP_DIR: z.string().optional(),
  // rsync would take it for an option.
  BACKUP_RSYNC_TARGET: z
    .string()
    .refine((target) => !target.startsWith('-'), 'host:folder, or a folder')
    .optional(),
  HEALTH_PORT: wholeNumber(0, 65_535, 'number of a port'),
  HEALTH_HOST: z.string().regex(/^[^\s/]+$/, 'an address or host name'),
  HEARTBEAT_URL: z
    .string()
    .refine(isProtectedUrl, 'a URL that begins with https://; http only to this machine')
    .optional(),
  LOG_DIR: z.string(),
  LOG_KEEP_DAYS: wholeNumber(1, 3650, 'days'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error'], 'debug, info, warn or error'),
} satisfies Record<SettingName, z.ZodType>);

/**
 * Reads the environment into a Config. A blank value counts as unset; `NAME_FILE` names a file that holds a secret.
 * @throws ConfigurationError that lists every bad or missing setting at once.
 */
export function loadConfig(environment: Environment): Config {
  const problems: string[] = [];
  const warnings: string[] = [];
  const parsed = schema.safeParse(readSettings(environment, problems, warnings));
  for (const issue of parsed.error?.issues ?? []) {
    const name = String(issue.path[0]);
    const found = isSecret(name) ? 'a value' : JSON.stringify(withoutLogin(name, environment[name] ?? ''));
    problems.push(`${name} is ${found}; expected ${issue.message}`);
  }
  for (const name of ['API_USER', 'API_PASS'] as const) {
    // A file that cannot be read is a problem already; the setting is not one more.
    const isByFile = isSecret(name) && environment[`${name}_FILE`]?.trim();
    if (parsed.data?.API_URL && !parsed.data[name] && !isByFile)
      problems.push(`${name} is not set; it is needed with API_URL`);
  }
  const { SMTP_SECURITY, SMTP_HOST } = parsed.data ?? {};
  if (SMTP_SECURITY === 'none' && SMTP_HOST !== undefined && !isLoopback(SMTP_HOST)) {
    problems.push(`SMTP_SECURITY is "none"; expected starttls or tls for another machine than this`);
  }
  if (parsed.data && parsed.data.RUN_AT >= parsed.data.SEND_DEADLINE) {
    problems.push(
      `SEND_DEADLINE is "${parsed.data.SEND_DEADLINE}"; expected a time after RUN_AT ${parsed.data.RUN_AT}`,
    );
  }
  if (parsed.data && parsed.data.LATE_AT <= parsed.data.RUN_AT) {
    const byDefault = environment['LATE_AT']?.trim() ? '' : ', its default';
    problems.push(
      `LATE_AT is "${parsed.data.LATE_AT}"${byDefault}; expected a time after RUN_AT ${parsed.data.RUN_AT}, or SEND_DEADLINE for no LATE notice`,
    );
  }
  if (parsed.data && parsed.data.TIER_NEUTRAL_RATIO > parsed.data.TIER_HIGH_RATIO) {
    problems.push(
      `TIER_NEUTRAL_RATIO is "${parsed.data.TIER_NEUTRAL_RATIO}"; expected at most TIER_HIGH_RATIO ${parsed.data.TIER_HIGH_RATIO}`,
    );
  }
  if (problems.length > 0 || !parsed.data) {
    throw new ConfigurationError('bad_settings', `Settings: ${problems.join(' · ')}`, {
      hint: 'Correct these lines of .env (or of the environment); .env.example explains each.',
    });
  }
  return freeze(parsed.data, warnings);
}

/** The value of every secret setting that is set, for taking them out of what is logged; unreadable files are left out. */
export function configuredSecrets(environment: Environment): readonly string[] {
  return settings
    .filter(({ secret }) => secret)
    .flatMap(({ name }) => {
      const file = environment[`${name}_FILE`]?.trim();
      return [environment[name]?.trim() ?? '', (file && readSecretFile(name, file).value) || ''];
    })
    .filter((value) => value !== '');
}

/**
 * The mail settings, or a ConfigurationError naming every one that is missing.
 * @param otherwise what to do instead of mailing; left out where mailing is all there is.
 */
export function requireMail(config: Config, otherwise?: string): MailConfig {
  if (config.mail) return config.mail;
  throw new ConfigurationError('no_mail_settings', `Mail: not set: ${config.mailMissing.join(', ')}`, {
    hint: otherwise === undefined ? 'Set them in .env.' : `Set them in .env, or ${otherwise}.`,
  });
}

function readSettings(
  environment: Environment,
  problems: string[],
  warnings: string[],
): Record<string, string | undefined> {
  return Object.fromEntries(
    settings.map(({ name, secret, fallback }) => {
      const value = environment[name]?.trim();
      const file = secret ? environment[`${name}_FILE`]?.trim() : undefined;
      if (value && file) problems.push(`${name} and ${name}_FILE are both set; expected one of them`);
      const read = !value && file ? readSecretFile(name, file) : null;
      if (read?.problem) problems.push(read.problem);
      if (read?.warning) warnings.push(read.warning);
      return [name, value || read?.value || (fallback ?? undefined)];
    }),
  );
}

function isProtectedUrl(url: string): boolean {
  const { protocol, hostname } = URL.canParse(url) ? new URL(url) : { protocol: '', hostname: '' };
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

/** What a person wrote; of an address less a name and password inside it. */
function withoutLogin(name: string, text: string): string {
  return name.endsWith('_URL') ? text.replace(/^.*@/s, '…@') : text;
}

function isSecret(name: string): boolean {
  return settings.some((setting) => setting.name === name && setting.secret);
}

function freeze(values: z.output<typeof schema>, warnings: readonly string[]): Config {
  const needed = ['EMAIL_FROM', 'EMAIL_RECIPIENTS', 'SMTP_HOST'] as const;
  const mailMissing = needed.filter((name) => values[name] === undefined);
  return Object.freeze({
    dbPath: values.DB_PATH,
    source: values.API_URL
      ? { url: values.API_URL, user: values.API_USER ?? '', password: values.API_PASS ?? '' }
      : null,
    fillsRetentionDays: values.FILLS_RETENTION_DAYS ?? null,
    mail: mailMissing.length === 0 ? mailConfig(values) : null,
    mailMissing,
    alertRecipients: values.ALERT_RECIPIENTS ?? [],
    notifySuccess: values.NOTIFY_SUCCESS === 'yes',
    timezone: values.TIMEZONE,
    calendar: values.CALENDAR,
    calendarOverrides: values.CALENDAR_OVERRIDES,
    runAt: values.RUN_AT,
    lateAt: values.LATE_AT,
    sendDeadline: values.SEND_DEADLINE,
    correctionEveryMs:
      values.CORRECTION_EVERY_MINUTES === 0 ? null : values.CORRECTION_EVERY_MINUTES * 60_000,
    defaultLimit: values.DEFAULT_LIMIT,
    maxReductionPct: values.MAX_REDUCTION_PCT,
    limitBasis: values.LIMIT_BASIS,
    largeLossThreshold: values.LARGE_LOSS_THRESHOLD,
    tiers: { high: values.TIER_HIGH_RATIO, neutral: values.TIER_NEUTRAL_RATIO },
    retrainEverySessions: values.RETRAIN_EVERY_SESSIONS,
    leaseMs: values.LEASE_SECONDS * 1000,
    backupDir: values.BACKUP_DIR ?? join(dirname(values.DB_PATH), 'backups'),
    backupRsyncTarget: values.BACKUP_RSYNC_TARGET ?? null,
    healthPort: values.HEALTH_PORT === 0 ? null : values.HEALTH_PORT,
    healthHost: values.HEALTH_HOST,
    heartbeatUrl: values.HEARTBEAT_URL ?? null,
    logLevel: values.LOG_LEVEL,
    logDir: values.LOG_DIR,
    logKeepDays: values.LOG_KEEP_DAYS,
    warnings,
  });
}

function mailConfig(values: z.output<typeof schema>): MailConfig {
  const from = values.EMAIL_FROM ?? '';
  const usualPort = { starttls: 587, tls: 465, none: 25 }[values.SMTP_SECURITY];
  return {
    from,
    recipients: values.EMAIL_RECIPIENTS ?? [],
    host: values.SMTP_HOST ?? '',
    port: values.SMTP_PORT ?? usualPort,
    security: values.SMTP_SECURITY,
    user: values.EMAIL_PASSWORD ? (values.SMTP_USER ?? parseSender(from).address) : null,
    password: values.EMAIL_PASSWORD ?? null,
  };
}
