import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rosterImport, rosterMultiplier, rosterSet } from '../../src/commands/changeRoster.ts';
import type { RosterListOptions, RosterSetOptions } from '../../src/commands/commandOptions.ts';
import { importCommand } from '../../src/commands/import.ts';
import { rosterList } from '../../src/commands/rosterList.ts';
import { openStores } from '../../src/commands/world.ts';
import { FILLS_HEADER, fillRow } from '../support/fillsFile.ts';
import { temporaryFolder } from '../support/stores.ts';
import { fakeWorld } from '../support/world.ts';

/** A desk with fills of DESK01 and DESK02. DESK01 has lost 20,000 dollars. */
async function desk() {
  const folder = temporaryFolder();
  const { world, lines, documents } = fakeWorld({ DB_PATH: join(folder, 'desk.db') }, '2026-03-03T12:00:00Z');
  const write = (name: string, content: string | Buffer) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const rows = [
    { Account: 'DESK01', 'B/S': 'B', Qty: '1000', Symbol: 'KLMN', Price: '30' },
    {
      Account: 'DESK01',
      'B/S': 'S',
      Qty: '1000',
      Symbol: 'KLMN',
      Price: '10',
      'Date/Time': '03/02/2026 10:05:00',
    },
    { Account: 'DESK02', 'B/S': 'B', Qty: '100', Symbol: 'KLMN', Price: '30' },
  ];
  const fills = [FILLS_HEADER, ...rows.map((row, index) => fillRow({ Comm: '0', ...row }, `${index + 1}`))];
  await importCommand(world, [write('fills.csv', fills.join('\n'))], { json: false });
  lines.length = 0;

  /** The lines that a command printed. */
  const printed = async (command: Promise<unknown>) => {
    await command;
    return lines.splice(0);
  };
  const options: RosterSetOptions = { json: false, new: false, account: [] };
  return {
    document: async (command: Promise<unknown>) => {
      await command;
      return documents.pop() as Record<string, unknown>;
    },
    set: (trader: string, changes: Partial<RosterSetOptions>) =>
      rosterSet(world, trader, { ...options, ...changes }),
    multiplier: (pattern: string, value: number, json = false) =>
      rosterMultiplier(world, pattern, value, { json }),
    import: (content: string | Buffer, changes: Partial<RosterSetOptions> = {}) =>
      rosterImport(world, write('roster.csv', content), { ...options, ...changes }),
    printed,
    listed: () => printed(rosterList(world, { json: false })),
    listing: (options: Partial<RosterListOptions>) => printed(rosterList(world, { json: false, ...options })),
    listDocument: async () => {
      await rosterList(world, { json: true });
      return documents.pop();
    },
    async inForce(dollars: number) {
      const stores = await openStores(world.config.dbPath);
      await stores.limits.record([
        {
          kind: 'set',
          trader: 'DESK01',
          sessionDate: '2026-03-03',
          recordedAt: new Date('2026-03-03T11:00:00Z'),
          dollars,
          baseLimit: 10_000,
          revision: null,
          reason: null,
          by: 'risk',
          through: 'command',
        },
      ]);
      await stores.database.close();
    },
    async audited() {
      const { database } = await openStores(world.config.dbPath);
      try {
        return database.driver
          .prepare("SELECT count(*) FROM audit_entry WHERE kind <> 'import'")
          .pluck()
          .get();
      } finally {
        await database.close();
      }
    },
  };
}

const csv = (...lines: readonly string[]) => `${lines.join('\n')}\n`;

