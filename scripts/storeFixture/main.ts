import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import Driver from 'better-sqlite3';
import { mailServer, refusal } from '../simulation/mailServer.ts';
import {
  DRY_SESSION,
  fillsBySession,
  fillsFile,
  MAILED_SESSION,
  MAILED_SESSION_BEFORE,
  ROSTER,
} from './deskFiles.ts';

/**
 * Writes the store of a small desk with the code of an earlier release, for the tests of an upgrade:
 *
 *   git worktree add --detach ../release-0.2.0 fe0df81     # the commit of the release; `npm ci` in it
 *   node --import tsx scripts/storeFixture/main.ts ../release-0.2.0
 *
 * The result is tests/support/stores/VERSION.sqlite.gz and VERSION.audit-head. The desk imports a roster and
 * 71 sessions of fills and mails one morning; the server refuses one recipient.
 * Then it makes a backup, imports one more session and runs the next morning dry.
 */
const checkout = resolve(process.argv[2] ?? fail('expected the folder of a checkout of the release'));
const { version } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'daybreak-fixture-'));
const server = await mailServer({
  onRcptTo: ({ address }, _session, answer) =>
    address.startsWith('gone@') ? answer(refusal(550, '5.1.1 no such user')) : answer(),
});
try {
  writeStore(await runDesk());
} finally {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
}

async function runDesk(): Promise<string> {
  const sessions = fillsBySession();
  const before = [...sessions].filter(([session]) => session <= MAILED_SESSION_BEFORE);
  write('fills.csv', fillsFile(before.flatMap(([, lines]) => lines)));
  write('fills-2.csv', fillsFile(sessions.get(MAILED_SESSION) ?? []));
  write('roster.csv', `${ROSTER.join('\n')}\n`);
  await run('roster', 'import', 'roster.csv');
  await run('import', 'fills.csv');
  await run('roster', 'multiplier', 'ES*', '50');
  await run('roster', 'set', 'SWING', '--limit', '2600');
  await run('morning', '--date', MAILED_SESSION, '--force');
  await run('backup');
  await run('import', 'fills-2.csv');
  await run('morning', '--date', DRY_SESSION, '--dry-run');
  if (server.received.length === 0) fail('expected a mail; see what the morning printed');
  return join(folder, 'data/daybreak.db');
}

function writeStore(database: string): void {
  const stores = join(import.meta.dirname, '../../tests/support/stores');
  mkdirSync(stores, { recursive: true });
  const driver = new Driver(database);
  driver.pragma('journal_mode = DELETE');
  driver.close();
  writeFileSync(join(stores, `${version}.sqlite.gz`), gzipSync(readFileSync(database), { level: 9 }));
  writeFileSync(join(stores, `${version}.audit-head`), readFileSync(`${database}.audit-head`));
}

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

/** Runs a command of the release, with only these settings. */
function run(...args: string[]): Promise<void> {
  const loader = join(checkout, 'node_modules/tsx/dist/loader.mjs');
  const settings = {
    PATH: process.env['PATH'] ?? '',
    NODE_EXTRA_CA_CERTS: join(import.meta.dirname, '../simulation/tls/ca.crt'),
    EMAIL_FROM: 'Daybreak <risk@desk.example>',
    EMAIL_RECIPIENTS: 'manager@desk.example,gone@desk.example',
    ALERT_RECIPIENTS: 'operator@desk.example',
    SMTP_HOST: 'localhost',
    SMTP_PORT: String(server.port),
    LOG_LEVEL: 'warn',
  };
  process.stdout.write(`\n$ ${args.join(' ')}\n`);
  const child = spawn(process.execPath, ['--import', loader, join(checkout, 'src/main.ts'), ...args], {
    cwd: folder,
    env: settings,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('exit', () => done());
  });
}

function fail(text: string): never {
  throw new Error(text);
}
