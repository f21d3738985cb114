import { execFile } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { signingKeyPath, signingKeys } from '../../../../src/adapters/web/answers/signing/signingKeyFile.ts';
import { temporaryFolder } from '../../../support/stores.ts';

const newPath = () => signingKeyPath(join(temporaryFolder(), 'daybreak.db'));
const idsOf = (path: string) => signingKeys([], path)().map(({ id }) => id.toString('hex'));

describe('the signing key', () => {
  it('is made on the first use, next to the store, readable by its owner only, and then kept', () => {
    const path = newPath();
    const first = idsOf(path);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8')).toMatch(/^[A-Za-z0-9_-]{43}\n$/);
    expect(idsOf(path)).toEqual(first);
    expect(readdirSync(join(path, '..'))).toEqual(['web-signing.key']);
  });

  it('is made once by processes that start together', async () => {
    const path = newPath();
    const program = `import { signingKeys } from './src/adapters/web/answers/signing/signingKeyFile.ts';
      process.stdout.write(signingKeys([], ${JSON.stringify(path)})()[0].id.toString('hex'));`;
    const run = () =>
      promisify(execFile)(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program]);
    const ids = (await Promise.all([run(), run(), run()])).map(({ stdout }) => stdout);
    expect(new Set([...ids, ...idsOf(path)]).size).toBe(1);
    expect(ids[0]).toMatch(/^[0-9a-f]{4}$/);
  });

  it('is WEB_SIGNING_KEY where that is set, and no file is made', () => {
    const path = newPath();
    const configured = ['one secret of 32 characters or more', 'a second secret of 32 or more characters'];
    expect(signingKeys(configured, path)()).toHaveLength(2);
    expect(existsSync(path)).toBe(false);
  });

  it('may be several lines: the first signs', () => {
    const path = newPath();
    const [old] = idsOf(path);
    writeFileSync(path, `${'n'.repeat(43)}\n${readFileSync(path, 'utf8')}`);
    expect(idsOf(path)).toHaveLength(2);
    expect(idsOf(path)[1]).toBe(old);
  });

  it.each([0o644, 0o640, 0o602])('is refused with the mode %o', (mode) => {
    const path = newPath();
    idsOf(path);
    chmodSync(path, mode);
    expect(() => idsOf(path)).toThrow(expect.objectContaining({ code: 'signing_key_exposed' }));
  });

  it.each(['', 'short\n', `${'k'.repeat(43)}\nshort\n`])(
    'is refused with the content %j, which is not shown',
    (text) => {
      const path = newPath();
      writeFileSync(path, text, { mode: 0o600 });
      const read = () => idsOf(path);
      expect(read).toThrow(expect.objectContaining({ code: 'signing_key_unreadable' }));
      expect(read).not.toThrow(/kkk/);
    },
  );

  it('is refused where it is a folder, or where its folder does not exist', () => {
    const path = newPath();
    mkdirSync(path);
    expect(() => idsOf(path)).toThrow(/found a folder/);
    expect(() => idsOf(join(temporaryFolder(), 'none', 'web-signing.key'))).toThrow(/could not make it/);
  });
});
