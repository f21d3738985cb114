import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { simpleParser } from 'mailparser';
import { Client } from 'pg';
import type { SMTPServerOptions } from 'smtp-server';
import { onTestFinished } from 'vitest';
import { FILLS_HEADER, generateFills } from '../../scripts/bench/generateFills.ts';
import { mailServer } from '../../scripts/simulation/mailServer.ts';
import { openPostgres } from '../../src/adapters/database/postgres/open.ts';
import { verifyAudit } from '../../src/adapters/database/store/auditTrail.ts';
import { exportCommand } from '../../src/commands/export.ts';
import { createCalendar } from '../../src/domain/session/calendar.ts';
import { cli } from './cli.ts';
import { type KillableCli, killableCli, type LogTrigger } from './killable.ts';
import { copiedPostgres, emptyPostgres } from './postgres.ts';
import { temporaryFolder } from './stores.ts';
import { fakeWorld } from './world.ts';

export const RECIPIENTS = ['ann@desk.example', 'bob@desk.example'];
const TRADERS = 24;
/** How long a host that was killed keeps the morning. */
export const LEASE_MS = 15_000;

/** Fills of 24 traders over ten sessions. */
function fillsOfTenSessions(): string {
  const sessions = createCalendar('nyse').sessionsBetween('2026-02-24', '2026-03-09');
  const lines = [...generateFills({ seed: 11, traders: TRADERS, sessions, fills: 4_000 })].map(
    ({ line }) => line,
  );
  return `${[FILLS_HEADER, ...lines].join('\n')}\n`;
}

/** A host: a folder of its own, and the program run in it, until the test ends. */
export interface Host {
  readonly settings: Readonly<Record<string, string>>;
  readonly run: (...args: string[]) => ReturnType<typeof cli>;
  /** Runs a command that the test can kill, also as soon as it logs some words. */
  readonly start: (args: readonly string[], killAt?: string, trigger?: LogTrigger) => KillableCli;
}

/** A mail server, and hosts that share one desk. Their fills are imported, and no day of them is computed. */
export async function sharedDesk(address: string | null, options: SMTPServerOptions = {}) {
  const desk = await hostsOf(address, options);
  await importFills(desk.first, address);
  return desk;
}

/** As `sharedDesk`, on a new Postgres database: a copy of one into which the fills were imported once. */
export async function copiedDesk(options: SMTPServerOptions = {}) {
  imported ??= importedPostgres();
  const address = await copiedPostgres(await imported);
  return { address, ...(await hostsOf(address, options)) };
}

let imported: Promise<string> | null = null;

/** It stays until the server of the tests ends. */
async function importedPostgres(): Promise<string> {
  const address = await emptyPostgres(() => undefined);
  await importFills((await hostsOf(address)).first, address);
  return address;
}

async function hostsOf(address: string | null, options: SMTPServerOptions = {}) {
  const server = await mailServer(options);
  onTestFinished(() => server.close());
  const shared = {
    NODE_EXTRA_CA_CERTS: resolve('scripts/simulation/tls/ca.crt'),
    EMAIL_FROM: 'Daybreak <risk@desk.example>',
    EMAIL_RECIPIENTS: RECIPIENTS.join(','),
    SMTP_HOST: 'localhost',
    SMTP_PORT: String(server.port),
    LEASE_SECONDS: String(LEASE_MS / 1_000),
    LOG_LEVEL: 'debug',
  };
  const host = (own: string | null = address, more: Readonly<Record<string, string>> = {}): Host => {
    const folder = temporaryFolder();
    const place = { DB_PATH: join(folder, 'daybreak.db'), ...(own === null ? {} : { DATABASE_URL: own }) };
    const settings = { ...shared, ...place, ...more };
    return {
      settings,
      run: (...args) => cli(args, settings, folder),
      start: (args, killAt, trigger) => killableCli(args, settings, folder, killAt, trigger),
    };
  };
  return { server, host, first: host() };
}

async function importFills(host: Host, address: string | null): Promise<void> {
  const fills = join(temporaryFolder(), 'fills.csv');
  writeFileSync(fills, fillsOfTenSessions());
  const { exitCode, stderr } = await host.run('import', fills);
  if (exitCode !== 0) throw new Error(stderr);
  if (address !== null) await markAllStale(address);
}

/** An import computes its days. Marked as stale, they are computed once more by the morning. */
export async function markAllStale(address: string): Promise<void> {
  const client = new Client({ connectionString: address });
  await client.connect();
  await client.query(`INSERT INTO stale_day (trader_id, session_date) SELECT trader_id, session_date FROM trader_day
    ON CONFLICT DO NOTHING`);
  await client.query('DELETE FROM trader_day; DELETE FROM open_lot; DELETE FROM low_water_marks');
  await client.end();
}

/** What a desk knows after a morning: its facts, indicators and decisions, as the files of an export. */
export async function knownFacts({ settings }: Host): Promise<Readonly<Record<string, string>>> {
  const folder = temporaryFolder();
  const { world } = fakeWorld(settings, new Date().toISOString());
  const kinds = ['trader-days', 'indicators', 'decisions'] as const;
  for (const kind of kinds) await exportCommand(world, kind, { json: false, out: join(folder, kind) });
  return Object.fromEntries(kinds.map((kind) => [kind, readFileSync(join(folder, kind), 'utf8')]));
}

/** How many different messages each recipient has. A copy with the same Message-ID counts once. */
export async function inboxes(
  received: readonly { readonly to: readonly string[]; readonly bytes: Buffer }[],
): Promise<readonly (readonly [recipient: string, messages: number, copies: number])[]> {
  const ids = new Map<string, string[]>();
  for (const { to, bytes } of received) {
    const { messageId = '' } = await simpleParser(bytes);
    ids.set(to.join(), [...(ids.get(to.join()) ?? []), messageId]);
  }
  return [...ids].map(([to, all]) => [to, new Set(all).size, all.length] as const).sort();
}

/** The first fault of the audit trail, and the jobs that are left. */
export async function storeFaults(address: string) {
  const database = await openPostgres(address);
  try {
    const { fault } = await verifyAudit(database);
    const jobs = await database.connection.value<number>('SELECT count(*) FROM graphile_worker.jobs');
    const stale = await database.connection.value<number>('SELECT count(*) FROM stale_day');
    return { fault, jobs, stale };
  } finally {
    await database.close();
  }
}
