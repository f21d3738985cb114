import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { mailServer } from '../../simulation/mailServer.ts';
import { productProgram, type Run, type RunningProgram, runProduct, startNode } from '../childProcess.ts';
import { calendar, MORNING, type Size, startVendor, TRADED, writePast } from '../desk.ts';

/** A desk in a folder of its own, with the settings of its commands. */
export interface ServedDesk {
  readonly folder: string;
  readonly settings: Readonly<Record<string, string>>;
  /** A Bearer key that may read. */
  readonly key: string;
}

/** Fills of the session of the mailed morning: enough for every trader to have traded. */
const FILLS_BEFORE = 20_000;

/**
 * Prepares a desk whose morning of the session `TRADED` was mailed, with a history of `historySessions`. The
 * morning after it is still to come.
 */
export async function prepareDesk(parent: string, size: Size): Promise<ServedDesk> {
  const folder = join(parent, 'served');
  mkdirSync(folder);
  const before = calendar.previousSession(TRADED);
  const past = await writePast(parent, size, size.historySessions, calendar.previousSession(before));
  const desk = { folder, settings: { DB_PATH: join(folder, 'bench.db'), LOG_LEVEL: 'error' } };
  copyFileSync(past, desk.settings.DB_PATH);
  const outside = await startOutside(parent, { ...size, fills: Math.min(size.fills, FILLS_BEFORE) }, TRADED);
  await outside.morning(desk).finally(outside.close);
  const added = await runProduct(
    folder,
    ['keys', 'add', 'bench', '--scope', 'read', '--json'],
    desk.settings,
  );
  const { key } = JSON.parse(added.stdout) as { key: string };
  return { ...desk, key };
}

/** What a morning needs besides its desk: a source with the fills of the day before, and a mail server. */
export interface Outside {
  /** Runs the morning of a desk as `npm run morning` does. @returns its time and memory. */
  morning(desk: Pick<ServedDesk, 'folder' | 'settings'>): Promise<Run>;
  close(): Promise<void>;
}

/** Starts what the morning after the mailed one needs. */
export function startNextDay(folder: string, size: Size): Promise<Outside> {
  return startOutside(folder, size, MORNING);
}

async function startOutside(parent: string, size: Size, sessionDate: string): Promise<Outside> {
  const vendor = await startVendor(parent, size, calendar.previousSession(sessionDate));
  const mail = await mailServer();
  const outside = {
    API_URL: vendor.url,
    API_USER: 'bench',
    API_PASS: 'bench',
    NODE_EXTRA_CA_CERTS: join(import.meta.dirname, '../../simulation/tls/ca.crt'),
    EMAIL_FROM: 'Daybreak <risk@desk.example>',
    EMAIL_RECIPIENTS: 'ann@desk.example',
    SMTP_HOST: 'localhost',
    SMTP_PORT: String(mail.port),
  };
  return {
    async morning({ folder, settings }) {
      const before = mail.received.length;
      const args = ['morning', '--date', sessionDate, '--force', '--json'];
      const run = await runProduct(folder, args, { ...settings, ...outside });
      if (mail.received.length === before) throw new Error(`the morning of ${sessionDate} was not mailed`);
      return run;
    },
    close: async () => void (await Promise.all([vendor.close(), mail.close()])),
  };
}

/** The same desk in another folder, as it was prepared. */
export function copyDesk(desk: ServedDesk, folder: string): ServedDesk {
  mkdirSync(folder);
  for (const name of ['bench.db', 'bench.db.audit-head'])
    if (existsSync(join(desk.folder, name))) copyFileSync(join(desk.folder, name), join(folder, name));
  return { ...desk, folder, settings: { ...desk.settings, DB_PATH: join(folder, 'bench.db') } };
}

/** Starts `serve` on the desk, without limits of requests. */
export function serveDesk(
  { folder, settings }: ServedDesk,
  nodeOptions: readonly string[] = [],
): Promise<RunningProgram> {
  const args = [...nodeOptions, productProgram, 'serve', '--port', '0', '--json'];
  return startNode(folder, args, { settings: { ...settings, WEB_RATE_LIMIT: '0' }, name: 'serve' });
}
