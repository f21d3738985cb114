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
import { createCalendar } from '../../src/domain/session/calendar.ts';
import { cli } from './cli.ts';
import { type KillableCli, killableCli, type LogTrigger } from './killable.ts';
import { temporaryFolder } from './stores.ts';

export const RECIPIENTS = ['ann@desk.example', 'bob@desk.example'];
const TRADERS = 24;

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
  readonly run: (...args: string[]) => ReturnType<typeof cli>;
  /** Runs a command that the test can kill, also as soon as it logs some words. */
  readonly start: (args: readonly string[], killAt?: string, trigger?: LogTrigger) => KillableCli;
}

/** A mail server, and hosts that share one desk. Their fills are imported, and no day of them is computed. */
export async function sharedDesk(address: string | null, options: SMTPServerOptions = {}) {
  const server = await mailServer(options);
  onTestFinished(() => server.close());
  const settings = {
    NODE_EXTRA_CA_CERTS: resolve('scripts/simulation/tls/ca.crt'),
    EMAIL_FROM: 'Daybreak <risk@desk.example>',
    EMAIL_RECIPIENTS: RECIPIENTS.join(','),
    SMTP_HOST: 'localhost',
    SMTP_PORT: String(server.port),
    LEASE_SECONDS: '15',
    LOG_LEVEL: 'debug',
  };
  const host = (own: string | null = address, more: Readonly<Record<string, string>> = {}): Host => {
    const folder = temporaryFolder();
    const all = { ...settings, ...(own === null ? {} : { DATABASE_URL: own }), ...more };
    return {
      run: (...args) => cli(args, all, folder),
      start: (args, killAt, trigger) => killableCli(args, all, folder, killAt, trigger),
    };
  };
  const first = host();
  const fills = join(temporaryFolder(), 'fills.csv');
  writeFileSync(fills, fillsOfTenSessions());
  const { exitCode, stderr } = await first.run('import', fills);
  if (exitCode !== 0) throw new Error(stderr);
  if (address !== null) await markAllStale(address);
  return { server, host, first };
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

/** What a desk knows after a morning: its facts, indicators and decisions, as files. */
export async function knownFacts({ run }: Host): Promise<Readonly<Record<string, string>>> {
  const folder = temporaryFolder();
  const kinds = ['trader-days', 'indicators', 'decisions'] as const;
  for (const kind of kinds) {
    const { exitCode, stderr } = await run('export', kind, '--out', join(folder, kind));
    if (exitCode !== 0) throw new Error(stderr);
  }
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
