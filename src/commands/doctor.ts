import { createOutput, type Output } from '../adapters/terminal/output.ts';
import { textTable } from '../adapters/terminal/table.ts';
import { count } from '../domain/text/words.ts';
import { DaybreakError } from '../shared/errors.ts';
import type { ExitCode, JsonOption } from './commandOptions.ts';
import { hasDatabase } from './deskDatabase.ts';
import { checks } from './doctorChecks.ts';
import { type CheckResult, green, note } from './doctorResult.ts';
import type { World } from './world.ts';

type Finding = CheckResult & { readonly check: string };

/**
 * `doctor`: checks everything that a morning needs, and prints what to do about problems. Returns 1 if a
 * check is red.
 */
export async function doctor(createWorld: () => World, { json }: JsonOption): Promise<ExitCode> {
  const { findings, isDemo } = await runChecks(createWorld);
  const output = createOutput();
  const ok = findings.every(({ status }) => status !== 'red');
  if (json) output.json({ ok, isDemo, checks: findings });
  else print(output, findings, isDemo);
  return ok ? 0 : 1;
}

interface Findings {
  readonly findings: readonly Finding[];
  /** A fresh checkout: neither a source nor a database. */
  readonly isDemo: boolean;
}

/** Runs the checks in order. Without valid settings no other check can run. */
async function runChecks(createWorld: () => World): Promise<Findings> {
  let world: World | null = null;
  const configuration = await runCheck('configuration', async () => {
    world = createWorld();
    const { warnings } = world.config;
    return warnings.length === 0
      ? green('settings are readable')
      : note(`settings are readable; ${warnings.join('; ')}`, 'Works, but change it.');
  });
  if (world === null) return { findings: [configuration], isDemo: false };
  const findings = [configuration];
  for (const [name, check] of Object.entries(checks)) {
    const present: World = world;
    findings.push(await runCheck(name, () => check(present)));
  }
  return { findings, isDemo: await isDemoDesk(world) };
}

/** A database that vanished is no demo: its check is red. */
async function isDemoDesk({ config }: World): Promise<boolean> {
  return config.source === null && !(await hasDatabase(config).catch(() => true));
}

/** Runs one check. A check that throws becomes a red finding. */
async function runCheck(check: string, run: () => Promise<CheckResult>): Promise<Finding> {
  try {
    return { check, ...(await run()) };
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    const todo = error instanceof DaybreakError ? error.hint : 'Check the settings of this part.';
    return { check, status: 'red', found, todo };
  }
}

const signs = { green: '✓ ok', yellow: '! note', red: '✗ fix' } as const;

/** The next step first, then the checks. On a demo desk the checks that need a desk are one line. */
function print(output: Output, findings: readonly Finding[], isDemo: boolean): void {
  output.line(`${nextStep(findings, isDemo)}\n`);
  const isLater = ({ check, status }: Finding) => isDemo && status === 'yellow' && needsDesk.has(check);
  output.line(
    textTable(
      [{ head: '' }, { head: 'CHECK' }, { head: 'FOUND', width: 56 }, { head: 'WHAT TO DO', width: 48 }],
      findings
        .filter((finding) => !isLater(finding))
        .map(({ status, check, found, todo }) => [signs[status], check, found, todo]),
    ),
  );
  const later = findings.filter(isLater).map(({ check }) => check);
  if (later.length > 0) output.line(`\nChecked once you have a desk of your own: ${later.join(', ')}.`);
}

/** Checks that say nothing before fills are imported or API_URL is set. */
const needsDesk: ReadonlySet<string> = new Set([
  'database',
  'history',
  'imports',
  'limits',
  'audit',
  'backups',
  'source',
  'mail',
  'alerts',
  'daemon',
  'last run',
  'outbox',
]);

function nextStep(findings: readonly Finding[], isDemo: boolean): string {
  const red = findings.filter(({ status }) => status === 'red');
  const [first] = red;
  if (first !== undefined) return `${count(red.length, 'check')} to fix. First ${first.check}: ${first.todo}`;
  if (isDemo)
    return [
      'Demo mode: nothing to fix.',
      'Next: `npm run morning -- --dry-run` decides for the demo desk and sends nothing.',
      'For your own desk: set API_URL, API_USER and API_PASS in .env, or `npm run import -- FILE`.',
    ].join('\n');
  const notes = findings.filter(({ status }) => status === 'yellow').length;
  return notes === 0 ? 'Nothing to fix.' : `Nothing to fix; ${count(notes, 'note')} to read.`;
}
