import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SizeOptions } from '../../src/commands/commandOptions.ts';
import { sizeCommand } from '../../src/commands/size.ts';
import { deskInStore } from '../support/backtestDesk.ts';
import { storedFill } from '../support/fill.ts';
import { htmlProblems } from '../support/htmlProblems.ts';
import { append, temporaryFolder } from '../support/stores.ts';
import { fakeWorld } from '../support/world.ts';

const OPTIONS: SizeOptions = { json: false, demo: false, maxRisk: 0.02, lot: 1 };

async function desk() {
  const { desk: simulated, ports } = await deskInStore({ traders: 4, sessions: 90, seed: 14, truth: 'tilt' });
  const fills = simulated.sessionDates
    .slice(-25)
    .map((sessionDate, day) =>
      storedFill({ account: 'SIM001', sessionDate, price: 100 + (day % 3), orderId: `${day}` }),
    );
  await append(ports, fills);
  await ports.database.connection.run('DELETE FROM stale_day');
  const { world, lines, documents } = fakeWorld({ DB_PATH: ports.path }, '2026-07-01T12:00:00Z');
  const size = async (options: Partial<SizeOptions>) => {
    await sizeCommand(world, { ...OPTIONS, ...options });
    return { text: lines.splice(0).join('\n'), document: documents.pop() };
  };
  return { size, next: ports.calendar.nextSession(simulated.sessionDates.at(-1) ?? '') };
}

describe('npm run size', () => {
  it('prints the share of every trader, and the same as JSON', async () => {
    const { size, next } = await desk();
    const { text } = await size({});
    expect(text).toMatch(/^Sizes for .+, from trading through .+/);
    expect(text).toMatch(/SIM001 +\d+ %/);
    const { document } = await size({ json: true });
    expect(document).toMatchObject({ session: next, traders: { length: 4 } });
  });

  it('prints the largest position of a trader in a symbol, with its reasons', async () => {
    const { size, next } = await desk();
    const { text } = await size({ trader: 'SIM001', symbol: 'AAPL', lot: 100 });
    expect(text).toMatch(/SIM001 AAPL: at most [\d,]+00, worth \$/);
    expect(text).toContain('A bad session moves AAPL by');
    const { document } = await size({ trader: 'SIM001', symbol: 'AAPL', price: 50, json: true });
    expect(document).toEqual({
      session: next,
      dataThrough: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      stale: false,
      trader: 'SIM001',
      symbol: 'AAPL',
      price: 50,
      multiplier: expect.any(Number),
      size: expect.any(Number),
      value: expect.any(Number),
      usual: 100,
      usualValue: 5_000,
      budget: expect.any(Number),
      expectedShortfall: expect.any(Number),
      confidence: expect.stringMatching(/^(high|medium|low)$/),
      riskLevel: expect.stringMatching(/^(LOW|MEDIUM|HIGH|CRITICAL)$/),
      boundBy: 'risk-budget',
      reasons: expect.arrayContaining([expect.stringContaining('AAPL')]),
    });
  });

  it('writes a page that can be read alone', async () => {
    const { size } = await desk();
    for (const trader of [undefined, 'SIM001']) {
      const out = join(temporaryFolder(), 'sizes.html');
      const { text } = await size({ out, ...(trader === undefined ? {} : { trader }) });
      expect(text).toContain(`Written: ${out}`);
      const page = readFileSync(out, 'utf8');
      expect(page).toContain('of the usual size');
      expect(await htmlProblems(page)).toEqual([]);
    }
  });

  it('refuses a symbol without a trader, a closed day, and names that it does not know', async () => {
    const { size } = await desk();
    await expect(size({ symbol: 'AAPL' })).rejects.toMatchObject({ code: 'bad_usage' });
    await expect(size({ session: '2026-06-27' })).rejects.toMatchObject({ code: 'not_a_session' });
    await expect(size({ session: '2020-01-02' })).rejects.toMatchObject({ code: 'no_sessions' });
    await expect(size({ trader: 'SIM01' })).rejects.toMatchObject({ code: 'unknown_trader' });
    await expect(size({ trader: 'SIM001', symbol: 'AAPLX' })).rejects.toMatchObject({
      code: 'unknown_symbol',
    });
  });
});
