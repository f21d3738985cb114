import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseKey, secretHash } from '../../src/adapters/web/server/keySecret.ts';
import { keysAdd, keysList, keysRevoke } from '../../src/commands/keys.ts';
import { cli } from '../support/cli.ts';
import { limitDesk } from '../support/limitDesk.ts';
import { temporaryFolder } from '../support/stores.ts';

const options = { json: true, demo: false };

describe('keys add', () => {
  it('prints the key once, and stores only its hash', async () => {
    const { world, document, withStores } = await limitDesk();
    const made = await document(() => keysAdd(world, 'ann', { ...options, scope: 'answer', by: 'op' }));
    expect(made).toEqual({ id: expect.any(String), key: expect.any(String), scope: 'answer', expires: null });
    const { id, key } = made as { readonly id: string; readonly key: string };
    const printed = parseKey(key);
    expect(printed?.id).toBe(id);
    const stored = await withStores(({ keys }) => keys.find(id));
    expect(stored).toMatchObject({
      owner: 'ann',
      createdBy: 'op',
      secretHash: secretHash(printed?.secret ?? ''),
    });
    const rows = await withStores(({ database: { connection } }) =>
      Promise.all(['access_key', 'audit_entry'].map((table) => connection.all(`SELECT * FROM ${table}`))),
    );
    expect(rows.map((each) => each.length > 0)).toEqual([true, true]);
    expect(JSON.stringify(rows)).not.toContain(printed?.secret);
  });

  it('makes a key valid through the last day in the time zone of the desk', async () => {
    const { world, withStores, document } = await limitDesk();
    await keysAdd(world, 'ann', { ...options, scope: 'read', expires: '2026-03-09' });
    const [key] = await withStores(({ keys }) => keys.all());
    expect(key?.expiresAt?.toISOString()).toBe('2026-03-10T04:00:00.000Z');
    expect(await document(() => keysList(world, options))).toMatchObject({
      keys: [{ owner: 'ann', expires: '2026-03-09', state: 'valid' }],
    });
  });

  it('refuses an expiry in the past', async () => {
    const { world } = await limitDesk();
    const add = keysAdd(world, 'ann', { ...options, scope: 'read', expires: '2026-03-02' });
    await expect(add).rejects.toMatchObject({ code: 'bad_key' });
  });

  it('is in the audit trail, with the maker and without the secret', async () => {
    const { world, withStores } = await limitDesk();
    await keysAdd(world, 'ann', { ...options, scope: 'read', by: 'op' });
    const entries = await withStores(({ database }) =>
      database.queries.selectFrom('audit_entry').selectAll().where('kind', '=', 'access').execute(),
    );
    expect(entries.map(({ subject, body }) => [subject, JSON.parse(body)])).toEqual([
      [
        'ann',
        {
          id: expect.any(String),
          keySha256: expect.stringMatching(/^[0-9a-f]{64}$/),
          change: 'added',
          scope: 'read',
          expiresAt: null,
          by: 'op',
        },
      ],
    ]);
  });
});

describe('keys list', () => {
  it('shows the state of each key, and never a key or its hash', async () => {
    const { world, clock, lines, document, withStores } = await limitDesk();
    await keysAdd(world, 'ann', { ...options, scope: 'operate' });
    clock.set(new Date(clock.now().getTime() + 1).toISOString());
    await keysAdd(world, 'bob', { ...options, scope: 'read', expires: '2026-03-03' });
    const [ann] = await withStores(({ keys }) => keys.all());
    const found = await withStores(({ keys }) => keys.find(ann?.id ?? ''));
    await keysRevoke(world, ann?.id ?? '', options);
    clock.set('2026-03-04T13:00:00Z');
    const listed = await document(() => keysList(world, options));
    await keysList(world, { ...options, json: false });
    expect(listed).toMatchObject({
      keys: [
        { owner: 'ann', state: 'revoked' },
        { owner: 'bob', state: 'expired' },
      ],
    });
    for (const text of [JSON.stringify(listed), lines.join('\n')]) {
      expect(text).not.toContain('dbk_');
      expect(text).not.toContain(found?.secretHash);
    }
  });
});

describe('keys revoke', () => {
  it('refuses an id that no key has', async () => {
    const { world } = await limitDesk();
    await expect(keysRevoke(world, '0000000000', options)).rejects.toMatchObject({ code: 'bad_key' });
  });
});

describe('keys without a database', () => {
  it.each([[[]], [['--demo']]])('fail with no_database and create none %s', async (more) => {
    const path = join(temporaryFolder(), 'data/daybreak.db');
    const { exitCode, stdout } = await cli(['keys', 'list', '--json', ...more], { DB_PATH: path });
    expect([exitCode, JSON.parse(stdout)]).toMatchObject([1, { error: { code: 'no_database' } }]);
    expect(existsSync(path)).toBe(false);
  });
});
