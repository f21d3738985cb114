import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { stressCommand } from '../../src/commands/stress/stress.ts';
import type { StressDocument } from '../../src/domain/report/stressDocument.ts';
import { htmlProblems } from '../support/htmlProblems.ts';
import { temporaryFolder } from '../support/stores.ts';
import { LAST_SESSION, stressDesk, stressSessions } from '../support/stressDesk.ts';

const json = { json: true, demo: false };
/** The model learns 130 sessions. */

describe('`stress`', () => {
  const cleanUps: (() => void)[] = [];
  let desk: Awaited<ReturnType<typeof stressDesk>>;
  const folder = temporaryFolder((cleanUp) => cleanUps.push(cleanUp));

  beforeAll(async () => {
    desk = await stressDesk(undefined, folder);
    return () => {
      for (const cleanUp of cleanUps) cleanUp();
    };
  });

  const document = async (options: Partial<Parameters<typeof stressCommand>[1]> = {}) =>
    (await desk.document(() => stressCommand(desk.world, { ...json, ...options }))) as StressDocument;

  it('applies the five scenarios at the close of the last session', async () => {
    const made = await document();
    expect(made.session).toBe(LAST_SESSION);
    expect(made.summary).toMatch(/^If everyone has their worst day of 250 at once: −\$[\d,]+; the limits/);
    expect(made.scenarios.map(({ name }) => name)).toEqual([
      'market_crash',
      'liquidity_crisis',
      'flash_crash',
      'regulatory_shock',
      'black_swan',
    ]);
    for (const { deskPnl, traders } of made.scenarios) {
      const sum = traders.reduce((total, { pnl }) => total + Math.round(pnl * 100), 0);
      expect(Math.round(deskPnl * 100)).toBe(sum);
    }
    const [crash] = made.scenarios;
    expect(crash?.symbols).toEqual([{ symbol: 'KLMN', pnl: (1_000 - 400) * 20 * -0.3 }]);
    expect(crash?.overnightPnl).toBe(-3_600);
    expect(crash?.valueAtRisk95).toBeGreaterThan(0);
    expect(crash?.expectedShortfall95).toBeGreaterThanOrEqual(crash?.valueAtRisk95 ?? 0);
    expect(crash?.nettedPnl).toBeGreaterThan(crash?.deskPnl ?? 0);
    expect(made.replay).toHaveLength(10);
    expect(made.reverse.priceShock).not.toBeNull();
    expect(made.reverse.volatilityFactor).toBeGreaterThan(1);
  });

  it('applies one scenario of a file at an earlier close', async () => {
    const file = join(folder, 'own.json');
    writeFileSync(file, '{ "scenarios": [{ "name": "melt_up", "priceShock": 0.1, "label": "A rise" }] }');
    const session = stressSessions.at(-3) ?? '';
    const made = await document({ file, scenario: 'melt_up', session });
    expect(made.session).toBe(session);
    expect(made.scenarios).toMatchObject([{ name: 'melt_up', label: 'A rise', overnightPnl: 1_200 }]);
    expect(await document({ file })).toMatchObject({ scenarios: { length: 6 } });
  });

  it('writes a page, and prints what to do', async () => {
    const out = join(folder, 'stress.html');
    await stressCommand(desk.world, { json: false, demo: false, out });
    const page = readFileSync(out, 'utf8');
    expect(await htmlProblems(page)).toEqual([]);
    expect(page).toContain('If everyone has their worst day of 250 at once');
    expect(page).toContain('Not modelled');
    expect(desk.lines.join('\n')).toMatch(/market_crash:\n {2}Ask whether these positions/);
    expect(desk.lines).toContain(`Page: ${out}`);
  });

  it('names what exists for an unknown scenario and a date without data', async () => {
    await expect(document({ scenario: 'market_crsh' })).rejects.toMatchObject({
      code: 'unknown_scenario',
      message: expect.stringMatching(/did you mean market_crash.*expected market_crash, liquidity_crisis/),
    });
    await expect(document({ session: '2019-03-01' })).rejects.toMatchObject({
      code: 'session_without_days',
      message: expect.stringContaining(`the nearest: ${stressSessions[0]}`),
    });
    await expect(document({ session: '2026-01-01' })).rejects.toMatchObject({ code: 'not_a_session' });
  });

  it.each([
    ['{ "scenarios": [{ "name": "a", "shock": 1 }] }', /scenarios\.0: unknown field "shock".*priceShock/],
    ['{ "scenarios": [{ "name": "a", "priceShock": -2 }] }', /scenarios\.0\.priceShock/],
    ['{ "scenarios": [{ "name": "black_swan" }] }', /two scenarios with the name black_swan/],
    ['{ "scenario": [] }', /unknown field "scenario".*did you mean scenarios/],
    ['nonsense', /expected a JSON file that can be read/],
  ])('refuses the scenarios %s and writes nothing', async (text, message) => {
    const file = join(folder, 'bad.json');
    const out = join(folder, 'none.html');
    writeFileSync(file, text);
    await expect(document({ file, out })).rejects.toMatchObject({
      code: 'bad_scenario',
      message: expect.stringMatching(message),
    });
    expect(existsSync(out)).toBe(false);
  });
});

it('the figures of a session do not depend on later sessions', async () => {
  const at = stressSessions.length - 4;
  const session = stressSessions[at] ?? '';
  const documents: unknown[] = [];
  for (const count of [at + 1, stressSessions.length]) {
    const desk = await stressDesk(count);
    documents.push(await desk.document(() => stressCommand(desk.world, { ...json, session })));
  }
  expect(documents[0]).toEqual(documents[1]);
});
