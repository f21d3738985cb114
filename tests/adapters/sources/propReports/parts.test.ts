import { describe, expect, it } from 'vitest';
import { readAccounts } from '../../../../src/adapters/sources/propReports/accounts.ts';
import { apiEndpoint } from '../../../../src/adapters/sources/propReports/endpoint.ts';
import { prefetch } from '../../../../src/adapters/sources/propReports/prefetch.ts';
import { redact } from '../../../../src/adapters/sources/propReports/redact.ts';
import { createTotalsReader } from '../../../../src/adapters/sources/propReports/totalsByDate.ts';
import { ConfigurationError, SourceError } from '../../../../src/shared/errors.ts';
import { recordedLog } from './stubServer.ts';

describe('the endpoint for API_URL', () => {
  it.each([
    ['https://firm.propreports.com', 'https://firm.propreports.com/api.php'],
    ['https://firm.propreports.com/', 'https://firm.propreports.com/api.php'],
    [' https://firm.propreports.com/api.php ', 'https://firm.propreports.com/api.php'],
    ['https://firm.propreports.com/api.php/?x=1#y', 'https://firm.propreports.com/api.php'],
    ['https://proxy.example/reports', 'https://proxy.example/reports/api.php'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080/api.php'],
    ['http://localhost:1/api.php', 'http://localhost:1/api.php'],
    ['http://[::1]:1', 'http://[::1]:1/api.php'],
  ])('%s is %s', (url, endpoint) => {
    expect(apiEndpoint(url).href).toBe(endpoint);
  });

  it.each([
    'http://firm.propreports.com',
    'http://127.0.0.1.evil.example',
    'http://127.evil.example',
    'ftp://firm.propreports.com',
    'firm.propreports.com',
    'https://user:hunter2@firm.propreports.com',
    '',
  ])('“%s” is refused, and the error does not repeat its password', (url) => {
    const refusal = (): URL => apiEndpoint(url);
    expect(refusal).toThrow(ConfigurationError);
    expect(refusal).not.toThrow('hunter2');
  });
});

describe('redact', () => {
  it.each([
    ['your token 0123456789abcdef0123456789ABCDEF:485 is bad', [], 'your token … is bad'],
    ['no a&b, no a%26b', ['a&b'], 'no …, no …'],
    ['two\r\nlines\u001b[31m\u202e red', [], 'two lines<U+001B>[31m<U+202E> red'],
    ['x'.repeat(500), [], `${'x'.repeat(160)}…`],
    ['nothing to hide', [''], 'nothing to hide'],
  ])('turns %j without the secrets %j into %j', (text, secrets, shown) => {
    expect(redact(text, secrets)).toBe(shown);
  });
});

describe('the accounts answer', () => {
  const read = (body: string, log = recordedLog()) =>
    readAccounts({ where: 'accounts', body: Buffer.from(body) }, log);

  it('is read by column name, after any lines before the header', () => {
    const body =
      'All "accounts\nCurrency,Account Name,Account Id,Last Traded,First Traded\nUSD,NET001,17,10/3/2025,2024-01-02 00:00:00\nUSD,"NET,2_OLD",18,,never\n';
    expect(read(body)).toEqual([
      { id: '17', name: 'NET001', firstTraded: '2024-01-02', lastTraded: '2025-10-03' },
      { id: '18', name: 'NET,2_OLD', firstTraded: null, lastTraded: null },
    ]);
  });

  it('skips an account without id or name with a warning', () => {
    const log = recordedLog();
    expect(read('Account Id,Account Name\n,NET001\n7,\n8,NET002\n', log)).toEqual([
      { id: '8', name: 'NET002', firstTraded: null, lastTraded: null },
    ]);
    expect(log.lines).toHaveLength(2);
  });

  it('throws when its columns are missing', () => {
    expect(() => read('Id,Name\n7,NET001\n')).toThrow('found no header with Account Id, Account Name');
  });
});

const TOTALS_HEADER =
  'Symbol,Orders,Fills,Qty,Gross,Comm,Ecn Fee,SEC,ORF,CAT,TAF,FTT,NSCC,Acc,Clr,Misc,Net,Unrealized δ,Total δ,Unrealized';
const line = (symbol: string, fills: number, gross: number, comm: number): string =>
  `${symbol},1,${fills},100,${gross},${comm},,,,,,,,,,,${gross - comm},0,0,0`;
const SUMMARY = 'Fee: Software,25.00\nDaily Total,9,9,9,999,9\nEquities,1\nFees,25.00\nCash: 1000.00';

describe('a totalsByDate report', () => {
  const known = new Set(['NET001', 'NET002']);
  const read = (account: string | null, ...pages: string[]) => {
    const reader = createTotalsReader({ account, knownAccounts: known });
    for (const page of pages) reader.read('report', page);
    return reader.totals();
  };

  it('gives one entry per day from the rows of the symbols, without the charges and sums below them', () => {
    const body = `Totals by date\n9/2/2024\n${TOTALS_HEADER}\n${line('AAPL', 4, 100, 1.5)}\n${line('MSFT', 2, -30.25, 0.5)}\n${SUMMARY}\n\n9/3/2024\n${TOTALS_HEADER}\n${line('AAPL', 1, 0, -0.25)}\n${SUMMARY}\n`;
    expect(read('NET001', body)).toEqual([
      {
        account: 'NET001',
        sessionDate: '2024-09-02',
        grossPnl: 69.75,
        fees: 2,
        netPnl: 67.75,
        fills: 6,
        rows: 2,
      },
      {
        account: 'NET001',
        sessionDate: '2024-09-03',
        grossPnl: 0,
        fees: -0.25,
        netPnl: 0.25,
        fills: 1,
        rows: 1,
      },
    ]);
  });

  it('gives no entry for a day without fills', () => {
    expect(
      read('NET001', `9/2/2024\n${TOTALS_HEADER}\nAAPL,0,0,0,0,,,,,,,,,,,,0,12.5,12.5,12.5\n${SUMMARY}\n`),
    ).toEqual([]);
  });

  it('continues over pages, also in the middle of a day', () => {
    const first = `9/2/2024\n${TOTALS_HEADER}\n${line('AAPL', 4, 100, 1)}\n`;
    expect(read('NET001', first, `${line('MSFT', 2, 10, 1)}\n${SUMMARY}\n`)).toEqual([
      {
        account: 'NET001',
        sessionDate: '2024-09-02',
        grossPnl: 110,
        fees: 2,
        netPnl: 108,
        fills: 6,
        rows: 2,
      },
    ]);
  });

  it('for a group is assigned to the account named above the day or in the column Account', () => {
    const day = `9/2/2024\n${TOTALS_HEADER}\n${line('AAPL', 4, 100, 1)}\n${SUMMARY}\n`;
    const withColumn = `9/3/2024\nAccount,${TOTALS_HEADER}\nNET002,${line('AAPL', 1, 5, 1)}\n`;
    expect(
      read(null, `NET001\n${day}NET002\n${day}`, withColumn).map((each) => [each.account, each.sessionDate]),
    ).toEqual([
      ['NET001', '2024-09-02'],
      ['NET002', '2024-09-02'],
      ['NET002', '2024-09-03'],
    ]);
  });

  it.each([
    ['source_unattributed', null, `9/2/2024\n${TOTALS_HEADER}\n${line('AAPL', 4, 100, 1)}\n`],
    [
      'source_columns',
      'NET001',
      `9/2/2024\n${TOTALS_HEADER.replace('Net', 'Nett')}\n${line('AAPL', 4, 100, 1)}\n`,
    ],
    ['source_columns', 'NET001', `9/2/2024\n${line('AAPL', 4, 100, 1)}\n`],
    [
      'source_number',
      'NET001',
      `9/2/2024\n${TOTALS_HEADER}\n${line('AAPL', 4, 100, 1).replace(',100,', ',"1,00",')}\n`,
    ],
  ])('that cannot be read throws %s', (code, account, body) => {
    const error = (() => {
      try {
        return read(account, body.replace(',"1,00",100,', ',100,"1,00",'));
      } catch (reason) {
        return reason;
      }
    })();
    expect(error).toBeInstanceOf(SourceError);
    expect((error as SourceError).code).toBe(code);
  });
});

describe('prefetch', () => {
  it('runs at most the given number of tasks ahead and yields the results in order', async () => {
    const started: number[] = [];
    const tasks = [30, 1, 20, 1, 1].map((ms, at) => async () => {
      started.push(at);
      await new Promise((resolve) => setTimeout(resolve, ms));
      return at;
    });
    const seen: number[][] = [];
    for await (const result of prefetch(tasks, 2)) seen.push([result, started.length]);
    expect(seen).toEqual([
      [0, 3],
      [1, 4],
      [2, 5],
      [3, 5],
      [4, 5],
    ]);
  });

  it('throws the error of a failed task at its turn', async () => {
    const results: number[] = [];
    const tasks = [async () => 1, async () => Promise.reject(new Error('second')), async () => 3];
    await expect(async () => {
      for await (const result of prefetch(tasks, 2)) results.push(result);
    }).rejects.toThrow('second');
    expect(results).toEqual([1]);
  });
});
