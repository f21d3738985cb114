import { copyFileSync, renameSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createDeskDoor } from '../../src/commands/web/deskDoor.ts';
import { unchangedCache } from '../../src/commands/web/unchangedCache.ts';
import { openStores } from '../../src/commands/world.ts';
import { limitDesk } from '../support/limitDesk.ts';

async function opened() {
  const { world, path } = await limitDesk();
  const door = createDeskDoor(world.config);
  onTestFinished(() => door.close());
  return { door, path };
}

const setTrader = (trader: string) => ({ trader, baseLimit: 4000 });

describe('the version of a desk', () => {
  it('stays while nothing is written', async () => {
    const { door } = await opened();
    const before = await door.version();
    await nextTurn();
    expect(await door.version()).toBe(before);
  });

  it('changes at once with a write of this process', async () => {
    const { door } = await opened();
    const before = await door.version();
    const { roster } = await door.writing();
    await roster.set(setTrader('NET001'));
    const after = await door.version();
    expect(after).not.toBe(before);
    await roster.set(setTrader('NET002'));
    expect(await door.version()).not.toBe(after);
  });

  it('changes with a commit of another process in the next turn', async () => {
    const { door, path } = await opened();
    const other = await openStores(path);
    onTestFinished(() => other.database.close());
    const before = await door.version();
    await other.roster.set(setTrader('NET001'));
    await nextTurn();
    expect(await door.version()).not.toBe(before);
  });

  it('changes with a restored database, whose counters may be equal', async () => {
    const { door, path } = await opened();
    const before = await door.version();
    copyFileSync(path, `${path}.restored`);
    renameSync(`${path}.restored`, path);
    await nextTurn();
    expect(await door.version()).not.toBe(before);
  });
});

describe('the cache of what was read', () => {
  it('reads once at each version, keeps no null, and nothing that was read before a change', async () => {
    let version = '1';
    const cache = unchangedCache<string>(async () => version);
    const reads: string[] = [];
    const get = (value: string | null) =>
      cache.get('key', async () => {
        reads.push(String(value));
        return value;
      });
    expect([await get(null), await get('a'), await get('b')]).toEqual([null, 'a', 'a']);
    version = '2';
    const slow = cache.get('other', async () => {
      await nextTurn();
      return 'of version 2';
    });
    await Promise.resolve();
    version = '3';
    expect(await get('c')).toBe('c');
    await slow;
    expect(await cache.get('other', async () => 'of version 3')).toBe('of version 3');
    expect(reads).toEqual(['null', 'a', 'c']);
  });
});
