import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { fillRow, FILLS_HEADER as HEADER, tradedSessions } from '../support/fillsFile.ts';
import { residentCli } from '../support/residentCli.ts';
import { workplace as workplaceOf } from '../support/workplace.ts';

const workplace = () => workplaceOf(undefined, residentCli);

/** Every known kind of bad row, with the column that causes the rejection. */
const BAD_ROWS: readonly (readonly [column: string, row: string])[] = [
  ...[
    '02/30/2026 10:00:00',
    '13/32/2026 10:00:00',
    '2026-03-02 10:00:00',
    '03/02/26 10:00:00',
    'today',
    '',
  ].map((value) => ['Date/Time', fillRow({ 'Date/Time': value })] as const),
  ...[
    '03/02/2026',
    '03/02/2026 24:00:00',
    '03/02/2026 10:60:00',
    '03/02/2026 10:00',
    '03/02/2026 1:00:00 PM',
  ].map((value) => ['Date/Time', fillRow({ 'Date/Time': value })] as const),
  ...['', 'X', 'BUY', 'b'].map((value) => ['B/S', fillRow({ 'B/S': value })] as const),
  ...['', '0', '-100', 'NaN', 'Infinity', '1e5', '"1,000"', '0x10', 'many'].map(
    (value) => ['Qty', fillRow({ Qty: value })] as const,
  ),
  ...['', 'NaN', 'Infinity', '$10', '10.2.5', '(1)'].map(
    (value) => ['Price', fillRow({ Price: value })] as const,
  ),
  ['Comm', fillRow({ Comm: 'free' })],
  ['Ecn Fee', fillRow({ 'Ecn Fee': '0.1.2' })],
  ['Account', fillRow({ Account: '' })],
  ['Account', fillRow({ Account: '   ' })],
  ['Symbol', fillRow({ Symbol: '' })],
  ['PropReports Id', fillRow({ 'PropReports Id': '2.02505E+11' })],
  ['row', '03/02/2026 10:00:00,NET001,B,100,AAPL'],
  ['row', fillRow({ Price: '1,234.50' })],
  ['row', fillRow({ Symbol: '"AAPL' })],
  ['row', HEADER],
  ['row', 'Page 1/3'],
];

const rejectsIn = (folder: string) => {
  const rejects = join(folder, 'data', 'rejects');
  return existsSync(rejects) ? readdirSync(rejects) : [];
};

describe('an import with every kind of bad row among good ones', () => {
  it('stores the good rows and writes each bad row to a file with its line, column, value and reason', async () => {
    const place = workplace();
    const lines = BAD_ROWS.flatMap(([, bad], n) => [fillRow({}, `${1000 + n}`), bad]);
    place.write('fills.csv', HEADER, ...lines);
    const [file] = (await place.json('import', 'fills.csv')).files;
    const [good, bad] = [BAD_ROWS.length, BAD_ROWS.length];
    expect(bad).toBeGreaterThanOrEqual(30);
    expect(file).toMatchObject({ read: good + bad, inserted: good, duplicates: 0, rejected: bad });
    const rejects: Record<string, string>[] = parse(readFileSync(join(place.folder, file.rejectedFile)), {
      columns: true,
    });
    expect(rejects.map(({ file, line, column }) => [file, line, column])).toEqual(
      BAD_ROWS.map(([column], n) => ['fills.csv', String(3 + 2 * n), column]),
    );
    expect(rejects.every(({ reason }) => reason !== '')).toBe(true);
    expect((await place.run('export', 'trader-days')).stdout).toContain(`2026-03-02,NET001,${good},`);
  });
});

