import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { createCalendar } from '../../src/domain/session/calendar.ts';
import { clusterUrl, removeCluster, startCluster } from '../postgres/throwawayCluster.ts';
import { mailServer } from '../simulation/mailServer.ts';
import { FILLS_HEADER, generateFills } from './generateFills.ts';
import { type Program, startProgram } from './startProgram.ts';

/**
 * Kills the owner of a morning on Postgres in the middle of a job, while a second host waits:
 * `takeoverAlone.ts TRADERS FILLS LEASE_SECONDS`. Prints `{ seconds, mails, recipients, isSame }`: from the
 * kill until the second host has the morning, the different messages that were received, the recipients, and
 * whether the exported facts and decisions are those of an undisturbed morning on SQLite.
 */
const [traders = 0, fills = 0, leaseSeconds = 0] = process.argv.slice(2).map(Number);
const RECIPIENTS = ['ann@desk.example', 'bob@desk.example'];
const MORNING = ['morning', '--force', '--json'];
const root = join(import.meta.dirname, '../..');

const cluster = await startCluster({ ownerPid: process.pid, settings: [] });
const mails = await mailServer();
try {
  const address = clusterUrl(cluster);
  const settings = {
    NODE_EXTRA_CA_CERTS: join(root, 'scripts/simulation/tls/ca.crt'),
    EMAIL_FROM: 'Daybreak <risk@desk.example>',
    EMAIL_RECIPIENTS: RECIPIENTS.join(','),
    SMTP_HOST: 'localhost',
    SMTP_PORT: String(mails.port),
    LEASE_SECONDS: String(leaseSeconds),
    LOG_LEVEL: 'debug',
  };
  const onServer = { ...settings, DATABASE_URL: address };
  writeFileSync('fills.csv', generatedFills());
  const expected = await undisturbed(settings);
  mails.received.length = 0;
  await finished(start('first', ['import', '../fills.csv'], onServer));
  await markAllStale(address);
  const seconds = await takeover(onServer);
  const received = new Set(mails.received.map(({ to, bytes }) => `${to.join()} ${messageId(bytes)}`));
  const isSame = JSON.stringify(await exported('second', onServer)) === JSON.stringify(expected);
  const result = { seconds, mails: received.size, recipients: RECIPIENTS.length, isSame };
  process.stdout.write(`${JSON.stringify(result)}\n`);
} finally {
  await mails.close();
  removeCluster(cluster);
}

/** Seconds from the kill until the second host removes the jobs of the first, which it does at once. */
async function takeover(settings: Readonly<Record<string, string>>): Promise<number> {
  const owner = start('first', MORNING, settings);
  const job = owner.hasLogged('queue: Found task').then(() => {
    owner.kill();
    return performance.now();
  });
  await owner.hasLogged('step ledger begins');
  const other = start('second', MORNING, settings);
  const killedAt = await job;
  await other.hasLogged('jobs of an earlier owner of the morning are removed');
  const seconds = (performance.now() - killedAt) / 1_000;
  await finished(other);
  return seconds;
}

async function undisturbed(settings: Readonly<Record<string, string>>) {
  await finished(start('alone', ['import', '../fills.csv'], settings));
  await finished(start('alone', MORNING, settings));
  return exported('alone', settings);
}

async function exported(host: string, settings: Readonly<Record<string, string>>) {
  const texts: string[] = [];
  for (const kind of ['trader-days', 'decisions']) {
    await finished(start(host, ['export', kind, '--out', `${kind}.csv`], settings));
    texts.push(readFileSync(join(host, `${kind}.csv`), 'utf8'));
  }
  return texts;
}

/** Runs the program in a folder of its own, as on a host of its own. */
function start(host: string, args: readonly string[], settings: Readonly<Record<string, string>>): Program {
  mkdirSync(host, { recursive: true });
  return startProgram(args, settings, host);
}

async function finished(program: Program): Promise<void> {
  const { exitCode, output } = await program.ended;
  if (exitCode !== 0) throw new Error(output);
}

function generatedFills(): string {
  const sessions = createCalendar('nyse').sessionsBetween('2026-02-24', '2026-03-09');
  const lines = [...generateFills({ seed: 11, traders, sessions, fills })].map(({ line }) => line);
  return `${[FILLS_HEADER, ...lines].join('\n')}\n`;
}

/** An import computes its days. Marked as stale, they are computed once more by the morning. */
async function markAllStale(address: string): Promise<void> {
  const client = new Client({ connectionString: address });
  await client.connect();
  await client.query(`INSERT INTO stale_day (trader_id, session_date)
    SELECT trader_id, session_date FROM trader_day ON CONFLICT DO NOTHING`);
  await client.query('DELETE FROM trader_day; DELETE FROM open_lot; DELETE FROM low_water_marks');
  await client.end();
}

function messageId(bytes: Buffer): string {
  return /^Message-ID: *(\S+)/im.exec(bytes.toString('utf8'))?.[1] ?? '';
}
