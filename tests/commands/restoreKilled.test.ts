import { execFile } from 'node:child_process';
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/adapters/database/sqlite/open.ts';
import { verifyAudit } from '../../src/adapters/database/store/auditTrail.ts';
import { compiledProgram } from '../support/program.ts';
import { temporaryFolder } from '../support/stores.ts';
import { workplace } from '../support/workplace.ts';

/** Kills the process just before its n-th change of a name. */
const killHook = `data:text/javascript,${encodeURIComponent(`
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
let left = Number(process.env.KILL_AT);
for (const name of ['link', 'rename']) {
  const change = fs.promises[name];
  fs.promises[name] = (...values) => {
    left -= 1;
    if (left === 0) process.kill(process.pid, 'SIGKILL');
    return change(...values);
  };
}
syncBuiltinESMExports();`)}`;

/** Links the database and its head aside, puts the restored database in place, then its head. */
const CHANGES = 4;

/** The state of a database: who is on its roster, and whether its audit trail holds. */
async function stateOf(path: string) {
  const database = await openDatabase(path);
  try {
    const traders = database.driver.prepare('SELECT name FROM trader ORDER BY name').pluck().all();
    return { traders, fault: (await verifyAudit(database)).fault };
  } finally {
    await database.close();
  }
}

async function addTrader(path: string, name: string): Promise<void> {
  const database = await openDatabase(path);
  database.driver.prepare('INSERT INTO trader (name) VALUES (?)').run(name);
  await database.close();
}

describe('a restore that is killed', () => {
  it('at any change of a name leaves the old database or the new one, complete', async () => {
    const { folder, run } = workplace();
    await run('roster', 'set', 'OLD', '--new', '--limit', '1000');
    await run('backup');
    // Without an audit entry: both trails have two entries, and only their hashes differ.
    await addTrader(join(folder, 'data/daybreak.db'), 'NEW');
    const [backup = ''] = readdirSync(join(folder, 'data/backups')).filter((name) => name.endsWith('.gz'));
    const old = { traders: ['NEW', 'OLD'], fault: null };
    const restored = { traders: ['OLD'], fault: null };
    for (let change = 1; change <= CHANGES; change += 1) {
      const place = join(temporaryFolder(), 'desk');
      cpSync(folder, place, { recursive: true });
      expect([change, await killedAt(place, backup, change)]).toEqual([change, 'SIGKILL']);
      const path = join(place, 'data/daybreak.db');
      expect([change, await stateOf(path)]).toEqual([change, change < CHANGES ? old : restored]);
    }
    expect(await killedAt(folder, backup, CHANGES + 1)).toBe('ended');
    expect(await stateOf(join(folder, 'data/daybreak.db'))).toEqual(restored);
  });
});

/** Restores in a process that is killed, and returns the signal that ended it. */
function killedAt(folder: string, backup: string, change: number): Promise<string> {
  const env = { PATH: process.env['PATH'] ?? '', KILL_AT: String(change) };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--import', killHook, compiledProgram(), 'restore', backup, '--force'],
      { cwd: folder, env },
      (error) => resolve(error?.signal ?? 'ended'),
    );
  });
}
