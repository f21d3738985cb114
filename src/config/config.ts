import { ConfigurationError } from '../shared/errors.ts';
import type { SettingName } from './settings.ts';
import type { ShadowStrategySetting } from './shadowStrategies.ts';

/** The fill source and its login. */
export interface SourceConfig {
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

/** The mail server, the sender and the recipients of the morning mail. */
export interface MailConfig {
  readonly from: string;
  readonly recipients: readonly string[];
  readonly host: string;
  readonly port: number;
  readonly security: 'starttls' | 'tls' | 'none';
  /** null: no login. */
  readonly user: string | null;
  readonly password: string | null;
  /** Name that EHLO gives to the mail server. */
  readonly ehloName: string;
}

/** The server of the desk page and the API. */
export interface WebConfig {
  /** null: no server. */
  readonly port: number | null;
  readonly host: string;
  /** What links in mails begin with, without a slash at the end; null: mails have no links. */
  readonly url: string | null;
  /** Path below which the server answers: empty, or one that begins with a slash and ends without one. */
  readonly basePath: string;
  /** Addresses and ranges of the proxies in front of it; empty: none. */
  readonly trustedProxies: readonly string[];
  /** Requests a minute of one key; null: no rate limits. */
  readonly rateLimit: number | null;
  /** Secrets that sign links; the first signs, all are valid. Empty: the key file next to the database. */
  readonly signingKeys: readonly string[];
  readonly remindUnanswered: boolean;
}

/** All settings of the process. They are checked once, when the process starts, and never change. */
export interface Config {
  /** The SQLite file. Its folder has the other files of the desk, on either store. */
  readonly dbPath: string;
  /** Address of a Postgres database with its password, a secret; null: the desk is in the file at dbPath. */
  readonly databaseUrl: string | null;
  /** null: no fill source is configured. */
  readonly source: SourceConfig | null;
  /** null: fills are kept for ever. */
  readonly fillsRetentionDays: number | null;
  /** ISO code of the currency of limits and figures. */
  readonly baseCurrency: string;
  /** null: mail cannot be sent; mailMissing lists the settings that are missing. */
  readonly mail: MailConfig | null;
  readonly mailMissing: readonly SettingName[];
  /** Addresses of the operators. Empty: failures are reported in the log alone. */
  readonly alertRecipients: readonly string[];
  readonly notifySuccess: boolean;
  readonly timezone: string;
  readonly calendar: 'nyse' | 'weekdays' | 'everyday';
  /** Path of the file with the operator's own closed and open days. */
  readonly calendarOverrides: string;
  /** HH:MM in `timezone`, as are lateAt and sendDeadline. */
  readonly runAt: string;
  readonly lateAt: string;
  readonly sendDeadline: string;
  /** Milliseconds between two looks for corrections. null: a mailed morning is not corrected. */
  readonly correctionEveryMs: number | null;
  /** Dollars. */
  readonly defaultLimit: number;
  /** Percent, 0-80. */
  readonly maxReductionPct: number;
  /** The P&L that the trading platform compares with a loss limit. */
  readonly limitBasis: 'realised' | 'total';
  /** Whether the platform keeps a limit, or returns to the base limit every night. */
  readonly limitLifetime: 'until-changed' | 'session';
  /** Dollars: a new limit is a multiple of it. */
  readonly limitRoundTo: number;
  /** Names of shipped limits profiles and paths of own ones, in order; empty: no files for platforms. */
  readonly limitsProfiles: readonly string[];
  /** Percent of the desk's risk capital: a higher VaR 95 of the desk is a finding. */
  readonly maxPortfolioRiskPct: number;
  /** Percent of a trader's risk capital: a larger position is a finding; null: none is. */
  readonly maxPositionPct: number | null;
  /** Strategies that decide next to the one in force; empty: none. */
  readonly shadowStrategies: readonly ShadowStrategySetting[];
  readonly web: WebConfig;
  /** Dollars, a loss as a positive number. */
  readonly largeLossThreshold: number;
  /** Multiples of the usual probability of a large loss. */
  readonly tiers: { readonly high: number; readonly neutral: number };
  readonly retrainEverySessions: number;
  /** Cuts only where they have proved that they save money. */
  readonly cutsRequireProof: boolean;
  /** Milliseconds. */
  readonly leaseMs: number;
  /** Jobs at once; 0: no queue. */
  readonly workers: number;
  readonly backupDir: string;
  /** null: backups are not copied elsewhere. */
  readonly backupRsyncTarget: string | null;
  /** null: no health server. */
  readonly healthPort: number | null;
  readonly healthHost: string;
  /** A secret: anyone who has the URL can ping it. null: no heartbeat. */
  readonly heartbeatUrl: string | null;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  readonly logDir: string;
  readonly logKeepDays: number;
  /** Settings that work but should be changed, one sentence each. */
  readonly warnings: readonly string[];
}

/**
 * Returns the mail settings.
 * @param otherwise what the operator can do instead of sending mail; omit it where there is no alternative.
 * @throws ConfigurationError that lists every missing mail setting.
 */
export function requireMail(config: Config, otherwise?: string): MailConfig {
  if (config.mail) return config.mail;
  throw new ConfigurationError('no_mail_settings', `Mail: not set: ${config.mailMissing.join(', ')}`, {
    hint: otherwise === undefined ? 'Set them in .env.' : `Set them in .env, or ${otherwise}.`,
  });
}
