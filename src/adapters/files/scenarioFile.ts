import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { NO_CHANGE, SCENARIOS, type Scenario } from '../../domain/risk/stress/scenario.ts';
import { didYouMean } from '../../domain/text/closest.ts';
import { shownSentence } from '../../domain/text/outsideText.ts';
import { InputError } from '../../shared/errors.ts';
import { fileKind, KIND_WORDS } from '../../shared/fileKind.ts';

const NAME = /^[a-z][a-z0-9_]{0,39}$/;
const LONGEST_LABEL = 120;

const scenario = z.strictObject({
  name: z
    .string()
    .regex(NAME, 'lower-case letters, digits and underscores, at most 40, beginning with a letter'),
  label: z.string().min(1).max(LONGEST_LABEL).optional(),
  priceShock: z.number().min(-1).max(10).default(NO_CHANGE.priceShock),
  volatilityFactor: z.number().positive().max(100).default(NO_CHANGE.volatilityFactor),
  spreadFactor: z.number().min(0).max(1_000).default(NO_CHANGE.spreadFactor),
  volumeFactor: z.number().positive().max(100).default(NO_CHANGE.volumeFactor),
  limitFactor: z.number().positive().max(100).default(NO_CHANGE.limitFactor),
  durationSeconds: z.number().positive().max(10_000_000).default(NO_CHANGE.durationSeconds),
});

const file = z.strictObject({ scenarios: z.array(scenario).min(1).max(200) });

/** The fields of a scenario, for messages. */
export const scenarioFields: readonly string[] = Object.keys(scenario.shape);

/**
 * The scenarios of a desk's own JSON file, such as
 * `{ "scenarios": [{ "name": "rate_shock", "priceShock": -0.08 }] }`.
 * A field that is left out changes nothing.
 * @throws InputError `bad_scenario` for a file that is none, an unknown field, a number out of its range, and
 *   a name that is taken.
 */
export function readScenarioFile(path: string): readonly Scenario[] {
  const kind = fileKind(path);
  if (kind !== 'file') throw badScenario(path, KIND_WORDS[kind], 'a JSON file with scenarios');
  const parsed = file.safeParse(parsedJson(path));
  if (!parsed.success) {
    const problems = parsed.error.issues.slice(0, MOST_PROBLEMS).map(problemOf);
    throw badScenario(path, problems.join(' · '), `{ "scenarios": [ … ] } with ${scenarioFields.join(', ')}`);
  }
  const scenarios = parsed.data.scenarios.map((each) => ({ ...each, label: each.label ?? each.name }));
  refuseTakenNames(path, scenarios);
  return scenarios;
}

const MOST_PROBLEMS = 8;

function parsedJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    const words = cause instanceof Error ? shownSentence(cause.message) : String(cause);
    throw badScenario(path, words, 'a JSON file that can be read');
  }
}

/** For example: `scenarios.0: unknown field "shock"; did you mean priceShock?`. */
function problemOf(issue: z.core.$ZodIssue): string {
  const place = issue.path.join('.') || 'the file';
  if (issue.code !== 'unrecognized_keys') return `${place}: ${issue.message}`;
  const known = issue.path.length === 0 ? ['scenarios'] : scenarioFields;
  const fields = issue.keys.map((key) => `${JSON.stringify(key)}${didYouMean(key, known)}`);
  return `${place}: unknown field ${fields.join(', ')}`;
}

function refuseTakenNames(path: string, scenarios: readonly Scenario[]): void {
  const names = [...SCENARIOS, ...scenarios].map(({ name }) => name);
  const twice = names.find((name, place) => names.indexOf(name) < place);
  if (twice === undefined) return;
  throw badScenario(
    path,
    `two scenarios with the name ${twice}`,
    'different names, none of a shipped scenario',
  );
}

function badScenario(path: string, found: string, expected: string): InputError {
  return new InputError('bad_scenario', `Scenarios ${path} · found ${found} · expected ${expected}`, {
    hint: 'docs/stress.md explains each field.',
  });
}