describe('importing again', () => {
  it('the same file three times changes nothing, and its rejected rows are reported once', async () => {
    const place = workplace();
    place.write('fills.csv', HEADER, ...tradedSessions(3), fillRow({ Qty: 'many' }));
    const first = (await place.json('import', 'fills.csv')).files[0];
    const days = (await place.run('export', 'trader-days')).stdout;
    for (const _ of [2, 3]) {
      const again = (await place.json('import', 'fills.csv')).files[0];
      expect(again).toEqual({ ...first, inserted: 0, duplicates: 6 });
      expect((await place.run('export', 'trader-days')).stdout).toBe(days);
    }
    const { dataQuality } = await place.json('morning', '--dry-run');
    expect(dataQuality.find(({ code }: { code: string }) => code === 'rejected_rows')).toEqual({
      code: 'rejected_rows',
      count: 1,
      text: `1 row could not be read; it is kept in ${first.rejectedFile}`,
    });
  });

  it('a file without any good row is still reported by the next morning', async () => {
    const place = workplace();
    place.write('fills.csv', HEADER, ...tradedSessions(1));
    place.write('broken.csv', HEADER, fillRow({ Qty: 'many' }));
    await place.run('import', 'fills.csv', 'broken.csv');
    const { dataQuality } = await place.json('morning', '--dry-run');
    expect(dataQuality).toContainEqual(expect.objectContaining({ code: 'rejected_rows', count: 1 }));
  });

  it('a corrected file removes its rejected rows', async () => {
    const place = workplace();
    place.write('fills.csv', HEADER, ...tradedSessions(1), fillRow({ Qty: 'many' }, '9'));
    await place.run('import', 'fills.csv');
    place.write('fills.csv', HEADER, ...tradedSessions(1), fillRow({}, '9'));
    expect((await place.json('import', 'fills.csv')).files[0]).toMatchObject({
      inserted: 1,
      rejectedFile: null,
    });
    expect(rejectsIn(place.folder)).toEqual([]);
    const { dataQuality } = await place.json('morning', '--dry-run');
    expect(dataQuality.map(({ code }: { code: string }) => code)).not.toContain('rejected_rows');
  });

  it('stores real fills that look identical, with and without ids', async () => {
    const place = workplace();
    const bare = fillRow({ 'Fill Id': '', 'PropReports Id': '' });
    place.write('ids.csv', HEADER, fillRow({}, '1'), fillRow({ 'Order Id': 'O1', 'Fill Id': 'F1' }, '2'));
    place.write('bare.csv', HEADER, ...[bare, bare, bare].map((row) => row.replace('NET001', 'NET002')));
    for (const inserted of [
      [2, 3],
      [0, 0],
    ]) {
      const { files } = await place.json('import', 'ids.csv', 'bare.csv');
      expect(files.map((file: { inserted: number }) => file.inserted)).toEqual(inserted);
    }
  });

  it('files of the same name in two folders have separate files of rejected rows', async () => {
    const place = workplace();
    place.write('a/fills.csv', HEADER, fillRow({ Qty: 'a' }));
    place.write('b/fills.csv', HEADER, fillRow({ Qty: 'b' }));
    const { files } = await place.json('import', 'a/fills.csv', 'b/fills.csv');
    const names: string[] = files.map((file: { rejectedFile: string }) => file.rejectedFile);
    expect(new Set(names).size).toBe(2);
    for (const [at, value] of [',Qty,a,', ',Qty,b,'].entries())
      expect(readFileSync(join(place.folder, names[at] ?? ''), 'utf8')).toContain(value);
  });
});

describe('fills of a Saturday', () => {
  const saturday = fillRow({ 'Date/Time': '03/07/2026 10:00:00', Comm: '1.5' }, '77');

  it('are counted, and the setting is named that would make the day a session', async () => {
    const place = workplace();
    place.write('fills.csv', HEADER, ...tradedSessions(2), saturday);
    const { stdout } = await place.run('import', 'fills.csv');
    expect(stdout).toMatch(
      /1 trader-day, net \S+, on days that the calendar calls closed: .*\(CALENDAR is nyse\)\./,
    );
    expect(stdout).toContain('set CALENDAR=weekdays or CALENDAR=everyday');
  });

  it('are not reported if every day is a session, or if there are none', async () => {
    const place = workplace();
    place.write('weekdays.csv', HEADER, ...tradedSessions(2));
    expect((await place.run('import', 'weekdays.csv')).stdout).not.toContain('closed');
    place.write('fills.csv', HEADER, saturday);
    const { stdout } = await residentCli(['import', 'fills.csv'], { CALENDAR: 'everyday' }, place.folder);
    expect(stdout).not.toContain('closed');
  });
});

