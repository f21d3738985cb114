/**
 * The test files that a few processes run one after another. They change nothing outside their own stores:
 * `changesNothingOfProcess.ts` looks after each of them.
 */
export const ONE_PROCESS = [
  'tests/adapters/**/*.test.ts',
  'tests/domain/**/*.test.ts',
  'tests/pipeline/**/*.test.ts',
  'tests/shared/**/*.test.ts',
];

/** Test files below these folders that run in a process of their own. */
export const OWN_PROCESS = [
  // They compute longest of all, so they begin before the files that share a process.
  'tests/adapters/email/mailRenderer.test.ts',
  'tests/adapters/web/screens/everyScreen.test.ts',
  'tests/domain/evaluation/demoTruths.test.ts',
  'tests/domain/risk/drift/driftClaims.test.ts',
  'tests/pipeline/daemon/days.test.ts',
  'tests/pipeline/learn.test.ts',
  'tests/pipeline/morning.test.ts',
  'tests/pipeline/ownership.test.ts',
  'tests/pipeline/prune.test.ts',
  'tests/pipeline/sourceFaults.test.ts',
  // They change the time zone of their process.
  'tests/domain/session/marketTime.test.ts',
  'tests/domain/session/schedule.test.ts',
  'tests/pipeline/faultDrill.test.ts',
  // They change the umask of their process.
  'tests/adapters/backup/backup.test.ts',
  'tests/adapters/database/sqlite/open.test.ts',
  // It changes the path on which its process finds programs.
  'tests/adapters/backup/mirror.test.ts',
];

/** Test files of the pipeline that use no store, or always Postgres: once is enough. */
export const SAME_ON_EITHER_STORE = [
  'tests/pipeline/jobs/**',
  'tests/pipeline/sessionBlocks.test.ts',
  'tests/pipeline/limits/answerSheet.test.ts',
  'tests/pipeline/notices/operatorAlerts.test.ts',
  'tests/pipeline/steps/fetchWithin.test.ts',
];
