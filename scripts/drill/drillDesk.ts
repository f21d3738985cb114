import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startDemoServer } from '../../src/adapters/demo/server.ts';
import { createCalendar } from '../../src/domain/session/calendar.ts';
import { marketDate } from '../../src/domain/session/marketTime.ts';
import { mailServer, type ReceivingServer } from '../simulation/mailServer.ts';
import type { DrillStores } from './drillStores.ts';
import { type ProcessOptions, type ProcessResult, runProcess } from './killableProcess.ts';

const ZONE = 'America/New_York';
/** Enough sessions for the rules to cut a trader, and quick to fetch. */
const HISTORY_SESSIONS = 40;
const calendar = createCalendar('nyse');

/** A desk with history, a source and a mail server, and the session whose morning is killed. */
export interface DrillDesk {
  readonly sessionDate: string;
  readonly server: ReceivingServer;
  /** All settings except the recipients. */
  readonly settings: Readonly<Record<string, string>>;
  readonly stores: DrillStores;
  /** Runs the product in a folder, until it exits or is killed. */
  run(
    folder: string,
    args: readonly string[],
    settings: Readonly<Record<string, string>>,
    kill?: ProcessOptions['kill'],
  ): Promise<ProcessResult>;
  /** Creates a folder with a copy of the database as it was before the morning. */
  freshFolder(name: string): Promise<string>;
  close(): Promise<void>;
}

/**
 * Fetches the desk's history and trains the model on it, so that every killed morning starts like a real one.
 */
export async function openDrillDesk(
  folder: string,
  stores: DrillStores,
  program?: ProcessOptions['program'],
): Promise<DrillDesk> {
  const sessionDate = calendar.nextSession(marketDate(new Date(), ZONE));
  const through = calendar.previousSession(sessionDate);
  const [source, server] = [
    await startDemoServer({ through, calendar, requestsPerWindow: null }),
    await mailServer(),
  ];
  const settings = settingsOf(source, server.port);
  const run: DrillDesk['run'] = (place, args, own, kill) =>
    runProcess(place, args, own, { ...(kill && { kill }), ...(program && { program }) });
  const close = async () => {
    await source.close();
    await server.close();
  };
  try {
    const past = join(folder, 'past');
    await storePast({ stores, run }, past, settings, calendar.previousSession(through));
    const freshFolder = async (name: string) => {
      await stores.copy(past, join(folder, name));
      return join(folder, name);
    };
    return { sessionDate, server, settings, stores, run, freshFolder, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function settingsOf(
  source: { readonly url: string; readonly user: string; readonly password: string },
  smtpPort: number,
): Readonly<Record<string, string>> {
  return {
    API_URL: source.url,
    API_USER: source.user,
    API_PASS: source.password,
    NODE_EXTRA_CA_CERTS: join(import.meta.dirname, '../simulation/tls/ca.crt'),
    EMAIL_FROM: 'Daybreak <risk@desk.example>',
    SMTP_HOST: 'localhost',
    SMTP_PORT: String(smtpPort),
    LEASE_SECONDS: '1',
    LOG_LEVEL: 'debug',
  };
}

async function storePast(
  { stores, run }: Pick<DrillDesk, 'stores' | 'run'>,
  folder: string,
  shared: Readonly<Record<string, string>>,
  through: string,
): Promise<void> {
  mkdirSync(folder);
  await (await stores.open(folder)).database.close();
  const settings = { ...shared, ...stores.settings(folder) };
  let from = through;
  for (let n = 1; n < HISTORY_SESSIONS; n += 1) from = calendar.previousSession(from);
  requireDone(await run(folder, ['backfill', '--from', from, '--to', through], settings));
  // A dry run of the morning before makes the model learn all but the last session.
  requireDone(await run(folder, ['morning', '--dry-run', '--date', through], settings));
}

function requireDone({ exitCode, stderr }: ProcessResult): void {
  if (exitCode !== 0) throw new Error(`the drill could not be prepared: ${stderr.slice(-2_000)}`);
}
