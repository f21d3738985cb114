import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { noProgress } from '../../scripts/simulation/fakes.ts';
import type { ExitCode } from '../../src/commands/commandOptions.ts';
import { actionsImport, fxImport, positionsImport } from '../../src/commands/corrections.ts';
import { openStores, type World } from '../../src/commands/world.ts';
import { updateLedger } from '../../src/pipeline/updateLedger.ts';
import { storedFill } from '../support/fill.ts';
import { append, temporaryFolder } from '../support/stores.ts';
import { fakeWorld } from '../support/world.ts';

type Import = (world: World, path: string, options: { json: boolean }) => Promise<ExitCode>;

/** A desk that bought 100 AAPL at 10 on Monday 2 March and sold them at 12 on Tuesday; today is 9 March. */
async function desk() {
  const folder = temporaryFolder();
  const path = join(folder, 'daybreak.db');
  const stores = await openStores(path);
  await append(stores, [
    storedFill({ sessionDate: '2026-03-02', price: 10 }),
    storedFill({ sessionDate: '2026-03-03', price: 12, side: 'S' }),
  ]);
  await updateLedger({ ...stores, progress: noProgress });
  await stores.database.close();
  const fake = fakeWorld({ DB_PATH: path }, '2026-03-09T15:00:00Z');
  const run = (command: Import, text: string, json = false) => {
    const file = join(folder, 'table.csv');
    writeFileSync(file, text);
    return command(fake.world, file, { json });
  };
  return { ...fake, run };
}

describe('the imports of corrections', () => {
  it('print what was stored, and the net P&L before and after', async () => {
    const { run, lines } = await desk();
    const text = 'date,account,symbol,quantity,price\n2026-03-03,NET001,AAPL,100,11.5\n';
    expect(await run(positionsImport, text)).toBe(0);
    expect(lines).toEqual([
      '1 position: 1 added; 1 trader-day computed again.',
      '  NET001 2026-03-03: net $200 → $50',
    ]);
    await run(positionsImport, text);
    expect(lines.at(-1)).toBe('1 position: 1 known before.');
  });

  it('print one JSON document with --json', async () => {
    const { run, documents } = await desk();
    await run(actionsImport, 'date,symbol,action,ratio\n2026-03-03,AAPL,split,1:2\n', true);
    expect(documents).toEqual([
      {
        added: 1,
        changed: 0,
        withdrawn: 0,
        same: 0,
        warnings: [],
        traderDaysComputed: 1,
        netChanges: [{ trader: 'NET001', session: '2026-03-03', netBefore: 200, netAfter: -400 }],
        traderDaysOutOfDate: [],
      },
    ]);
  });

  it('withdraw what is stored with none', async () => {
    const { run, lines } = await desk();
    await run(fxImport, 'date,currency,rate\n2026-03-03,CAD,0.73\n');
    await run(fxImport, 'date,currency,rate\n2026-03-03,cad,none\n');
    expect(lines).toEqual(['1 rate: 1 added.', '1 rate: 1 withdrawn.']);
  });

  it('accept a rename in either column, and every notation of a ratio', async () => {
    const { run, lines } = await desk();
    await run(
      actionsImport,
      'Date,Symbol,Action,Ratio,New Symbol\n2026-03-03,AAPL,Rename,,AAPX\n2026-03-03,AAPL,SPLIT,3:2,\n2026-03-04,AAPX,split,10,\n2026-03-05,AAPX,split,1:20,\n',
    );
    await run(actionsImport, 'date,symbol,action,ratio\n2026-03-03,AAPL,rename,AAPX\n');
    expect(lines.at(-1)).toBe('1 split or rename: 1 known before.');
  });

  it.each<[string, Import, string, string]>([
    [
      'an unknown account',
      positionsImport,
      'date,account,symbol,quantity,price\n2026-03-03,NET01,AAPL,1,1\n',
      'line 2, account: found "NET01", expected an account with fills; did you mean NET001?',
    ],
    [
      'both sides',
      positionsImport,
      'date,account,symbol,quantity,price\n2026-03-03,NET001,AAPL,1,1\n2026-03-03,NET001,AAPL,-1,1\n',
      'line 3, quantity: found "-1", expected the same side as line 2',
    ],
    [
      'a position without a price',
      positionsImport,
      'date,account,symbol,quantity,price\n2026-03-03,NET001,AAPL,1,\n',
      'line 2, price: found ""',
    ],
    [
      'a date in the future',
      actionsImport,
      'date,symbol,action,ratio\n2026-03-10,AAPL,split,10\n',
      'line 2, date: found "2026-03-10", expected a date through today, 2026-03-09',
    ],
    [
      'a date of another shape',
      actionsImport,
      'date,symbol,action,ratio\n03/03/2026,AAPL,split,10\n',
      'expected a date as YYYY-MM-DD',
    ],
    [
      'a ratio that changes nothing',
      actionsImport,
      'date,symbol,action,ratio\n2026-03-03,AAPL,split,1\n',
      'line 2, ratio: found "1"',
    ],
    [
      'an unknown action',
      actionsImport,
      'date,symbol,action,ratio\n2026-03-03,AAPL,spinoff,1\n',
      'expected split or rename',
    ],
    [
      'a symbol twice',
      actionsImport,
      'date,symbol,action,ratio\n2026-03-03,AAPL,split,10\n2026-03-03,AAPL,split,2\n',
      'line 3: found a split of AAPL again, after line 2',
    ],
    ['an unknown column', fxImport, 'date,curency,rate\n2026-03-03,CAD,1\n', 'did you mean currency?'],
    [
      'a rate of the base currency',
      fxImport,
      'date,currency,rate\n2026-03-03,USD,1\n',
      'expected another currency than BASE_CURRENCY, USD',
    ],
    ['a rate of 0', fxImport, 'date,currency,rate\n2026-03-03,CAD,0\n', 'above 0'],
  ])('refuse %s', async (_, command, text, message) => {
    const { run, lines } = await desk();
    await expect(run(command, text)).rejects.toMatchObject({
      code: 'bad_corrections',
      message: expect.stringContaining(message),
    });
    expect(lines).toEqual([]);
  });

  it('never create a database', async () => {
    const path = join(temporaryFolder(), 'none.db');
    const { world } = fakeWorld({ DB_PATH: path }, '2026-03-09T15:00:00Z');
    await expect(fxImport(world, 'rates.csv', { json: false })).rejects.toMatchObject({
      code: 'no_database',
    });
    expect(existsSync(path)).toBe(false);
  });
});
