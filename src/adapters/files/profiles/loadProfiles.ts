import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { z } from 'zod';
import type { Config } from '../../../config/config.ts';
import type { LimitsProfile } from '../../../domain/limits/profile/limitsProfile.ts';
import { didYouMean } from '../../../domain/text/closest.ts';
import { shownSentence } from '../../../domain/text/outsideText.ts';
import { ConfigurationError } from '../../../shared/errors.ts';
import { fileKind, KIND_WORDS } from '../../../shared/fileKind.ts';
import { profileSchema } from './profileSchema.ts';

const FOLDER = new URL('./', import.meta.url);

/** The names of the profiles that come with Daybreak, sorted. */
export function shippedProfiles(): readonly string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .map((file) => basename(file, '.json'))
    .sort();
}

/**
 * The profiles of LIMITS_PROFILES, in its order.
 * @throws ConfigurationError for an unknown name, a file that is no profile, two profiles of one name, and a
 *   profile whose basis is not LIMIT_BASIS.
 */
export function loadProfiles(
  config: Pick<Config, 'limitsProfiles' | 'limitBasis'>,
): readonly LimitsProfile[] {
  const profiles = config.limitsProfiles.map((each) => loadProfile(each));
  for (const profile of profiles) requireBasis(profile, config);
  const names = profiles.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice === undefined) return profiles;
  throw new ConfigurationError(
    'bad_profile',
    `LIMITS_PROFILES · found two profiles with the name ${twice} · expected different names`,
    { hint: 'Give your own profile another name: the name is a part of its file names.' },
  );
}

/**
 * One profile: the name of a shipped one, or the path of a JSON file (with a slash, or ending in `.json`).
 * @param where the setting or option, for messages.
 * @throws ConfigurationError for an unknown name and for a file that is no profile.
 */
export function loadProfile(nameOrPath: string, where = 'LIMITS_PROFILES'): LimitsProfile {
  const isPath = nameOrPath.includes('/') || nameOrPath.endsWith('.json');
  const shipped = shippedProfiles();
  if (!isPath && !shipped.includes(nameOrPath))
    throw new ConfigurationError(
      'unknown_profile',
      `${where} · found ${JSON.stringify(nameOrPath)} · expected ${shipped.join(', ')}, or the path of a JSON file${didYouMean(nameOrPath, shipped)}`,
      { hint: 'docs/profiles.md explains each profile, and how to write your own.' },
    );
  return readProfile(isPath ? nameOrPath : fileURLToPath(new URL(`${nameOrPath}.json`, FOLDER)), nameOrPath);
}

function readProfile(path: string, shown: string): LimitsProfile {
  const kind = fileKind(path);
  if (kind !== 'file') throw badProfile(shown, KIND_WORDS[kind], 'a JSON file with a limits profile');
  const parsed = profileSchema.safeParse(parsedJson(path, shown));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.slice(0, MOST_PROBLEMS).map(problemOf);
  throw badProfile(shown, problems.join(' · '), 'a limits profile');
}

const MOST_PROBLEMS = 8;

function parsedJson(path: string, shown: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    const words = cause instanceof Error ? shownSentence(cause.message) : String(cause);
    throw badProfile(shown, words, 'a JSON file that can be read', cause);
  }
}

/** For example: `columns.1.value: found "limt", expected one of …; did you mean limit?`. */
function problemOf(issue: z.core.$ZodIssue): string {
  const place = issue.path.join('.');
  const message =
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => `found the unknown field ${key}`).join(', ')
      : shownSentence(messageOf(issue));
  return place === '' ? message : `${place}: ${message}`;
}

/** Of a column that fits no kind of column: what is wrong with the kind that it is most like. */
function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'invalid_union') return issue.message;
  const [fewest, ...others] = issue.errors.toSorted((a, b) => a.length - b.length);
  return fewest?.length === 1 && others[0]?.length !== 1 && fewest[0] ? fewest[0].message : issue.message;
}

function requireBasis({ name, basis }: LimitsProfile, { limitBasis }: Pick<Config, 'limitBasis'>): void {
  if (basis === 'either' || basis === limitBasis) return;
  throw new ConfigurationError(
    'profile_basis',
    `LIMITS_PROFILES · the profile ${name} is for a platform that compares ${basis} P&L with a limit, and LIMIT_BASIS is ${limitBasis} · expected the same`,
    {
      hint: `Set LIMIT_BASIS=${basis} if that is what your platform compares, or remove the profile. Cuts are evaluated on LIMIT_BASIS.`,
    },
  );
}

function badProfile(shown: string, found: string, expected: string, cause?: unknown): ConfigurationError {
  return new ConfigurationError(
    'bad_profile',
    `Limits profile ${shown} · ${found.startsWith('found') ? found : `found ${found}`} · expected ${expected}`,
    { hint: 'docs/profiles.md lists the fields; copy a shipped profile to begin with.', cause },
  );
}
