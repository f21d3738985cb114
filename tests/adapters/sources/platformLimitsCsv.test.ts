import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadProfile } from '../../../src/adapters/files/profiles/loadProfiles.ts';
import { readPlatformLimits } from '../../../src/adapters/sources/platformLimitsCsv.ts';
import type { LimitsProfile } from '../../../src/domain/limits/profile/limitsProfile.ts';
import { genericProfile } from '../../support/limitsProfile.ts';
import { processorTime } from '../../support/processorTime.ts';
import { temporaryFolder } from '../../support/stores.ts';

async function read(content: string | Buffer, profile: LimitsProfile = genericProfile()) {
  const path = join(temporaryFolder(), 'export.csv');
  writeFileSync(path, content);
  return readPlatformLimits(path, profile);
}

describe("a platform's export of limits", () => {
  it.each([
    ['5000', 5000],
    ['$5,000', 5000],
    ['"$5,000.50"', 5000.5],
    ['5000.0000', 5000],
    ['1', 1],
  ])('has %s read as %d', async (cell, dollars) => {
    const quoted = cell.includes(',') && !cell.startsWith('"') ? `"${cell}"` : cell;
    expect(await read(`account,limit\nNET001,${quoted}\n`)).toEqual([{ key: 'NET001', dollars }]);
  });

  it('may have other columns in any order, another case, a separator and a byte-order mark', async () => {
    const text = 'Name;LIMIT;Note;Account\nAnn;5000;x;NET001\n';
    expect(await read(Buffer.from(`\uFEFF${text}`, 'utf16le'))).toEqual([{ key: 'NET001', dollars: 5000 }]);
  });

  it('is read with the columns, sign and decimal mark of the profile', async () => {
    const own = genericProfile({ sign: 'negative', decimalMark: ',' });
    expect(await read('account;limit\nNET001;-5.000,50\nNET002;(800)\n', own)).toEqual([
      { key: 'NET001', dollars: 5000.5 },
      { key: 'NET002', dollars: 800 },
    ]);
    expect(await read('Account,Credit,Currency\nNET001,5000,USD\n', loadProfile('tt-credit'))).toHaveLength(
      1,
    );
  });

  it.each([
    ['0', 'line 2, limit: found "0", expected', '0 would be no limit'],
    ['', 'line 2, limit: found', 'an empty cell would be no limit'],
    ['-5000', 'line 2, limit: found "-5000", expected a positive amount', 'sign: positive'],
    ['5.000', 'line 2, limit: found "5.000"', 'may mean 5,000 or 5'],
    ['none', 'line 2, limit: found "none"', 'expected dollars'],
    ['1e5', 'line 2, limit: found "1e5"', 'expected dollars'],
    ['99999999999', 'line 2, limit: found "99999999999"', '1 to 1,000,000,000'],
  ])('with the limit %j is refused whole, with line and reason', async (cell, place, reason) => {
    const message = read(`account,limit\nNET001,${cell}\nNET002,5000\n`).catch(
      (error: Error) => error.message,
    );
    expect(await message).toContain(place);
    expect(await message).toContain(reason);
  });

  it('says once what was found', async () => {
    await expect(read('account,limit\nNET001,five\n')).rejects.toThrow(/found "five", expected dollars$/);
  });

  it('with a positive amount where the profile has losses is refused', async () => {
    await expect(read('account,limit\nNET001,5000\n', genericProfile({ sign: 'negative' }))).rejects.toThrow(
      'expected a loss with a minus sign',
    );
  });

  it.each([
    ['account,limit\nNET001,5000\nNET001,5000\n', 'line 3: found account "NET001" again, after line 2'],
    ['account,limit\n,5000\n', 'line 2, account: found "", expected the code of an account'],
    ['account,limt\nNET001,5000\n', 'did you mean limit?'],
    ['account,limit,limit\nNET001,5000,3000\n', 'line 1: found the column limit twice'],
    ['account,limit\nNET001,5000,1\n', 'line 2: found 3 cells, expected 2'],
    ['account,limit\n', 'found a header and no row'],
  ])('that is %j is refused', async (text, reason) => {
    await expect(read(text)).rejects.toThrow(reason);
  });

  it.each([
    ['tradovate', 'its format is json'],
    ['sterling', 'its format is xml'],
    ['atoti', 'it has no column that holds the trader alone'],
  ])('cannot be read by the profile %s', async (name, reason) => {
    await expect(read('account,limit\nNET001,5000\n', loadProfile(name))).rejects.toThrow(reason);
  });
});

describe('a file that is no export of limits', () => {
  it.each([
    ['one line of commas', ','.repeat(5_000_000), 'a line of more than 65536 characters'],
    ['one long word', 'a'.repeat(60_000), 'found the unknown column'],
    ['many columns', `${'a,'.repeat(30_000)}\n`, 'found 30001 columns, expected at most 1000'],
    ['a million rows', `account,limit\n${'x,1\n'.repeat(1_000_000)}`, 'found more than 20000 lines'],
    ['empty lines only', '\n'.repeat(5_000_000), 'found more than 20000 lines'],
  ])('is refused within five seconds: %s', async (_, text, reason) => {
    const spent = processorTime();
    await expect(read(text)).rejects.toThrow(reason);
    expect(spent()).toBeLessThan(5000);
  });

  it('is not one with 19,999 accounts', async () => {
    const rows = Array.from({ length: 19_999 }, (_, index) => `A${index},5000`);
    expect(await read(`account,limit\n${rows.join('\n')}`)).toHaveLength(19_999);
  });
});
