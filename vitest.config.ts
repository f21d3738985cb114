import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { ONE_PROCESS, OWN_PROCESS, SAME_ON_EITHER_STORE } from './tests/support/sharedProcess.ts';

const isOnPostgres = process.env['TEST_STORE'] === 'postgres';
/** Ends a test that hangs. How long a test takes depends on the machine, so no limit is near that time. */
const HANGS_AFTER_MS = 1_200_000;

export default defineConfig({
  test: {
    setupFiles: ['tests/support/quickEquality.ts'],
    globalSetup: ['tests/support/memoryFolder.ts', 'tests/support/compileProgram.ts'],
    // Most of the long tests wait for processes that they start: with a worker a core, cores are idle.
    maxWorkers: Math.ceil(1.5 * availableParallelism()),
    testTimeout: HANGS_AFTER_MS,
    hookTimeout: HANGS_AFTER_MS,
    coverage: { provider: 'v8', include: ['src/**/*.ts'], reporter: ['text-summary', 'html'] },
    projects: [
      {
        extends: true,
        test: {
          name: 'apart',
          include: ['tests/**/*.test.ts'],
          exclude: ONE_PROCESS,
        },
      },
      { extends: true, test: { name: 'own', include: OWN_PROCESS } },
      // To load the modules of the program takes two seconds a file: longer than most of these tests.
      {
        extends: true,
        test: {
          name: 'together',
          include: ONE_PROCESS,
          exclude: [...OWN_PROCESS, ...(isOnPostgres ? SAME_ON_EITHER_STORE : [])],
          isolate: false,
          setupFiles: 'tests/support/changesNothingOfProcess.ts',
        },
      },
    ],
  },
});
