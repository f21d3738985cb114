import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { draftFile, requirePlaces, writeWholeFile } from '../../../src/adapters/files/wholeFile.ts';
import { temporaryFolder } from '../../support/stores.ts';

const UNWRITABLE = { code: 'unwritable', hint: expect.stringContaining('--out') };

describe('a file that is written whole', () => {
  it('appears in a folder that is made for it, and replaces an older one', async () => {
    const path = join(temporaryFolder(), 'deep', 'compare.json');
    await writeWholeFile(path, 'old');
    await writeWholeFile(path, 'new');
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(readdirSync(join(path, '..'))).toEqual(['compare.json']);
  });

  it('has no name until it is finished, and leaves nothing when given up', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'summary.json');
    writeFileSync(path, 'earlier');
    const draft = await draftFile(path, 'later');
    expect(readFileSync(path, 'utf8')).toBe('earlier');
    await draft.abandon();
    expect(readdirSync(folder)).toEqual(['summary.json']);
    const again = await draftFile(path, 'later');
    await again.finish();
    await again.abandon();
    expect(readFileSync(path, 'utf8')).toBe('later');
  });

  it.each(['occupied', join('occupied', 'deeper')])(
    'says what to do where its folder is a file: %s',
    async (path) => {
      const folder = temporaryFolder();
      writeFileSync(join(folder, 'occupied'), '');
      await expect(writeWholeFile(join(folder, path, 'compare.json'), '')).rejects.toMatchObject(UNWRITABLE);
    },
  );

  it('leaves no draft behind where its name is taken by a folder', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'compare.json'));
    await expect(writeWholeFile(join(folder, 'compare.json'), '')).rejects.toMatchObject(UNWRITABLE);
    expect(readdirSync(folder)).toEqual(['compare.json']);
  });
});

describe('places for files', () => {
  it('are made, or are there already', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'there'), '');
    requirePlaces([join(folder, 'there'), join(folder, 'new', 'file')]);
    expect(readdirSync(folder).sort()).toEqual(['new', 'there']);
  });

  it('are refused where a file or a folder is in the way', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'occupied'), '');
    for (const path of [join(folder, 'occupied', 'file'), folder])
      expect(() => requirePlaces([path])).toThrow(expect.objectContaining(UNWRITABLE));
  });

  it.skipIf(process.getuid?.() === 0)('are refused where this user may not write', () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o500);
    expect(() => requirePlaces([join(folder, 'file')])).toThrow(expect.objectContaining(UNWRITABLE));
  });
});
