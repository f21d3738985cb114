import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { requireMail } from '../../src/config/config.ts';
import { loadConfig } from '../../src/config/loadConfig.ts';
import { settings } from '../../src/config/settings.ts';
import { ConfigurationError } from '../../src/shared/errors.ts';
import { temporaryFolder } from '../support/stores.ts';

function complaint(environment: Record<string, string>): string {
  try {
    loadConfig(environment);
    return 'none';
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    return (error as Error).message;
  }
}

const mail = {
  EMAIL_FROM: 'Daybreak <risk@desk.example>',
  EMAIL_RECIPIENTS: 'a@desk.example, b@desk.example',
  SMTP_HOST: 'mail.desk.example',
};

describe('settings', () => {
  it('have defaults, so that an empty environment is a complete configuration', () => {
    expect(loadConfig({})).toEqual({
      dbPath: 'data/daybreak.db',
      databaseUrl: null,
      source: null,
      fillsRetentionDays: null,
      mail: null,
      mailMissing: ['EMAIL_FROM', 'EMAIL_RECIPIENTS', 'SMTP_HOST'],
      alertRecipients: [],
      notifySuccess: false,
      timezone: 'America/New_York',
      calendar: 'nyse',
      calendarOverrides: 'data/calendar.txt',
      runAt: '05:00',
      lateAt: '08:30',
      sendDeadline: '09:25',
      correctionEveryMs: 1_800_000,
      defaultLimit: 5000,
      baseCurrency: 'USD',
      maxReductionPct: 80,
      limitBasis: 'realised',
      limitLifetime: 'until-changed',
      limitRoundTo: 50,
      limitsProfiles: [],
      maxPortfolioRiskPct: 2,
      maxPositionPct: null,
      shadowStrategies: [],
      web: {
        port: 8090,
        host: '127.0.0.1',
        url: null,
        basePath: '',
        trustedProxies: [],
        rateLimit: 600,
        signingKeys: [],
        remindUnanswered: false,
      },
      largeLossThreshold: 2000,
      tiers: { high: 2, neutral: 1.3 },
      retrainEverySessions: 5,
      cutsRequireProof: false,
      leaseMs: 90_000,
      workers: 2,
      backupDir: 'data/backups',
      backupRsyncTarget: null,
      healthPort: 8080,
      healthHost: '127.0.0.1',
      heartbeatUrl: null,
      logLevel: 'info',
      logDir: 'logs',
      logKeepDays: 30,
      warnings: [],
    });
  });

  it('name the recipients of failure alerts and of success notes', () => {
    const { alertRecipients, notifySuccess } = loadConfig({
      ALERT_RECIPIENTS: 'ops@desk.example, Night <night@desk.example>',
      NOTIFY_SUCCESS: 'yes',
    });
    expect([alertRecipients, notifySuccess]).toEqual([
      ['ops@desk.example', 'Night <night@desk.example>'],
      true,
    ]);
    expect(complaint({ ALERT_RECIPIENTS: 'ops', NOTIFY_SUCCESS: 'maybe' })).toBe(
      'Settings: ALERT_RECIPIENTS is "ops"; expected addresses separated by commas · NOTIFY_SUCCESS is "maybe"; expected yes or no',
    );
  });

  it('that are blank count as unset', () => {
    expect(loadConfig({ DEFAULT_LIMIT: '  ', API_URL: '' })).toMatchObject({
      defaultLimit: 5000,
      source: null,
    });
  });

  it('that are bad are reported together, by name, with what was expected', () => {
    expect(
      complaint({ CALENDAR: 'moon', DEFAULT_LIMIT: '5,000', RUN_AT: '5am', API_URL: 'https://firm.example' }),
    ).toBe(
      'Settings: CALENDAR is "moon"; expected nyse, weekdays or everyday · RUN_AT is "5am"; expected a time as HH:MM · DEFAULT_LIMIT is "5,000"; expected a plain number of dollars, 1 to 1,000,000,000, with at most 2 decimals',
    );
  });

  it.each([
    [{ API_URL: 'https://firm.example' }, /API_USER is not set.*API_PASS is not set/],
    [{ API_URL: 'ftp://firm.example' }, /API_URL is "ftp:\/\/firm.example"/],
    [{ MAX_REDUCTION_PCT: '81' }, /0 to 80/],
    [{ MAX_PORTFOLIO_RISK_PCT: '0' }, /above 0, at most 100/],
    [{ MAX_POSITION_PCT: '1001' }, /above 0, at most 1000/],
    [{ DEFAULT_LIMIT: '0' }, /1 to 1,000,000,000/],
    [{ DEFAULT_LIMIT: '-5' }, /plain number/],
    [{ TIMEZONE: 'Eastern' }, /America\/New_York/],
    [{ SEND_DEADLINE: '04:00' }, /after RUN_AT 05:00/],
    [{ LATE_AT: '05:00' }, /LATE_AT is "05:00"; expected a time after RUN_AT 05:00, or SEND_DEADLINE/],
    [
      { DATABASE_URL: 'postgres://desk:x@localhost/desk', LEASE_SECONDS: '14' },
      /LEASE_SECONDS is "14"; expected 15 or more with DATABASE_URL/,
    ],
    [{ RUN_AT: '09:00' }, /LATE_AT is "08:30", its default; expected a time after RUN_AT 09:00/],
    [
      { FILLS_RETENTION_DAYS: '6' },
      /FILLS_RETENTION_DAYS is "6"; expected a whole number of days, at least 7/,
    ],
    [{ FILLS_RETENTION_DAYS: '30.5' }, /whole number of days/],
    [{ FILLS_RETENTION_DAYS: '-30' }, /whole number of days/],
    [{ SMTP_SECURITY: 'ssl' }, /starttls, tls or none/],
    [{ SMTP_PORT: 'smtp' }, /a port/],
    [{ SMTP_PORT: '70000' }, /a port/],
    [{ EMAIL_RECIPIENTS: 'a@desk.example, nobody' }, /addresses separated by commas/],
    [{ EMAIL_RECIPIENTS: 'a@desk.example\r\nBcc: x@y.example' }, /addresses separated by commas/],
    [{ EMAIL_FROM: 'risk' }, /Name <address>/],
    [
      { API_PASS_FILE: '/nowhere/at/all' },
      /API_PASS_FILE names \/nowhere\/at\/all, which cannot be read \(ENOENT\)/,
    ],
  ])('refuse %j', (environment, expected) => {
    expect(complaint(environment)).toMatch(expected);
  });

  it('report an unreadable secret file once, and not also as an unset secret', () => {
    const said = complaint({
      API_URL: 'https://firm.example',
      API_USER: 'me',
      API_PASS_FILE: '/nowhere/at/all',
    });
    expect(said).not.toContain('is not set');
  });

  it('accept LATE_AT equal to SEND_DEADLINE, which means no LATE notice', () => {
    expect(loadConfig({ RUN_AT: '09:00', LATE_AT: '09:25' }).lateAt).toBe('09:25');
  });

  it('read a secret from a file without its line break', () => {
    const file = join(temporaryFolder(), 'password');
    writeFileSync(file, 'open sesame\n');
    const config = loadConfig({ API_URL: 'https://firm.example', API_USER: 'me', API_PASS_FILE: file });
    expect(config.source?.password).toBe('open sesame');
  });

  it('never show a secret in an error message', () => {
    expect(complaint({ API_URL: 'x', API_PASS: 'hunter2', EMAIL_PASSWORD: 'hunter3' })).not.toMatch(/hunter/);
    const refused = complaint({ DATABASE_URL: 'mysql://desk:hunter4@db.example/desk' });
    expect(refused).toMatch(/DATABASE_URL.*postgres:\/\/user:password@host:5432\/database/);
    expect(refused).not.toMatch(/hunter/);
  });

  it.each([
    ['starttls', 587],
    ['tls', 465],
    ['none', 25],
  ])('choose the usual port for %s', (SMTP_SECURITY, port) => {
    expect(loadConfig({ ...mail, SMTP_HOST: 'localhost', SMTP_SECURITY }).mail?.port).toBe(port);
  });

  it('use the address of the sender as login of the mail server if only a password is set', () => {
    expect(loadConfig({ ...mail, EMAIL_PASSWORD: 'secret' }).mail).toMatchObject({
      user: 'risk@desk.example',
      password: 'secret',
    });
    expect(loadConfig(mail).mail).toMatchObject({ user: null, password: null });
  });

  it('list the missing settings when mail must be sent', () => {
    expect(() => requireMail(loadConfig({ SMTP_HOST: 'x' }))).toThrow(
      'Mail: not set: EMAIL_FROM, EMAIL_RECIPIENTS',
    );
  });

  it.each([
    [undefined, 'Set them in .env.'],
    ['omit --send and open the page', 'Set them in .env, or omit --send and open the page.'],
  ])('offer what there is instead of mailing: %s', (otherwise, hint) => {
    expect(() => requireMail(loadConfig({}), otherwise)).toThrow(expect.objectContaining({ hint }));
  });
});