describe('roster import', () => {
  it.each([
    ['a misnamed column', ['trader,desk,limit,accounts', 'Ann,A,2500,DESK01'], 'did you mean base_limit?'],
    ['a column without a name', ['trader,desk,', 'Ann,A,'], 'found a column without a name'],
    ['a column twice', ['trader,desk,desk', 'Ann,A,B'], 'found the column desk twice'],
    [
      'a trader twice',
      ['trader,base_limit', 'Ann,2500', 'Bob,1', 'Ann,9000'],
      'line 4, trader: found "Ann" again',
    ],
    [
      'an account twice',
      ['trader,accounts', 'Ann,DESK01', 'Bob,DESK01'],
      'line 3, accounts: found "DESK01" again',
    ],
    ['a misspelled account', ['trader,accounts', 'Ann,DESK1'], 'did you mean "DESK01"?'],
    ['an account in lower case', ['trader,accounts', 'Ann,desk01'], 'did you mean "DESK01"?'],
    ['a trader in lower case', ['trader', 'desk01'], 'did you mean "DESK01"?'],
    ['a limit below a dollar', ['trader,base_limit', 'Ann,0.5'], '1 to 1,000,000,000'],
    ['a capital with mils', ['trader,risk_capital', 'Ann,100000.001'], 'with at most 2 decimals'],
    ['no row', ['trader,base_limit'], 'found a header and no row'],
    [
      'bad rows only',
      ['trader,base_limit,active', ',x,maybe'],
      'line 2, trader: found "", expected a name · line 2, base_limit: found "x"',
    ],
    [
      'accounts by commas without quotes',
      ['trader,accounts', 'Ann,DESK01,DESK02'],
      'found 3 cells, expected 2',
    ],
    [
      'a symbol twice',
      ['symbol,multiplier', 'ES*,50', 'ES*,5'],
      'line 3: found symbol "ES*" again, after line 2',
    ],
    ['a symbol in lower case', ['symbol,multiplier', 'klmn,50'], 'did you mean "KLMN"?'],
    ['a multiplier of zero', ['symbol,multiplier', 'ES*,0'], '0.000001 to 1,000,000,000'],
  ])('refuses %s and stores nothing', async (_, lines, message) => {
    const place = await desk();
    const before = await place.listed();
    await expect(place.import(csv(...lines))).rejects.toThrow(message);
    expect([await place.listed(), await place.audited()]).toEqual([before, 0]);
  });

  it.each(['"DESK01,DESK02"', 'DESK01;DESK02', 'DESK01 DESK02', '"DESK01 , DESK02"'])(
    'reads accounts as %s, and prints what it moved and removed',
    async (accounts) => {
      const place = await desk();
      const file = csv('trader,base_limit,accounts', `Ann,2500,${accounts}`);
      expect(await place.printed(place.import(file))).toEqual([
        'Ann · new: desk (none), base limit $2,500, risk capital $50,000 (20 × base limit), active, accounts DESK01 DESK02',
        'DESK01 · removed from the roster: no account is left',
        'DESK02 · removed from the roster: no account is left',
        'account DESK01 · trader DESK01 → Ann',
        'account DESK02 · trader DESK02 → Ann',
        '1 trader new, 2 traders removed; 1 trader-day computed again.',
        '  Ann 2026-03-02: net none → −$20,000',
      ]);
      expect(await place.printed(place.import(csv('trader,base_limit,accounts', 'Ann,,')))).toEqual([
        'Ann · no change',
        '1 trader without change.',
      ]);
    },
  );

  it('stores an account unlike any known one, and says so', async () => {
    const place = await desk();
    expect(await place.printed(place.import(csv('trader,accounts', 'DESK01,DESK01 FX9')))).toEqual([
      'DESK01 · accounts DESK01 → DESK01 FX9',
      'note: Account "FX9" of "DESK01" is unknown: no stored fill and no account list of the source has it.',
      '1 trader changed.',
    ]);
  });

  it('accepts a name that looks like a typing error with --new', async () => {
    const place = await desk();
    const file = csv('trader,accounts', 'Ann,DESK1');
    const { changes, notes } = await place.document(place.import(file, { new: true, json: true }));
    expect(changes).toEqual([
      { trader: 'Ann', before: null, after: expect.objectContaining({ accounts: ['DESK1'] }) },
    ]);
    expect(notes).toEqual([expect.stringContaining('Account "DESK1" of "Ann" is unknown')]);
  });

  it('reads UTF-16 with semicolons and CR', async () => {
    const place = await desk();
    const file = Buffer.from('\uFEFFTrader;Base Limit\rDESK01;2500\r', 'utf16le');
    expect(await place.printed(place.import(file))).toContain(
      'DESK01 · base limit $5,000 (DEFAULT_LIMIT) → $2,500',
    );
  });
});

