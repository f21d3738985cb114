import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FILLS_HEADER as HEADER, tradedSessions } from '../support/fillsFile.ts';
import { legacyRow, OLDER_COLUMNS, writeLegacyDatabase } from '../support/legacy.ts';
import { residentCli } from '../support/residentCli.ts';
import { workplace as workplaceOf } from '../support/workplace.ts';

const workplace = () => workplaceOf(undefined, residentCli);

describe('a legacy database and a CSV of the same fills', () => {
  const legacy = (version: 'newest' | 'older') =>
    tradedSessions(3).map((text) => {
      const [
        when = '',
        account = '',
        side = '',
        qty,
        symbol = '',
        price,
        comm,
        ,
        order = '',
        fill = '',
        ,
        id = '',
      ] = text.split(',');
      const row = {
        account,
        side,
        qty: Number(qty),
        symbol,
        comm: Number(comm),
        ecn_fee: null,
        order_id: order,
      };
      return version === 'newest'
        ? legacyRow({ ...row, fill_datetime: when, price: Number(price), fill_id: fill, prop_reports_id: id })
        : legacyRow({
            ...row,
            datetime: when,
            price: `${price}.00`,
            fill_id: fill,
            prop_reports_id: Number(id),
          });
    });
  const desk = () => {
    const place = workplace();
    place.write('fills.csv', HEADER, ...tradedSessions(3));
    const accounts = [
      { account_id: '1', account_name: 'NET001', is_active: 1 },
      { account_id: '2', account_name: 'NET002', is_active: 0 },
    ];
    writeLegacyDatabase(join(place.folder, 'risk_tool.db'), { fills: legacy('newest'), accounts });
    writeLegacyDatabase(join(place.folder, 'older.db'), { fills: legacy('older'), columns: OLDER_COLUMNS });
    return place;
  };

  it.each([
    [['fills.csv', 'risk_tool.db', 'older.db']],
    [['older.db', 'risk_tool.db', 'fills.csv']],
    [['risk_tool.db', 'fills.csv', 'older.db', 'risk_tool.db']],
  ])('count once: %j', async (names) => {
    const place = desk();
    const { files, traders, sessions } = await place.json('import', ...names);
    expect(
      files.map((file: { inserted: number; duplicates: number }) => [file.inserted, file.duplicates]),
    ).toEqual(names.map((_, n) => (n === 0 ? [6, 0] : [0, 6])));
    expect([traders, sessions]).toEqual([1, 3]);
    expect((await place.run('export', 'trader-days')).stdout).toMatch(/^2026-03-04,NET001,2,100,1,99,0,/m);
  });

  it('add the accounts of the legacy list, inactive ones as retired, and do not change the roster’s own', async () => {
    const place = desk();
    await place.run('import', 'risk_tool.db');
    const active = async () =>
      (await place.json('roster', 'list')).traders.map((entry: Record<string, unknown>) => [
        entry['trader'],
        entry['active'],
      ]);
    expect(await active()).toEqual([
      ['NET001', true],
      ['NET002', false],
    ]);
    await place.run('roster', 'set', 'NET002', '--active', 'yes');
    await place.run('import', 'risk_tool.db');
    expect(await active()).toEqual([
      ['NET001', true],
      ['NET002', true],
    ]);
  });

  it('a legacy database with fewer fees never removes the fees of the CSV, imported before or after it', async () => {
    for (const order of [
      ['fills.csv', 'old.db', 'fills.csv'],
      ['old.db', 'fills.csv', 'old.db'],
    ]) {
      const place = workplace();
      place.write('fills.csv', HEADER, ...tradedSessions(1).map((row) => row.replace('0.5,', '0.5,0.25')));
      const fills = legacy('older').slice(0, 2);
      writeLegacyDatabase(join(place.folder, 'old.db'), { fills, columns: OLDER_COLUMNS });
      await place.run('import', ...order);
      expect((await place.run('export', 'trader-days')).stdout).toMatch(
        /^2026-03-02,NET001,2,100,1.5,98.5,/m,
      );
    }
  });
});
