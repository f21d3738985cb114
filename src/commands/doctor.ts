import { createOutput, type Output } from '../adapters/terminal/output.ts';
import { textTable } from '../adapters/terminal/table.ts';
import { DaybreakError } from '../shared/errors.ts';
import type { ExitCode, JsonOption } from './commandOptions.ts';
import { checks } from './doctorChecks.ts';
import { type CheckResult, green, note } from './doctorResult.ts';
import type { World } from './world.ts';

type Finding = CheckResult & { readonly check: string };

/**
 * `doctor`: checks everything that a morning needs, and prints what to do about problems. Returns 1 if a
 * check is red.
 */
export async function doctor(createWorld: () => World, { json }: JsonOption): Promise<ExitCode> {
  const findings = await runChecks(createWorld);
  const output = createOutput();
  const ok = findings.every(({ status }) => status !== 'red');
  if (json) output.json({ ok, checks: findings });
  else print(output, findings);
  return ok ? 0 : 1;
}

/** Runs the checks in order. Without valid settings no other check can run. */
async function runChecks(createWorld: () => World): Promise<readonly Finding[]> {
  let world: World | null = null;
  const configuration = await runCheck('configuration', async () => {
    world = createWorld();
    const { warnings } = world.config;
    return warnings.length === 0
      ? green('settings are readable')
      : note(`settings are readable; ${warnings.join('; ')}`, 'Works, but change it.');
  });
  if (world === null) return [configuration];
  const findings = [configuration];
  for (const [name, check] of Object.entries(checks)) {
    const present: World = world;
    findings.push(await runCheck(name, () => check(present)));
  }
  return findings;
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

function print(output: Output, findings: readonly Finding[]): void {
  output.line(
    textTable(
      [{ head: '' }, { head: 'CHECK' }, { head: 'FOUND', width: 56 }, { head: 'WHAT TO DO', width: 48 }],
      findings.map(({ status, check, found, todo }) => [signs[status], check, found, todo]),
    ),
  );
}
