import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createLimitFiles } from '../../../../src/adapters/files/profiles/limitFiles.ts';
import { loadProfile } from '../../../../src/adapters/files/profiles/loadProfiles.ts';
import type { LimitsProfile } from '../../../../src/domain/limits/profile/limitsProfile.ts';
import type { PlatformLimit } from '../../../../src/domain/limits/profile/platformFiles.ts';
import { genericProfile, platformLimit } from '../../../support/limitsProfile.ts';
import { temporaryFolder } from '../../../support/stores.ts';

const settings = { limitBasis: 'total', baseCurrency: 'USD' } as const;
const two = [platformLimit(), platformLimit({ trader: 'NET002', target: 5000, change: 'stay' })];

function written(
  profile: LimitsProfile,
  limits: readonly PlatformLimit[] = two,
  { folder = temporaryFolder(), revision = 0, dryRun = false } = {},
) {
  const files = createLimitFiles(folder, [profile], settings);
  const [result] = files.write({ sessionDate: '2026-11-30', revision, dryRun, limits });
  const session = join(folder, '2026-11-30');
  return {
    result,
    session,
    names: () => readdirSync(session).sort(),
    text: (path: string | undefined) => readFileSync(path ?? '').toString('utf8'),
  };
}

describe('the files of a profile', () => {
  it('are today and restore, named by session, revision, rows and sum, with a manifest', () => {
    const { result, session, names, text } = written(genericProfile());
    const today = join(session, 'generic-2026-11-30-r0-today-2rows-sum8000.00.csv');
    const restore = join(session, 'generic-2026-11-30-r0-restore-2rows-sum10000.00.csv');
    expect(result).toEqual({
      profile: 'generic',
      today: { path: relative(process.cwd(), today), rows: 2, sum: 8000 },
      restore: { path: relative(process.cwd(), restore), rows: 2, sum: 10_000 },
      refused: [],
      withoutAccount: [],
      note: null,
    });
    expect(text(today)).toBe('account,limit\nNET001,3000.00\nNET002,5000.00\n');
    expect(text(restore)).toBe('account,limit\nNET001,5000.00\nNET002,5000.00\n');
    expect(names()).toHaveLength(3);
    expect(JSON.parse(text(join(session, 'generic-2026-11-30-r0.manifest.json')))).toMatchObject({
      session: '2026-11-30',
      revision: 0,
      files: [
        { rows: 2, sum: 8000, sha256: createHash('sha256').update(text(today)).digest('hex') },
        { rows: 2, sum: 10_000 },
      ],
    });
  });

  it('of a correction stand next to those of the morning, with the new revision', () => {
    const folder = temporaryFolder();
    written(genericProfile(), two, { folder });
    const { names } = written(genericProfile(), [platformLimit({ target: 2500 })], { folder, revision: 1 });
    expect(names().filter((name) => name.includes('-today-'))).toEqual([
      'generic-2026-11-30-r0-today-2rows-sum8000.00.csv',
      'generic-2026-11-30-r1-today-1rows-sum2500.00.csv',
    ]);
  });

  it('replace those of an earlier run of the same revision, whatever rows and sum those had', () => {
    const folder = temporaryFolder();
    written(genericProfile(), two, { folder });
    const { names } = written(genericProfile(), [platformLimit()], { folder });
    expect(names().filter((name) => name.includes('-today-'))).toEqual([
      'generic-2026-11-30-r0-today-1rows-sum3000.00.csv',
    ]);
  });

  it('of a dry run have other names, and leave those of the mailed morning alone', () => {
    const folder = temporaryFolder();
    written(genericProfile(), two, { folder });
    const { names } = written(genericProfile(), [platformLimit()], { folder, dryRun: true });
    expect(names()).toContain('dry-run-generic-2026-11-30-r0-today-1rows-sum3000.00.csv');
    expect(names()).toContain('generic-2026-11-30-r0-today-2rows-sum8000.00.csv');
  });

  it('are not written, and an older one of the revision is removed, where a row is refused', () => {
    const folder = temporaryFolder();
    written(genericProfile(), two, { folder });
    const { result, names } = written(genericProfile(), [platformLimit({ accounts: ['=cmd'] })], { folder });
    expect([result?.today, result?.restore]).toEqual([null, null]);
    expect(result?.refused).toEqual([expect.stringContaining('begins like a formula')]);
    expect(names()).toEqual([]);
  });

  it('are not written where the folder cannot be, and the morning goes on', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, '2026-11-30'), 'a file in the place of the folder');
    const [result] = createLimitFiles(folder, [genericProfile()], settings).write({
      sessionDate: '2026-11-30',
      revision: 0,
      dryRun: false,
      limits: two,
    });
    expect(result?.refused).toEqual([
      expect.stringContaining('the folder of the session could not be written'),
    ]);
    expect(result?.today).toBeNull();
  });

  it('are for the user of Daybreak alone', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, '2026-11-30'));
    chmodSync(join(folder, '2026-11-30'), 0o700);
    expect(written(genericProfile(), two, { folder }).result?.refused).toEqual([]);
  });
});

