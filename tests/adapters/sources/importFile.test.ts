import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openImportFile as open } from '../../../src/adapters/sources/importFile.ts';
import { InputError } from '../../../src/shared/errors.ts';
import { legacyRow, writeLegacyDatabase } from '../../support/legacy.ts';
import { temporaryFolder } from '../../support/stores.ts';
import { TOTALS_HEADER, totalsDay, totalsLine } from '../../support/totalsReport.ts';
import { csv, HEADER, row } from './csvText.ts';

const TODAY = '2026-11-28';
const openImportFile = (path: string) => open(path, TODAY);

function write(content: string | Buffer, name = 'export.dat'): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  return path;
}

const totals = `NET001\n${totalsDay('9/2/2025', totalsLine('AAPL', 4, 100, 1))}`;

describe('the format of an import file is detected from its content, not its name', () => {
  it.each([
    ['propreports-fills', 'fills.db', csv(row())],
    ['propreports-fills', 'fills.txt', `Fills of all accounts\n\n${csv(row())}`],
    ['propreports-fills', 'fills.csv', csv(row()).replace('Price', 'Px')],
    ['propreports-totals', 'fills.csv', totals],
    ['propreports-totals', 'x', `\uFEFFTotals by Date\r\n\r\n${totals.replaceAll('\n', '\r\n')}`],
    ['propreports-totals', 'x', totals.replace(',Net,', ',Nett,')],
    ['propreports-totals', 'x', totals.replaceAll(',', ';')],
    ['propreports-fills', 'x', Buffer.from(`\uFEFF${csv(row())}`, 'utf16le')],
    ['propreports-totals', 'x', Buffer.from(totals, 'utf16le').swap16()],
    ['propreports-fills', 'x', csv(row()).replaceAll('\n', '\r')],
    ['propreports-fills', 'x', `sep=;\n${csv(row()).replaceAll(',', ';')}`],
    ['propreports-fills', 'x', csv(row()).replaceAll(',', '\t')],
  ])('detects %s in the file %s', async (format, name, text) => {
    expect((await openImportFile(write(text, name))).format).toBe(format);
  });

  it('detects legacy-database in the file fills.csv', async () => {
    const path = writeLegacyDatabase(join(temporaryFolder(), 'fills.csv'), { fills: [legacyRow()] });
    expect((await openImportFile(path)).format).toBe('legacy-database');
  });
});

describe('a file of no known format is refused before import', () => {
  it.each([
    ['nothing', '', 'found nothing'],
    ['blank lines', '\n\n , \n,,,\n', 'found nothing'],
    [
      'a colon as separator',
      csv(row()).replaceAll(',', '~'),
      'line 1 that no comma, tab, semicolon or bar separates',
    ],
    ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 68, 0, 0, 0, 97, 0, 0, 0]), 'found text in UTF-32'],
    ['an HTML page', '<!DOCTYPE html>\n<html><body>Please log in</body></html>', 'found an HTML page'],
    ['another table', 'a,b,c\n1,2,3\n', 'found “a,b,c” on line 1'],
    ['a sentence', 'Invalid token.', 'found “invalid token.” on line 1'],
    ['a header far down', `${'note\n'.repeat(80)}${csv(row())}`, 'found “note” on line 1'],
    ['rows without their header', csv(row()).replace(`${HEADER}\n`, ''), 'found “10/31/2025'],
    [
      'totals rows without their header',
      totals.replace(`${TOTALS_HEADER}\n`, ''),
      'found “net001” on line 1',
    ],
    ['a spreadsheet', Buffer.from('PK\u0003\u0004\u0014\0\u0006\0'), 'found a NUL byte'],
    [
      'an encrypted database',
      Buffer.from(Array.from({ length: 8192 }, (_, n) => (n * 97 + 31) % 256)),
      'found a NUL byte',
    ],
    ['the beginning of a database', Buffer.from('SQLite format 3\0'), 'SQLITE_'],
  ])('refuses %s', async (_, content, message) => {
    const error = await openImportFile(write(content)).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).message).toContain(`export.dat`);
    expect((error as InputError).message).toContain(message);
    expect((error as InputError).hint).not.toBe('');
  });
});

describe('the key of a file', () => {
  it('differs for files of the same name in two folders, and does not depend on how the path is typed', async () => {
    const folder = temporaryFolder();
    for (const name of ['a', 'b']) mkdirSync(join(folder, name));
    const paths = ['a', 'b'].map((name) => join(folder, name, 'fills.csv'));
    for (const path of paths) writeFileSync(path, csv(row()));
    const [a, b, again] = await Promise.all(
      [...paths, `${folder}/b/../a//fills.csv`].map(async (path) => (await openImportFile(path)).key),
    );
    expect([a === b, a === again, a?.startsWith('fills.csv-')]).toEqual([false, true, true]);
    expect(a).not.toContain(folder);
  });
});
