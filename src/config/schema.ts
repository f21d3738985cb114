import { isIP } from 'node:net';
import { IANAZone } from 'luxon';
import { z } from 'zod';
import { limitAmount } from '../shared/limitAmounts.ts';
import { isLoopback } from '../shared/loopback.ts';
import { isRecipient, uniqueRecipients } from '../shared/mailAddress.ts';
import type { SettingName } from './settings.ts';
import { shadowStrategies } from './shadowStrategies.ts';

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time as HH:MM');
const decimal = z
  .string()
  .regex(/^\d+(\.\d+)?$/, 'a plain number')
  .transform(Number);
const percentAbove0 = (most: number) =>
  decimal.refine((percent) => percent > 0 && percent <= most, `a percentage above 0, at most ${most}`);
const recipientList = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== ''),
  )
  .refine((list) => list.length > 0 && list.every(isRecipient), 'addresses separated by commas')
  .transform(uniqueRecipients);

function wholeNumber(least: number, most: number, of: string) {
  const expected = `whole ${of}, ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,5}$/, expected)
    .transform(Number)
    .refine((value) => value >= least && value <= most, expected);
}

/**
 * What each setting must look like. The text after each check completes the sentence "NAME is ...; expected".
 */
export const schema = z.object({
  DB_PATH: z.string(),
  DATABASE_URL: z
    .string()
    .refine(
      isPostgresUrl,
      'postgres://user:password@host:5432/database, special characters of the password percent-encoded (@ as %40)',
    )
    .optional(),
  API_URL: z
    .string()
    .refine(isProtectedUrl, 'a URL that begins with https://; http only to this machine')
    .optional(),
  API_USER: z.string().optional(),
  API_PASS: z.string().optional(),
  // Every morning fetches the last five sessions again. Fewer than 7 calendar days may not contain five
  // sessions.
  FILLS_RETENTION_DAYS: z
    .string()
    .regex(/^\d{1,5}$/, 'a whole number of days, at least 7')
    .transform(Number)
    .refine((days) => days >= 7, 'a whole number of days, at least 7')
    .optional(),
  BASE_CURRENCY: z.string().regex(/^[A-Z]{3}$/, 'three capital letters, such as USD'),
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
  // RFC 5321 §4.1.3: a domain, or an address literal. A line break would begin another command.
  SMTP_EHLO_NAME: z
    .string()
    .regex(
      /^(?:[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,253}[A-Za-z0-9])?|\[(?:IPv6:)?[0-9A-Fa-f:.]+\])$/,
      'a host name, or an address in []',
    )
    .optional(),
  TIMEZONE: z.string().refine((zone) => IANAZone.isValidZone(zone), 'a zone such as America/New_York'),
  CALENDAR: z.enum(['nyse', 'weekdays', 'everyday'], 'nyse, weekdays or everyday'),
  CALENDAR_OVERRIDES: z.string(),
  RUN_AT: clockTime,
  LATE_AT: clockTime,
  SEND_DEADLINE: clockTime,
  CORRECTION_EVERY_MINUTES: wholeNumber(0, 1440, 'minutes'),
  DEFAULT_LIMIT: limitAmount,
  MAX_REDUCTION_PCT: decimal.refine((percent) => percent <= 80, 'a percentage from 0 to 80'),
  MAX_PORTFOLIO_RISK_PCT: percentAbove0(100),
  MAX_POSITION_PCT: percentAbove0(1000).optional(),
  LIMIT_BASIS: z.enum(['realised', 'total'], 'realised or total'),
  LIMIT_LIFETIME: z.enum(['until-changed', 'session'], 'until-changed or session'),
  LIMIT_ROUND_TO: wholeNumber(1, 100_000, 'dollars'),
  LIMITS_PROFILES: z
    .string()
    .transform((text) => [...new Set(text.split(',').map((entry) => entry.trim()))])
    .refine((list) => list.every((entry) => entry !== ''), 'names or paths separated by commas')
    .optional(),
  SHADOW_STRATEGIES: shadowStrategies.optional(),
  WEB_PORT: wholeNumber(0, 65_535, 'number of a port'),
  WEB_HOST: z.string().regex(/^[^\s/]+$/, 'an address or host name'),
  WEB_URL: z
    .string()
    .refine(isProtectedUrl, 'a URL that begins with https://; http only to this machine')
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
  WEB_BASE_PATH: z
    .string()
    .regex(/^\/(?:[A-Za-z0-9._~-]+(?:\/[A-Za-z0-9._~-]+)*\/?)?$/, 'a path that begins with /')
    .transform((path) => path.replace(/\/+$/, '')),
  WEB_TRUST_PROXY: z
    .string()
    .refine((text) => trustedProxies(text) !== null, 'yes, no, or addresses separated by commas')
    .transform((text) => trustedProxies(text) ?? []),
  WEB_RATE_LIMIT: wholeNumber(0, 99_999, 'number of requests a minute'),
  WEB_SIGNING_KEY: z
    .string()
    .transform((text) => text.split(',').map((key) => key.trim()))
    .refine(
      (keys) => keys.every((key) => key.length >= 32),
      'keys of 32 characters or more, separated by commas',
    )
    .optional(),
  REMIND_UNANSWERED: z.enum(['yes', 'no'], 'yes or no').optional(),
  LARGE_LOSS_THRESHOLD: decimal.refine((dollars) => dollars > 0, 'dollars above 0'),
  TIER_HIGH_RATIO: decimal.refine((ratio) => ratio >= 1, 'a ratio of 1 or more'),
  TIER_NEUTRAL_RATIO: decimal.refine((ratio) => ratio >= 1, 'a ratio of 1 or more'),
  RETRAIN_EVERY_SESSIONS: z
    .string()
    .regex(/^\d{1,2}$/, 'whole sessions, 1 to 21')
    .transform(Number)
    .refine((sessions) => sessions >= 1 && sessions <= 21, 'whole sessions, 1 to 21'),
  CUTS_REQUIRE_PROOF: z.enum(['yes', 'no'], 'yes or no'),
  LEASE_SECONDS: z
    .string()
    .regex(/^\d{1,4}$/, 'whole seconds, 1 to 3600')
    .transform(Number)
    .refine((seconds) => seconds >= 1 && seconds <= 3600, 'whole seconds, 1 to 3600'),
  WORKERS: z
    .string()
    .regex(/^\d{1,2}$/, 'a whole number, 0 to 16')
    .transform(Number)
    .refine((workers) => workers <= 16, 'a whole number, 0 to 16'),
  BACKUP_DIR: z.string().optional(),
  // rsync would read a leading hyphen as an option.
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

/** The checked settings, by name, before they become a Config. */
export type SettingValues = z.output<typeof schema>;

/** The addresses of the proxies in front of the web server; null where the text names none. */
function trustedProxies(text: string): readonly string[] | null {
  if (text === 'no') return [];
  if (text === 'yes') return ['127.0.0.1/8', '::1/128'];
  const addresses = text.split(',').map((address) => address.trim());
  return addresses.every(isAddressRange) ? addresses : null;
}

function isAddressRange(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/');
  const bits = isIP(address) === 6 ? 128 : 32;
  const isPrefix = prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits);
  return isIP(address) !== 0 && isPrefix && rest.length === 0;
}

/** The path of a URL names the database; a socket is named by `?host=/folder`. */
function isPostgresUrl(text: string): boolean {
  const { protocol, pathname } = URL.canParse(text) ? new URL(text) : { protocol: '', pathname: '' };
  return /^postgres(?:ql)?:$/.test(protocol) && pathname.length > 1;
}

function isProtectedUrl(url: string): boolean {
  const { protocol, hostname } = URL.canParse(url) ? new URL(url) : { protocol: '', hostname: '' };
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}
