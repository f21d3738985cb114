import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFolder } from '../../src/shared/folders.ts';
import { temporaryFolder } from '../support/stores.ts';

describe('making a folder', () => {
  it('makes those above it too, for this user alone, and is content where it exists', () => {
    const folder = join(temporaryFolder(), 'a', 'b', 'c');
    makeFolder(folder);
    makeFolder(folder);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, '..')).mode & 0o777).toBe(0o700);
  });

  it.each(['occupied', 'occupied/deeper'])('fails where a file is in the way: %s', (path) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'occupied'), '');
    expect(() => makeFolder(join(folder, path))).toThrow(/EEXIST|ENOTDIR/);
  });

  // There, "no such file" is the answer to making a folder in one that exists; Node's own way asks for ever.
  it.skipIf(!existsSync('/proc/self'))('fails, and does not hang, where the system takes no folders', () => {
    expect(() => makeFolder('/proc/daybreak/deeper')).toThrow(/ENOENT/);
  });
});
