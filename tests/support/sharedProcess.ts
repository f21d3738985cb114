/**
 * The test files that a few processes run one after another. They change nothing outside their own stores:
 * `changesNothingOfProcess.ts` looks after each of them.
 */
export const ONE_PROCESS = [
  'tests/adapters/**/*.test.ts',
  'tests/commands/**/*.test.ts',
  'tests/config/**/*.test.ts',
  'tests/docs/**/*.test.ts',
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
  // They wait for processes that they start, and load little of the program themselves.
  'tests/commands/backfill.test.ts',
  'tests/commands/backtest.test.ts',
  'tests/commands/cli.test.ts',
  'tests/commands/copyStore.test.ts',
  'tests/commands/delivery.test.ts',
  'tests/commands/demoPast.test.ts',
  'tests/commands/import.test.ts',
  'tests/commands/importLegacy.test.ts',
  'tests/commands/importTotals.test.ts',
  'tests/commands/keys.test.ts',
  'tests/commands/kill.test.ts',
  'tests/commands/mailRefusals.test.ts',
  'tests/commands/mailWorkers.test.ts',
  'tests/commands/namesThatLookAlike.test.ts',
  'tests/commands/npmSignals.test.ts',
  'tests/commands/oneShot.test.ts',
  'tests/commands/powerCut.test.ts',
  'tests/commands/restoreKilled.test.ts',
  'tests/commands/review.test.ts',
  'tests/commands/serve.test.ts',
  'tests/commands/start.test.ts',
  'tests/commands/testEmail.test.ts',
  'tests/commands/twoDaemons.test.ts',
  'tests/commands/twoHosts.test.ts',
  'tests/commands/upgrade.test.ts',
  'tests/commands/webProcess.test.ts',
  'tests/commands/worker.test.ts',
  // They change the time zone of their process.
  'tests/domain/session/marketTime.test.ts',
  'tests/domain/session/schedule.test.ts',
  'tests/pipeline/faultDrill.test.ts',
  // They change the umask of their process.
  'tests/adapters/backup/backup.test.ts',
  'tests/adapters/database/sqlite/open.test.ts',
  // They change the path on which their process finds programs.
  'tests/adapters/backup/mirror.test.ts',
  'tests/commands/postgresBackup.test.ts',
  // It replaces the timers of its process.
  'tests/commands/takeOverTicks.test.ts',
];

/** Test files of the pipeline that use no store, or always Postgres: once is enough. */
export const SAME_ON_EITHER_STORE = [
  'tests/pipeline/jobs/**',
  'tests/pipeline/sessionBlocks.test.ts',
  'tests/pipeline/limits/answerSheet.test.ts',
  'tests/pipeline/notices/operatorAlerts.test.ts',
  'tests/pipeline/steps/fetchWithin.test.ts',
];
