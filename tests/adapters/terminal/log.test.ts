import { spawnSync } from 'node:child_process';
import { prettyFactory } from 'pino-pretty';
import { expect, it } from 'vitest';
import { TERMINAL } from '../../../src/adapters/terminal/log.ts';

const SECRETS = ['hunter-two', 'open sesame'];
const DETAILS = {
  said: 'no, hunter-two',
  deep: { list: ['open%20sesame', 5, null], error: 'aHVudGVyLXR3bw==' },
  page: '\u001B[31mred\u009B2J \u202Eback',
};

/** The lines that a log at this level writes for one call per level, with an error whose cause is secret. */
function logged(level: string): readonly Record<string, unknown>[] {
  const program = `
    import { createLog } from './src/adapters/terminal/log.ts';
    const log = createLog('${level}', ${JSON.stringify(SECRETS)});
    const details = ${JSON.stringify(DETAILS)};
    const problem = Object.assign(new Error('said hunter-two', { cause: 'open sesame' }), { code: 'EAUTH', config: 'hunter-two' });
    for (const to of ['debug', 'info', 'warn', 'error']) log[to]('open sesame\\u001b[2J', { ...details, problem });`;
  const { stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '--eval', program],
    { encoding: 'utf8' },
  );
  return stderr
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

it.each([
  ['debug', 4],
  ['info', 3],
  ['warn', 2],
  ['error', 1],
])(
  'a log at level %s writes %i levels, without secrets at any depth and without terminal control characters',
  (level, lines) => {
    const written = logged(level);
    expect(written).toHaveLength(lines);
    for (const line of written)
      expect(line).toMatchObject({
        msg: '[secret]<U+001B>[2J',
        said: 'no, [secret]',
        deep: { list: ['[secret]', 5, null], error: '[secret]' },
        page: '<U+001B>[31mred<U+009B>2J <U+202E>back',
        problem: { code: 'EAUTH', message: 'said [secret]' },
      });
    expect(JSON.stringify(written)).not.toMatch(/hunter|sesame|cause|config/);
  },
);

it('a log entry on a terminal is one line with date, time and UTC offset, also with many details', () => {
  const line = {
    level: 30,
    time: '2026-03-03T10:00:03.000Z',
    pid: 7,
    msg: 'step fetch done',
    a: { b: [1] },
    c: 'd',
  };
  const shown = prettyFactory({ ...TERMINAL, colorize: false })(line);
  expect(shown).toMatch(
    /^\[2026-03-0[34] \d\d:\d\d:03 [+-]\d{4}\] INFO: step fetch done \{"a":\{"b":\[1\]\},"c":"d"\}\n$/,
  );
});