describe('a file that is not valid', () => {
  it.each([
    ['an HTML page', ['<!DOCTYPE html>', '<html><body>Please log in</body></html>'], 'found an HTML page'],
    ['an unknown header', ['Time,Who,What', '1,2,3'], 'found “time,who,what” on line 1'],
    ['a header without price', [HEADER.replace('Price', 'Px'), fillRow()], 'without Price'],
    [
      'binary far below good and bad rows',
      [
        HEADER,
        ...tradedSessions(3),
        fillRow({ Qty: 'many' }),
        ...Array<string>(9000).fill(fillRow({}, '7')),
        'x\0',
      ],
      'found a NUL byte',
    ],
  ])('(%s) is refused whole with code 1, and nothing of it is stored', async (_, lines, message) => {
    const place = workplace();
    place.write('fills.csv', ...lines);
    const { exitCode, stdout, stderr } = await place.run('import', 'fills.csv', '--json');
    expect([exitCode, JSON.parse(stdout).error.message]).toEqual([1, expect.stringContaining(message)]);
    expect(stderr).toContain('→');
    expect((await place.run('export', 'trader-days')).stdout.trim().split('\n')).toHaveLength(1);
    expect((await place.json('roster', 'list')).traders).toEqual([]);
    expect(rejectsIn(place.folder)).toEqual([]);
  });

  it('leaves the rejects of its last good import where they are', async () => {
    const place = workplace();
    place.write('fills.csv', HEADER, fillRow({ Qty: 'first' }), ...tradedSessions(1));
    await place.run('import', 'fills.csv');
    const [before = ''] = rejectsIn(place.folder);
    place.write('fills.csv', HEADER, fillRow({ Qty: 'second' }), 'x\0');
    expect((await place.run('import', 'fills.csv')).exitCode).toBe(1);
    expect(rejectsIn(place.folder)).toEqual([before]);
    expect(readFileSync(join(place.folder, 'data', 'rejects', before), 'utf8')).toContain(',Qty,first,');
  });

  it('stops the import before any other file is read', async () => {
    const place = workplace();
    place.write('fills.csv', HEADER, ...tradedSessions(1));
    place.write('page.csv', '<html></html>');
    expect((await place.run('import', 'fills.csv', 'page.csv')).exitCode).toBe(1);
    expect(existsSync(join(place.folder, 'data', 'daybreak.db'))).toBe(false);
  });
});

describe('what of a file was not stored', () => {
  const unknownFee = HEADER.replace('Comm', 'PQR');

  it('is printed: at most 20 rows of a kind, unread columns, and files without a stored row', async () => {
    const place = workplace();
    const bad = Array.from({ length: 23 }, (_, n) => fillRow({ Qty: '"1,500"' }, `${100 + n}`));
    place.write('fills.csv', unknownFee, ...tradedSessions(1), ...bad, fillRow({ Price: '(1)' }));
    place.write('rejected.csv', HEADER, fillRow({ Qty: 'many' }));
    place.write('empty.csv', HEADER);
    const { exitCode, stdout } = await place.run('import', 'fills.csv', 'rejected.csv', 'empty.csv');
    expect(exitCode).toBe(1);
    expect(stdout.match(/ {2}line \d+, Qty “1,500”/g)).toHaveLength(20);
    for (const line of [
      'fills.csv: 23 rows rejected:',
      '  and 3 more',
      'Price “(1)”: not a plain number: a negative number in parentheses',
      'fills.csv: the column PQR holds numbers and is not read.',
      'rejected.csv: nothing was stored: its only row was rejected.',
      'empty.csv: nothing was stored: it has a header and no rows.',
    ])
      expect(stdout).toContain(line);
  });

  it('is in the JSON document', async () => {
    const place = workplace();
    place.write('fills.csv', unknownFee, ...tradedSessions(1), fillRow({ Qty: '"1,500"' }));
    const [file] = (await place.json('import', 'fills.csv')).files;
    expect(file).toMatchObject({
      unreadColumns: ['PQR'],
      otherRejects: 0,
      rejects: [{ column: 'Qty', rows: 1, examples: [{ line: 4, value: '1,500' }] }],
    });
  });

  it('is no failure where every row is known from an earlier import', async () => {
    const place = workplace();
    place.write('fills.csv', HEADER, ...tradedSessions(1));
    const codes = [await place.run('import', 'fills.csv'), await place.run('import', 'fills.csv')];
    expect(codes.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  });

  it('is said of several files, one of which is refused', async () => {
    const place = workplace();
    place.write('good.csv', HEADER, ...tradedSessions(1));
    place.write('bad.csv', HEADER, fillRow({ 'Date/Time': '13/02/2026 10:00:00' }));
    place.write('later.csv', HEADER, ...tradedSessions(2));
    const { exitCode, stderr } = await place.run('import', 'good.csv', 'bad.csv', 'later.csv');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('Stored: good.csv. Not imported: bad.csv, later.csv');
    expect(stderr).toContain('bad.csv, line 2 · found “13/02/2026 10:00:00”, which fits only day-first');
    expect((await place.run('export', 'trader-days')).stdout.trim().split('\n')).toHaveLength(2);
  });

  it('is everything where a fill is dated after today on the calendar of the market', async () => {
    const place = workplace();
    place.write(
      'fills.csv',
      HEADER,
      ...tradedSessions(1),
      fillRow({ 'Date/Time': '03/02/2090 10:00:00' }, '9'),
    );
    const { exitCode, stderr } = await place.run('import', 'fills.csv');
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('a date after today, on 1 row')]);
    expect((await place.run('export', 'trader-days')).stdout.trim().split('\n')).toHaveLength(1);
  });
});
