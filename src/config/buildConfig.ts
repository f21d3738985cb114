import { dirname, join } from 'node:path';
import { parseSender } from '../shared/mailAddress.ts';
import type { Config, MailConfig, WebConfig } from './config.ts';
import type { SettingValues } from './schema.ts';

/**
 * Makes the frozen Config from checked settings: fills in defaults that depend on other settings, and
 * converts units.
 */
export function buildConfig(values: SettingValues, warnings: readonly string[]): Config {
  const needed = ['EMAIL_FROM', 'EMAIL_RECIPIENTS', 'SMTP_HOST'] as const;
  const mailMissing = needed.filter((name) => values[name] === undefined);
  return Object.freeze({
    dbPath: values.DB_PATH,
    databaseUrl: values.DATABASE_URL ?? null,
    source: values.API_URL
      ? { url: values.API_URL, user: values.API_USER ?? '', password: values.API_PASS ?? '' }
      : null,
    fillsRetentionDays: values.FILLS_RETENTION_DAYS ?? null,
    baseCurrency: values.BASE_CURRENCY,
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
    limitLifetime: values.LIMIT_LIFETIME,
    limitRoundTo: values.LIMIT_ROUND_TO,
    limitsProfiles: values.LIMITS_PROFILES ?? [],
    maxPortfolioRiskPct: values.MAX_PORTFOLIO_RISK_PCT,
    maxPositionPct: values.MAX_POSITION_PCT ?? null,
    shadowStrategies: values.SHADOW_STRATEGIES ?? [],
    web: webConfig(values),
    largeLossThreshold: values.LARGE_LOSS_THRESHOLD,
    tiers: { high: values.TIER_HIGH_RATIO, neutral: values.TIER_NEUTRAL_RATIO },
    retrainEverySessions: values.RETRAIN_EVERY_SESSIONS,
    cutsRequireProof: values.CUTS_REQUIRE_PROOF === 'yes',
    leaseMs: values.LEASE_SECONDS * 1000,
    workers: values.WORKERS,
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

function webConfig(values: SettingValues): WebConfig {
  const url = values.WEB_URL ?? null;
  return {
    port: values.WEB_PORT === 0 ? null : values.WEB_PORT,
    host: values.WEB_HOST,
    url,
    basePath: values.WEB_BASE_PATH,
    trustedProxies: values.WEB_TRUST_PROXY,
    rateLimit: values.WEB_RATE_LIMIT === 0 ? null : values.WEB_RATE_LIMIT,
    signingKeys: values.WEB_SIGNING_KEY ?? [],
    remindUnanswered: url !== null && values.REMIND_UNANSWERED !== 'no',
  };
}

function mailConfig(values: SettingValues): MailConfig {
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
    ehloName: values.SMTP_EHLO_NAME ?? parseSender(from).domain,
  };
}
