import { spawnSync } from 'node:child_process';
import { postgresPrograms } from './throwawayCluster.ts';

/**
 * `npm run test:postgres -- [PATH]...`: runs the suites of the ports, of the pipeline and of limits
 * with a Postgres database as the store under test. The tests start a server of their own in a temporary
 * folder.
 */
const SUITES = [
  'tests/adapters/database/store',
  'tests/pipeline',
  'tests/commands/limits.test.ts',
  'tests/commands/answer.test.ts',
  'tests/commands/override.test.ts',
  'tests/commands/keys.test.ts',
  'tests/commands/auditAsOf.test.ts',
  'tests/scripts/killDrill.test.ts',
  'tests/scripts/simulatedYear.test.ts',
];

if (postgresPrograms() === null) {
  process.stderr.write(
    `SKIPPED: npm run test:postgres · found no Postgres · expected version 15 or newer with initdb
Install it: apt-get install --no-install-recommends postgresql. No server needs to run.
`,
  );
} else {
  const paths = process.argv.slice(2);
  const { status } = spawnSync('npx', ['vitest', 'run', ...(paths.length > 0 ? paths : SUITES)], {
    stdio: 'inherit',
    env: { ...process.env, TEST_STORE: 'postgres' },
  });
  process.exitCode = status ?? 1;
}