describe('roster set', () => {
  it('refuses an unknown trader, with the one that was meant, until --new', async () => {
    const place = await desk();
    await expect(place.set('DESK1', { limit: 4000 })).rejects.toThrow('did you mean "DESK01"?');
    await expect(place.set('Ann', { limit: 4000 })).rejects.toMatchObject({
      code: 'unknown_trader',
      message: 'roster set · found "Ann" · expected a trader of the roster',
      hint: 'Add --new to create the trader; nothing was changed.',
    });
    expect(await place.printed(place.set('Ann', { limit: 4000, new: true }))).toEqual([
      'Ann · new: desk (none), base limit $4,000, risk capital $80,000 (20 × base limit), active, accounts (none)',
      'note: "Ann" has no account: only fills of an account with the same name count.',
      '1 trader new.',
    ]);
  });

  it('prints what a base limit does to the risk capital and to the drawdown rule', async () => {
    const place = await desk();
    expect(await place.printed(place.set('DESK01', { limit: 8000 }))).toEqual([
      'DESK01 · base limit $5,000 (DEFAULT_LIMIT) → $8,000',
      'DESK01 · risk capital $100,000 → $160,000, 20 × base limit; set it with --risk-capital to keep it',
      'DESK01 · drawdown 20.0% → 12.5% of the risk capital; the drawdown rule cuts 40% → nothing',
      '1 trader changed.',
    ]);
    await place.printed(place.set('DESK01', { riskCapital: 90_000 }));
    expect(await place.printed(place.set('DESK01', { limit: 9000 }))).toEqual([
      'DESK01 · base limit $8,000 → $9,000',
      '1 trader changed.',
    ]);
  });

  it('has before and after in its document, equal where nothing changes', async () => {
    const place = await desk();
    const document = await place.document(place.set('DESK02', { active: true, json: true }));
    const values = {
      desk: '',
      baseLimit: null,
      riskCapital: null,
      active: true,
      accounts: ['DESK02'],
      effectiveBaseLimit: 5000,
      effectiveRiskCapital: 100_000,
    };
    expect(document).toEqual({
      done: '1 trader without change',
      before: values,
      after: values,
      changes: [{ trader: 'DESK02', before: values, after: values }],
      lines: ['DESK02 · no change'],
      notes: [],
      traderDaysComputed: 0,
      netChanges: [],
      traderDaysOutOfDate: [],
    });
  });

  it('prints the trader who loses an account, and what is lost with the last one', async () => {
    const place = await desk();
    await place.printed(place.set('DESK02', { limit: 4000, desk: 'B' }));
    expect(await place.printed(place.set('DESK01', { account: ['DESK02'] }))).toEqual([
      'DESK01 · accounts DESK01 → DESK01 DESK02',
      'DESK02 · removed from the roster: no account is left; lost are desk B, base limit $4,000, risk capital $80,000 (20 × base limit), active, accounts DESK02',
      'account DESK02 · trader DESK02 → DESK01',
      '1 trader changed, 1 trader removed; 1 trader-day computed again.',
    ]);
  });
});

describe('roster multiplier', () => {
  it('prints before → after, a rule that no fill uses, and no change', async () => {
    const place = await desk();
    expect(await place.printed(place.multiplier('KLMN', 10))).toEqual([
      'KLMN · multiplier (none) → 10',
      '1 multiplier set; 2 trader-days computed again.',
      '  DESK01 2026-03-02: net −$20,000 → −$200,000',
    ]);
    expect(await place.printed(place.multiplier('KLMN', 10))).toEqual([
      'KLMN · no change',
      '1 multiplier without change.',
    ]);
    const { before, after, notes } = await place.document(place.multiplier('ES*', 50, true));
    expect([before, after, notes]).toEqual([null, 50, [expect.stringContaining('a symbol like ES*')]]);
  });

  it('refuses a symbol that differs from a traded one in case only', async () => {
    const place = await desk();
    await expect(place.multiplier('klmn', 10)).rejects.toThrow('did you mean "KLMN"?');
    expect((await place.listed()).join()).not.toContain('multiplier');
  });
});

describe('roster list', () => {
  it('shows the limit in force and its source next to the base limit, by name', async () => {
    const { listing, listDocument, inForce } = await desk();
    await inForce(3_000);
    const [table, words] = await listing({});
    expect(table).toMatch(/^DESK01 .*\$3,000 +set since 2026-03-03 .*\nDESK02 .* base /m);
    expect(words).toMatch(/^2 traders; \* is the default\./);
    expect(await listDocument()).toMatchObject({
      traders: [
        { trader: 'DESK01', limitInForce: 3_000, inForceSource: 'set', inForceSince: '2026-03-03' },
        { trader: 'DESK02', inForceSource: 'base', inForceSince: null },
      ],
    });
  });

  it('filters by trader, desk and state', async () => {
    const { set, listing, printed } = await desk();
    await printed(set('DESK02', { active: false, desk: 'Equities' }));
    const traders = async (options: Partial<RosterListOptions>) =>
      (await listing(options)).join('\n').match(/^DESK0\d(?= )/gm);
    expect(await traders({ retired: true })).toEqual(['DESK02']);
    expect(await traders({ active: true })).toEqual(['DESK01']);
    expect(await traders({ desk: 'Equities' })).toEqual(['DESK02']);
    expect(await traders({ trader: 'DESK01' })).toEqual(['DESK01']);
  });

  it.each([
    [{ trader: 'DESK1' }, /expected a trader of the roster; did you mean DESK01\?/],
    [{ desk: 'Equity' }, /expected a desk of the roster/],
  ])('refuses a name that the roster does not have: %j', async (options, problem) => {
    const { listing } = await desk();
    await expect(listing(options)).rejects.toThrow(problem);
  });
});
