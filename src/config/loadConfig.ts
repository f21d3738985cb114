import { ConfigurationError } from '../shared/errors.ts';
import { firstOf } from '../shared/firstOf.ts';
import { isLoopback } from '../shared/loopback.ts';
import { buildConfig } from './buildConfig.ts';
import type { Config } from './config.ts';
import { wrongKinds } from './pathKinds.ts';
import { type SettingValues, schema } from './schema.ts';
import { type Environment, readSecretFile } from './secretFiles.ts';
import { isSecret, settings } from './settings.ts';

/**
 * Reads the environment into a Config. A blank value counts as unset. `NAME_FILE` names a file that holds the
 * secret NAME.
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
  if (parsed.data) problems.push(...contradictions(parsed.data, environment));
  if (problems.length > 0 || !parsed.data) {
    throw new ConfigurationError('bad_settings', `Settings: ${firstOf(problems).join(' · ')}`, {
      hint: 'Correct these lines of .env (or of the environment); .env.example explains each.',
    });
  }
  return buildConfig(parsed.data, warnings);
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

/** Settings that are valid one by one but do not fit together, a sentence each. */
function contradictions(values: SettingValues, environment: Environment): readonly string[] {
  return [
    ...missingLogin(values, environment),
    ...unencryptedMail(values),
    ...wrongTimes(values, environment),
    ...wrongTiers(values),
    ...shortLease(values, environment),
    ...wrongKinds(values),
  ];
}

function missingLogin(values: SettingValues, environment: Environment): readonly string[] {
  if (!values.API_URL) return [];
  return (['API_USER', 'API_PASS'] as const)
    .filter((name) => !values[name])
    .filter((name) => {
      // A secret file that cannot be read is reported already. Do not report the setting a second time.
      return !(isSecret(name) && environment[`${name}_FILE`]?.trim());
    })
    .map((name) => `${name} is not set; it is needed with API_URL`);
}

function unencryptedMail({ SMTP_SECURITY, SMTP_HOST }: SettingValues): readonly string[] {
  if (SMTP_SECURITY !== 'none' || SMTP_HOST === undefined || isLoopback(SMTP_HOST)) return [];
  return [`SMTP_SECURITY is "none"; expected starttls or tls for another machine than this`];
}

/** Compares texts: HH:MM sorts as the times do. */
function wrongTimes(
  { RUN_AT, LATE_AT, SEND_DEADLINE }: SettingValues,
  environment: Environment,
): readonly string[] {
  const problems: string[] = [];
  if (RUN_AT >= SEND_DEADLINE)
    problems.push(`SEND_DEADLINE is "${SEND_DEADLINE}"; expected a time after RUN_AT ${RUN_AT}`);
  if (LATE_AT <= RUN_AT) {
    const byDefault = environment['LATE_AT']?.trim() ? '' : ', its default';
    problems.push(
      `LATE_AT is "${LATE_AT}"${byDefault}; expected a time after RUN_AT ${RUN_AT}, or SEND_DEADLINE for no LATE notice`,
    );
  }
  return problems;
}

function wrongTiers({ TIER_NEUTRAL_RATIO, TIER_HIGH_RATIO }: SettingValues): readonly string[] {
  if (TIER_NEUTRAL_RATIO <= TIER_HIGH_RATIO) return [];
  return [
    `TIER_NEUTRAL_RATIO is "${TIER_NEUTRAL_RATIO}"; expected at most TIER_HIGH_RATIO ${TIER_HIGH_RATIO}`,
  ];
}

/**
 * On Postgres another host waits for the end of the lease. It is renewed at each third, and a renewal may
 * wait 5 seconds for the write lock. With shorter thirds a busy server could end the lease of a living owner.
 */
const LEAST_SHARED_LEASE_SECONDS = 15;

function shortLease(
  { DATABASE_URL, LEASE_SECONDS }: SettingValues,
  environment: Environment,
): readonly string[] {
  if (DATABASE_URL === undefined || LEASE_SECONDS >= LEAST_SHARED_LEASE_SECONDS) return [];
  const found = environment['LEASE_SECONDS']?.trim() ?? '';
  return [`LEASE_SECONDS is "${found}"; expected ${LEAST_SHARED_LEASE_SECONDS} or more with DATABASE_URL`];
}

/** The value as it was written, without the user name and password that a URL may contain. */
function withoutLogin(name: string, text: string): string {
  return name.endsWith('_URL') ? text.replace(/^.*@/s, '…@') : text;
}
