import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFolder } from '../../src/shared/folders.ts';
import { temporaryFolder } from '../support/stores.ts';

describe('making a folder', () => {
  it('creates missing parents with mode 0700, and accepts an existing folder', () => {
    const folder = join(temporaryFolder(), 'a', 'b', 'c');
    makeFolder(folder);
    makeFolder(folder);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, '..')).mode & 0o777).toBe(0o700);
  });

  it.each(['occupied', 'occupied/deeper'])('fails if a file has the name of the folder: %s', (path) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'occupied'), '');
    expect(() => makeFolder(join(folder, path))).toThrow(/EEXIST|ENOTDIR/);
  });

  // /proc returns "no such file" for a new folder in an existing one. Node's own recursive mkdir then loops
  // for ever.
  it.skipIf(!existsSync('/proc/self'))(
    'fails and does not hang where the system allows no new folder',
    () => {
      expect(() => makeFolder('/proc/daybreak/deeper')).toThrow(/ENOENT/);
    },
  );
});
