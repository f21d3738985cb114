import { matchesGlob } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { processState } from '../support/processState.ts';
import { ONE_PROCESS, OWN_PROCESS, SAME_ON_EITHER_STORE } from '../support/sharedProcess.ts';
import { sourceFiles } from '../support/sourceFiles.ts';

/** What no test file may do where another one runs after it: Vitest keeps mocked modules and false timers. */
const CHANGES_MODULES = /vi\.(do)?(mock|useFakeTimers|stubEnv|stubGlobal)\(/i;

const files = sourceFiles('tests').filter(({ path }) => path.endsWith('.test.ts'));
const matching = (patterns: readonly string[]) =>
  files.filter(({ path }) => patterns.some((pattern) => matchesGlob(path, pattern)));

describe('test files that share a process', () => {
  const own = new Set(matching(OWN_PROCESS));
  const shared = matching(ONE_PROCESS).filter((file) => !own.has(file));

  it('replace no module and no timer', () => {
    expect(shared.length).toBeGreaterThan(300);
    expect(shared.filter(({ text }) => CHANGES_MODULES.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it.each([...ONE_PROCESS, ...OWN_PROCESS, ...SAME_ON_EITHER_STORE])('%s names a file', (pattern) => {
    expect(matching([pattern])).not.toEqual([]);
  });
});

describe('the state of a process', () => {
  it('stays the same where nothing changes it', () => {
    expect(processState()).toEqual(processState());
  });

  it.each(changes())('shows that a test changed its %s', (field, change, restore) => {
    const before = processState();
    onTestFinished(restore);
    change();
    expect(processState()[field]).not.toEqual(before[field]);
    restore();
    expect(processState()).toEqual(before);
  });
});

type Change = readonly [keyof ReturnType<typeof processState>, () => void, () => void];

function changes(): readonly Change[] {
  const [folder, mask] = [process.cwd(), process.umask()];
  const ignore = () => {};
  return [
    ['folder', () => process.chdir('/'), () => process.chdir(folder)],
    ['umask', () => process.umask(0o123), () => process.umask(mask)],
    ['environment', () => vi.stubEnv('ANY', '1'), () => vi.unstubAllEnvs()],
    ['zoneOffsetMinutes', () => vi.stubEnv('TZ', 'Asia/Tokyo'), () => vi.unstubAllEnvs()],
    [
      'exitCode',
      () => Reflect.set(process, 'exitCode', 1),
      () => Reflect.set(process, 'exitCode', undefined),
    ],
    ['listeners', () => process.on('SIGTERM', ignore), () => process.off('SIGTERM', ignore)],
    ['clock', () => vi.useFakeTimers(), () => vi.useRealTimers()],
    ['output', () => vi.spyOn(process.stdout, 'write'), () => vi.restoreAllMocks()],
    ['others', () => vi.stubGlobal('fetch', ignore), () => vi.unstubAllGlobals()],
    ['globals', () => vi.stubGlobal('added', 1), () => vi.unstubAllGlobals()],
    [
      'prototypes',
      () => Reflect.set(Array.prototype, 'any', 1),
      () => Reflect.deleteProperty(Array.prototype, 'any'),
    ],
  ];
}
