import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { detailWords } from '../../../src/adapters/terminal/logWords.ts';
import { lineInWords } from '../../../src/adapters/terminal/standardError.ts';

const SECRETS = ['hunter-two', 'open sesame'];
const DETAILS = {
  said: 'no, hunter-two',
  deep: { list: ['open%20sesame', 5, null], error: 'aHVudGVyLXR3bw==' },
  page: '\u001B[31mred\u009B2J \u202Eback',
};

/** The lines that a log writes for one call per level, with an error whose cause is secret. */
function logged(level: string, reader: string): readonly string[] {
  const program = `
    import { createLog } from './src/adapters/terminal/log.ts';
    const log = createLog({ level: '${level}', secrets: ${JSON.stringify(SECRETS)}, reader: '${reader}' });
    const details = ${JSON.stringify(DETAILS)};
    const problem = Object.assign(new Error('said hunter-two', { cause: 'open sesame' }), { code: 'EAUTH', config: 'hunter-two' });
    for (const to of ['debug', 'info', 'warn', 'error']) log[to]('open sesame\\u001b[2J', { ...details, problem });`;
  const { stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '--eval', program],
    { encoding: 'utf8' },
  );
  return stderr.split('\n').filter((line) => line !== '');
}

it.each([
  ['debug', 4],
  ['info', 3],
  ['warn', 2],
  ['error', 1],
])(
  'the log of the daemon at level %s writes %i levels as JSON, without secrets at any depth and without terminal control characters',
  (level, lines) => {
    const written = logged(level, 'daemon').map((line) => JSON.parse(line));
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

it('the log of every other command is text in a pipe, also without secrets and control characters', () => {
  const written = logged('warn', 'command');
  expect(written).toEqual([
    expect.stringMatching(/^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4}\] WARN: \[secret\]<U\+001B>\[2J \(/),
    expect.stringContaining('ERROR: [secret]'),
  ]);
  expect(written[0]).toContain(
    '(said=no, [secret], deep.list=[secret] 5 null, deep.error=[secret], page=<U+001B>[31mred<U+009B>2J <U+202E>back, problem.code=EAUTH, problem.message=said [secret])',
  );
  expect(written.join()).not.toMatch(/hunter|sesame|[{}]/);
});

it('a log line in words has date, time and UTC offset, and its details on the same line', () => {
  const line = JSON.stringify({
    level: 30,
    time: '2026-03-03T10:00:03.000Z',
    pid: 7,
    msg: 'step fetch done',
    a: { b: [1, 2] },
    c: 'd',
  });
  expect(lineInWords(false)(line)).toMatch(
    /^\[2026-03-0[34] \d\d:\d\d:03 [+-]\d{4}\] INFO: step fetch done \(a\.b=1 2, c=d\)\n$/,
  );
});

it('details without words leave the message alone', () => {
  expect(detailWords({})).toBe('');
  expect(detailWords({ none: null, list: [{ a: 1 }], flag: false })).toBe(
    'none=null, list.0.a=1, flag=false',
  );
});
