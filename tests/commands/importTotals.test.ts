import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FILLS_HEADER as HEADER, tradedSessions } from '../support/fillsFile.ts';
import { residentCli } from '../support/residentCli.ts';
import { TOTALS_HEADER, totalsDay, totalsLine } from '../support/totalsReport.ts';
import { workplace as workplaceOf } from '../support/workplace.ts';

const workplace = () => workplaceOf(undefined, residentCli);

describe('totals of the source', () => {
  const reconciled = async (place: ReturnType<typeof workplace>) =>
    (await place.json('morning', '--dry-run')).traders.map((each: Record<string, unknown>) => [
      each['trader'],
      each['reconciled'],
    ]);
  const desk = (net: number) => {
    const place = workplace();
    place.write('fills.csv', HEADER, ...tradedSessions(2));
    const days = ['3/2/2026', '3/3/2026'].map((date) => totalsDay(date, totalsLine('AAPL', 2, net + 1, 1)));
    place.write('totals.csv', 'NET001', ...days);
    place.write('unnamed.csv', ...days);
    return place;
  };

  it.each([
    [99, true],
    [90, false],
  ])('of net %d make a morning from files say reconciled: %j', async (net, expected) => {
    const place = desk(net);
    const { files, traders, sessions } = await place.json('import', 'fills.csv', 'totals.csv');
    expect([files[1], traders, sessions]).toEqual([
      {
        file: 'totals.csv',
        format: 'propreports-totals',
        read: 2,
        inserted: 2,
        duplicates: 0,
        rejected: 0,
        rejectedFile: null,
        rejects: [],
        otherRejects: 0,
        unreadColumns: [],
      },
      1,
      2,
    ]);
    expect(await reconciled(place)).toEqual([['NET001', expected]]);
  });

  it('may be imported before the fills, and a second import changes nothing', async () => {
    const place = desk(99);
    await place.run('import', 'totals.csv');
    await place.run('import', 'fills.csv');
    expect((await place.json('import', 'totals.csv')).files[0]).toMatchObject({
      read: 2,
      inserted: 0,
      duplicates: 2,
    });
    expect(await reconciled(place)).toEqual([['NET001', true]]);
  });

  it('that have changed replace the stored ones, and the change is reported', async () => {
    const place = desk(90);
    await place.run('import', 'fills.csv', 'totals.csv');
    place.write('later.csv', 'NET001', totalsDay('3/3/2026', totalsLine('AAPL', 2, 100, 1)));
    const { stderr } = await place.run('import', 'later.csv');
    expect(stderr).toContain('later.csv: 1 row known with other content; the new content is stored');
    place.write('first.csv', 'NET001', totalsDay('3/2/2026', totalsLine('AAPL', 2, 100, 1)));
    await place.run('import', 'first.csv');
    expect(await reconciled(place)).toEqual([['NET001', true]]);
  });

  it('without an account in the file need --account', async () => {
    const place = desk(99);
    await place.run('import', 'fills.csv');
    const { exitCode, stderr } = await place.run('import', 'unnamed.csv');
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('--account CODE')]);
    expect((await place.run('import', 'unnamed.csv', '--account', 'NET001')).exitCode).toBe(0);
    expect(await reconciled(place)).toEqual([['NET001', true]]);
    expect((await place.run('import', 'fills.csv', '--account', 'NET001')).exitCode).toBe(2);
  });

  it('with a bad row are stored except for that day, whose rows are all rejected', async () => {
    const place = desk(99);
    const bad = totalsLine('MSFT', 2, 5, 1).replace(',5,', ',five,');
    place.write(
      'bad.csv',
      'NET001',
      totalsDay('3/2/2026', totalsLine('AAPL', 2, 100, 1)),
      '3/3/2026',
      TOTALS_HEADER,
    );
    place.write(
      'bad.csv',
      readFileSync(join(place.folder, 'bad.csv'), 'utf8').trimEnd(),
      totalsLine('AAPL', 2, 95, 1),
      bad,
    );
    const [file] = (await place.json('import', 'bad.csv')).files;
    expect(file).toMatchObject({ read: 3, inserted: 1, duplicates: 0, rejected: 2 });
    const rejects = readFileSync(join(place.folder, file.rejectedFile), 'utf8');
    expect(rejects).toMatch(/^bad\.csv,12,Gross,five,not a plain number,/m);
  });
});