describe('the formats', () => {
  it('json has whole items: a field left out would be no limit', () => {
    const { result, text } = written(loadProfile('tradovate'), [platformLimit({ accounts: ['17'] })]);
    expect(JSON.parse(text(result?.today?.path))).toEqual({
      items: [{ accountId: 17, dailyLossAutoLiq: 3000, dailyLossAlert: 2400, changesLocked: true }],
    });
  });

  it('xml escapes what it has to, and names the file in a comment', () => {
    const { result, text } = written(loadProfile('sterling'), [platformLimit({ accounts: ['A&<B>"\''] })]);
    expect(text(result?.today?.path)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<!-- Daybreak, profile sterling, today: session 2026-11-30, decision revision 0, 1 row, sum 3000.00 -->
<ArrayOfStructSTIAcctUpdate>
  <structSTIAcctUpdate>
    <bstrAcct>A&amp;&lt;B&gt;&quot;&apos;</bstrAcct>
    <bSetMaxLossFlag>1</bSetMaxLossFlag>
    <fMaxLoss>3000.00</fMaxLoss>
  </structSTIAcctUpdate>
</ArrayOfStructSTIAcctUpdate>
`);
  });

  it('xml refuses a character that it cannot hold', () => {
    const { result } = written(loadProfile('sterling'), [platformLimit({ accounts: ['A\u0001'] })]);
    expect(result?.refused).toEqual([expect.stringContaining('a character that XML cannot hold')]);
  });

  it('tt-credit has the currency', () => {
    const { result, text } = written(loadProfile('tt-credit'), [platformLimit()]);
    expect(text(result?.today?.path)).toBe('Account,Credit,Currency\nNET001,3000.00,USD\n');
  });

  it('delimited follows delimiter, quoting, line ends and header', () => {
    const format = {
      kind: 'delimited',
      header: false,
      delimiter: ';',
      quoting: 'always',
      lineEnd: 'crlf',
    } as const;
    const { result, text } = written(genericProfile({ format }), [platformLimit({ accounts: ['A"1'] })]);
    expect(text(result?.today?.path)).toBe('"A""1";"3000.00"\r\n');
  });

  it('delimited without quotes refuses a cell that needs them', () => {
    const format = {
      kind: 'delimited',
      header: true,
      delimiter: ',',
      quoting: 'never',
      lineEnd: 'lf',
    } as const;
    const { result } = written(genericProfile({ format }), [platformLimit({ accounts: ['A,1'] })]);
    expect(result?.refused).toEqual(['"A,1" needs quotes, and quoting is never']);
  });

  it.each([
    ['utf-8-bom', 'É1', 'efbbbf'],
    ['utf-16le', 'É1', 'fffe61'],
    ['latin-1', 'É1', '616363'],
  ] as const)('are encoded in %s', (encoding, account, begins) => {
    const { result } = written(genericProfile({ encoding }), [platformLimit({ accounts: [account] })]);
    expect(
      readFileSync(result?.today?.path ?? '')
        .toString('hex')
        .slice(0, 6),
    ).toBe(begins);
  });

  it.each([
    ['latin-1', 'Ω1', '"Ω" cannot be written in Latin-1'],
    ['ascii', 'É1', '"É" cannot be written in ASCII'],
  ] as const)('in %s refuse a character that it lacks', (encoding, account, reason) => {
    const { result } = written(genericProfile({ encoding }), [platformLimit({ accounts: [account] })]);
    expect(result?.refused).toEqual([reason]);
  });
});
