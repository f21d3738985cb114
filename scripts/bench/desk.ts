import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { openStores, type Stores } from '../../src/commands/world.ts';
import { createCalendar } from '../../src/domain/session/calendar.ts';
import { FILLS_HEADER, type FillsPlan, generateFills } from './generateFills.ts';
import { writeHistory } from './generateHistory.ts';
import { writeVendorPages } from './vendorPages.ts';

/** The size of the benchmark's data. */
export interface Size {
  readonly fills: number;
  readonly traders: number;
  readonly importSessions: number;
  readonly historySessions: number;
  readonly longHistorySessions: number;
}

export const FULL_SIZE: Size = {
  fills: 1_000_000,
  traders: 200,
  importSessions: 10,
  historySessions: 250,
  longHistorySessions: 1_000,
};
export const QUICK_SIZE: Size = {
  fills: 100_000,
  traders: 50,
  importSessions: 4,
  historySessions: 60,
  longHistorySessions: 240,
};

export const calendar = createCalendar('nyse');
/** The session of the morning; its fills are those of the session before. */
export const MORNING = '2026-03-10';
export const TRADED = calendar.previousSession(MORNING);

/** The last sessions up to `last`, oldest first. */
export function sessionsBack(count: number, last = TRADED): readonly string[] {
  const sessions = [last];
  while (sessions.length < count) sessions.unshift(calendar.previousSession(sessions[0] ?? last));
  return sessions;
}

/** Writes one CSV file of fills, as an operator exports it. */
export function writeFillsFile(folder: string, size: Size): string {
  const path = join(folder, 'fills.csv');
  const file = openSync(path, 'w');
  let text = `${FILLS_HEADER}\n`;
  for (const { line } of generateFills({ ...plan(size), sessions: sessionsBack(size.importSessions) })) {
    text += `${line}\n`;
    if (text.length > 1_000_000) {
      writeSync(file, text);
      text = '';
    }
  }
  writeSync(file, text);
  closeSync(file);
  return path;
}

/** Creates a database with the desk's history, by default up to the session before the traded one. */
export async function writePast(
  folder: string,
  size: Size,
  sessions: number,
  last = calendar.previousSession(TRADED),
): Promise<string> {
  const path = join(folder, `past-${sessions}-${last}.db`);
  await writePastInto(await openStores(path), size, sessions, last);
  return path;
}

/** Writes the same history into an open store, and closes it. */
export function writePastInto(
  stores: Stores,
  { traders }: Pick<Size, 'traders'>,
  sessions: number,
  last = calendar.previousSession(TRADED),
): Promise<void> {
  return writeHistory(stores, { seed: 7, traders, sessions: sessionsBack(sessions, last) });
}

export interface Vendor {
  readonly url: string;
  requests(): Promise<number>;
  close(): Promise<void>;
}

/** A server with the fills of one session, in a process of its own. */
export async function startVendor(folder: string, size: Size, traded = TRADED): Promise<Vendor> {
  const pages = join(folder, `pages-${traded}`);
  if (!existsSync(pages)) {
    mkdirSync(pages);
    writeVendorPages(pages, { ...plan(size), sessions: [traded] });
  }
  const program = join(import.meta.dirname, 'vendorServer.ts');
  const server = fork(program, [pages, traded], { execArgv: ['--import', 'tsx'] });
  const { port } = await nextMessage<{ port: number }>(server);
  return {
    url: `http://127.0.0.1:${port}`,
    async requests() {
      server.send('requests');
      return (await nextMessage<{ requests: number }>(server)).requests;
    },
    async close() {
      server.send('close');
      await once(server, 'exit');
    },
  };
}

function plan({ fills, traders }: Size): Omit<FillsPlan, 'sessions'> {
  return { seed: 20_260_310, traders, fills };
}

async function nextMessage<T>(server: ChildProcess): Promise<T> {
  const [message] = await once(server, 'message');
  return message as T;
}
