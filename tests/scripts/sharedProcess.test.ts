import { matchesGlob } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ONE_PROCESS, OWN_PROCESS, SAME_ON_EITHER_STORE } from '../support/sharedProcess.ts';
import { sourceFiles } from '../support/sourceFiles.ts';

/** What a test file would leave behind for the next one in its process. */
const CHANGES_THE_PROCESS =
  /process\.(chdir|umask|exitCode =|env(\.\w+|\[[^\]]+\]) *=[^=])|vi\.(mock|stubEnv|stubGlobal|useFakeTimers)\(/;

const files = sourceFiles('tests').filter(({ path }) => path.endsWith('.test.ts'));
const matching = (patterns: readonly string[]) =>
  files.filter(({ path }) => patterns.some((pattern) => matchesGlob(path, pattern)));

describe('test files that share a process', () => {
  const own = new Set(matching(OWN_PROCESS));
  const shared = matching(ONE_PROCESS).filter((file) => !own.has(file));

  it('change nothing of it: no time zone, folder, environment or module', () => {
    expect(shared.length).toBeGreaterThan(150);
    expect(shared.filter(({ text }) => CHANGES_THE_PROCESS.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it.each([...ONE_PROCESS, ...OWN_PROCESS, ...SAME_ON_EITHER_STORE])('%s names a file', (pattern) => {
    expect(matching([pattern])).not.toEqual([]);
  });

  it('would be found if they changed the time zone', () => {
    expect([...own].filter(({ text }) => CHANGES_THE_PROCESS.test(text))).toHaveLength(2);
  });
});
