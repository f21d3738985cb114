import { copyFileSync, renameSync } from 'node:fs';
import Driver from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { OWN_ORIGIN, webDesk } from '../support/webDesk.ts';

let desk: Awaited<ReturnType<typeof webDesk>> | null = null;
afterEach(async () => {
  await desk?.close();
  desk = null;
});

/** Another process that holds the write lock, as a morning of a million fills does. */
function holdWriteLock(path: string): () => void {
  const other = new Driver(path);
  other.exec('BEGIN IMMEDIATE');
  return () => {
    other.exec('ROLLBACK');
    other.close();
  };
}

describe('while another process writes', () => {
  it('reads go on, and a write that waits holds up no read', async () => {
    desk = await webDesk();
    const { server, keys, path } = desk;
    const cookie = await desk.signedIn('read');
    const release = holdWriteLock(path);
    let isOver = false;
    const write = server
      .inject({ method: 'POST', url: '/sign-out', headers: { cookie, origin: OWN_ORIGIN } })
      .finally(() => {
        isOver = true;
      });
    for (let turn = 0; turn < 20; turn += 1)
      expect((await server.inject({ url: '/health' })).statusCode).toBe(200);
    const read = await desk.ports.keys.find(keys.read.split('_')[1] ?? '');
    await desk.ports.keys.noteUse(read?.id ?? '', desk.clock.now());
    expect([read?.owner, isOver]).toEqual(['read-key', false]);
    const reply = await write;
    release();
    expect([reply.statusCode, reply.headers['retry-after']]).toEqual([503, '5']);
    expect(reply.body).toContain('Another process writes to the database. Nothing was stored.');
  });
});

describe('after a restore replaced the database', () => {
  it('the new file is read, and a request that began before it ends well', async () => {
    desk = await webDesk();
    const { server, path, ports, keys } = desk;
    const id = keys.answer.split('_')[1] ?? '';
    expect((await ports.keys.find(id))?.revokedAt).toBe(null);
    await desk.withStores(async ({ database }) => {
      await database.persist();
      copyFileSync(path, `${path}.restored`);
    });
    const restored = new Driver(`${path}.restored`);
    restored.prepare("UPDATE access_key SET revoked_at = '2026-03-03T12:30:00.000Z' WHERE id = ?").run(id);
    restored.close();
    const before = await desk.door.stores();
    for (const suffix of ['-wal', '-shm']) renameSync(path + suffix, `${path}.old${suffix}`);
    renameSync(`${path}.restored`, path);
    // Another process restores: the server looks at the file once in each turn of its event loop.
    await new Promise(setImmediate);
    expect((await server.inject({ url: '/health' })).statusCode).toBe(200);
    expect((await ports.keys.find(id))?.revokedAt).not.toBe(null);
    expect((await before.keys.find(id))?.revokedAt).toBe(null);
  });
});
