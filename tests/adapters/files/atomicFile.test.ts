import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { draftFile, requireWritable, writeFileAtomically } from '../../../src/adapters/files/atomicFile.ts';
import { temporaryFolder } from '../../support/stores.ts';

const UNWRITABLE = { code: 'unwritable', hint: expect.stringContaining('--out') };

describe('a file that is written atomically', () => {
  it('is written to a folder that is created for it, and replaces an older file', async () => {
    const path = join(temporaryFolder(), 'deep', 'compare.json');
    await writeFileAtomically(path, 'old');
    await writeFileAtomically(path, 'new');
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(readdirSync(join(path, '..'))).toEqual(['compare.json']);
  });

  it('has its name only after finish(), and leaves no temporary file after abandon()', async () => {
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
    'throws an error with a hint when its folder is a file: %s',
    async (path) => {
      const folder = temporaryFolder();
      writeFileSync(join(folder, 'occupied'), '');
      await expect(writeFileAtomically(join(folder, path, 'compare.json'), '')).rejects.toMatchObject(
        UNWRITABLE,
      );
    },
  );

  it('leaves no temporary file when its name is a folder', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'compare.json'));
    await expect(writeFileAtomically(join(folder, 'compare.json'), '')).rejects.toMatchObject(UNWRITABLE);
    expect(readdirSync(folder)).toEqual(['compare.json']);
  });
});

describe('requireWritable', () => {
  it('creates missing folders and accepts existing files', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'there'), '');
    requireWritable([join(folder, 'there'), join(folder, 'new', 'file')]);
    expect(readdirSync(folder).sort()).toEqual(['new', 'there']);
  });

  it('throws when a folder is a file or a file is a folder', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'occupied'), '');
    for (const path of [join(folder, 'occupied', 'file'), folder])
      expect(() => requireWritable([path])).toThrow(expect.objectContaining(UNWRITABLE));
  });

  it.skipIf(process.getuid?.() === 0)('throws when this user cannot write to the folder', () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o500);
    expect(() => requireWritable([join(folder, 'file')])).toThrow(expect.objectContaining(UNWRITABLE));
  });
});
