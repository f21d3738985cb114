import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';

export interface OtherWorker {
  stop(): Promise<void>;
}

/** Starts another process of the product, and waits until it is ready to do jobs. */
export async function startOtherWorker(
  address: string,
  folder: string,
  settings: Readonly<Record<string, string>>,
): Promise<OtherWorker> {
  const root = join(import.meta.dirname, '../..');
  const [loader, program] = [join(root, 'node_modules/tsx/dist/loader.mjs'), join(root, 'src/main.ts')];
  const child = spawn(process.execPath, ['--import', loader, program, 'worker'], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', ...settings },
    stdio: 'ignore',
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const client = new Client({ connectionString: address });
  await client.connect();
  const ready = "SELECT 1 FROM pg_stat_activity WHERE application_name LIKE 'daybreak worker pool-%'";
  while ((await client.query(ready)).rowCount === 0) await setTimeout(100);
  await client.end();
  return {
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