it('a wrong list of settings shows 20 problems and how many more there are', () => {
  const wrong = Object.fromEntries(settings.map(({ name }) => [name, '\u0001']));
  const message = complaint(wrong);
  expect(message.split(' · ')).toHaveLength(21);
  expect(message).toMatch(/ · and \d+ more$/);
});

it.each([
  ['risk-1.desk.example', 'risk-1.desk.example'],
  ['[192.0.2.1]', '[192.0.2.1]'],
  ['', 'desk.example'],
])('SMTP_EHLO_NAME %j gives the name %s', (SMTP_EHLO_NAME, name) => {
  expect(loadConfig({ ...mail, SMTP_EHLO_NAME }).mail?.ehloName).toBe(name);
});

it('recipients that differ in the case of the domain alone are one', () => {
  const EMAIL_RECIPIENTS = 'ann@desk.example, Ann <ann@DESK.example.> ,bob@desk.example';
  expect(loadConfig({ ...mail, EMAIL_RECIPIENTS }).mail?.recipients).toEqual([
    'ann@desk.example',
    'bob@desk.example',
  ]);
});

it('SMTP_EHLO_NAME cannot hold a second command', () => {
  expect(complaint({ ...mail, SMTP_EHLO_NAME: 'desk\r\nMAIL FROM:<a@b>' })).toContain('a host name');
});
