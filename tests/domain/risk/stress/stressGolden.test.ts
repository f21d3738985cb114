import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { DeskLoss } from '../../../../src/domain/risk/stress/deskLoss.ts';
import { reverseStress } from '../../../../src/domain/risk/stress/reverseStress.ts';
import { NO_CHANGE, type Scenario } from '../../../../src/domain/risk/stress/scenario.ts';
import { runScenario } from '../../../../src/domain/risk/stress/scenarioResult.ts';
import { replayWorst } from '../../../../src/domain/risk/stress/sizedDays.ts';
import { StressDesk } from '../../../../src/domain/risk/stress/stressDesk.ts';
import type { StressInput } from '../../../../src/domain/risk/stress/stressInput.ts';
import { approximately } from '../../../support/approximately.ts';

interface GoldenResult {
  readonly name: string;
  readonly deskPnl: number;
  readonly usualPnl: number;
  readonly overnightPnl: number;
  readonly nettedPnl: number;
  readonly traders: Readonly<Record<string, number>>;
  readonly symbols: Readonly<Record<string, number>>;
  readonly loss: DeskLoss;
  readonly sized?: { readonly pnl: number; readonly pnlAtBaseLimits: number; readonly worst: GoldenReplay };
  readonly level: string;
}

interface GoldenReplay {
  readonly sessionDate: string;
  readonly pnl: number;
  readonly pnlAtBaseLimits: number;
  readonly stopped: readonly string[];
}

interface Golden {
  readonly desk: Omit<StressInput, 'residuals' | 'unvalued'> & {
    readonly residuals: readonly { readonly sessionDate: string; readonly z: Record<string, number> }[];
  };
  readonly scenarios: readonly Scenario[];
  readonly results: readonly GoldenResult[];
  readonly replay: readonly GoldenReplay[];
  readonly reverse: {
    readonly priceShock: number;
    readonly volatilityFactor: number;
    readonly traders: string[];
  };
}

// scripts/golden_stress.py computes this file from the text of docs/methods.md.
const path = new URL('../../../golden/stress.json', import.meta.url);
const golden = JSON.parse(readFileSync(path, 'utf8')) as Golden;
const desk = new StressDesk({
  ...golden.desk,
  unvalued: [],
  residuals: golden.desk.residuals.map(({ sessionDate, z }) => ({
    sessionDate,
    byTrader: new Map(Object.entries(z)),
  })),
});

describe('stress of an invented desk, compared with the Python reference', () => {
  it.each(golden.results)('has the same figures in $name', (expected) => {
    const scenario = golden.scenarios.find(({ name }) => name === expected.name);
    const result = runScenario(desk, { ...NO_CHANGE, ...(scenario as Scenario) });
    const { deskPnl, usualPnl, overnightPnl, nettedPnl, loss, level, price } = result;
    expect({ deskPnl, usualPnl, overnightPnl, level }).toEqual({
      deskPnl: expected.deskPnl,
      usualPnl: expected.usualPnl,
      overnightPnl: expected.overnightPnl,
      level: expected.level,
    });
    expect(nettedPnl).toBeCloseTo(expected.nettedPnl, 6);
    expect(loss).toEqual(approximately(expected.loss, 6));
    const traders = desk.traders.map(({ trader }, place) => [trader, price.traderCents[place]! / 100]);
    expect(Object.fromEntries(traders)).toEqual(expected.traders);
    const symbols = desk.symbols.map((symbol, place) => [symbol, price.symbolCents[place]! / 100]);
    expect(Object.fromEntries(symbols)).toEqual(approximately(expected.symbols, 6));
  });

  it.each(golden.results)('makes the same of the last sessions at the size of $name', (expected) => {
    const scenario = golden.scenarios.find(({ name }) => name === expected.name);
    const { sized } = runScenario(desk, { ...NO_CHANGE, ...(scenario as Scenario) });
    if (expected.sized === undefined) {
      expect(sized).toBeNull();
      return;
    }
    const { withoutPath: _, ...worst } = sized?.worst ?? { withoutPath: 0 };
    expect({ ...sized, worst }).toEqual(
      approximately({ sessions: golden.desk.sessions.length, ...expected.sized }, 6),
    );
  });

  it('replays the worst sessions alike', () => {
    const replayed = replayWorst(desk).map(({ withoutPath: _, ...session }) => session);
    expect(replayed).toEqual(approximately(golden.replay, 6));
  });

  it('finds the same smallest shock and multiple of volatility', () => {
    const { priceShock, volatilityFactor, traders } = reverseStress(desk);
    expect(priceShock).toBeCloseTo(golden.reverse.priceShock, 9);
    expect(volatilityFactor).toBeCloseTo(golden.reverse.volatilityFactor, 9);
    expect(traders).toEqual(golden.reverse.traders);
  });
});
