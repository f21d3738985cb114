import { DEFAULT_MAX_RISK, sizeFor } from '../../src/domain/risk/sizing/sizeAnswer.ts';
import type { SizedSymbol, SizedTrader, SizingDesk } from '../../src/domain/risk/sizing/sizingDesk.ts';
import { contractLookup } from '../../src/domain/roster/contracts.ts';
import { quantile } from '../../src/domain/statistics/descriptive.ts';
import { seededRandom } from '../../src/domain/statistics/seededRandom.ts';
import { atMost, type BenchRow } from './rows.ts';

/** j: one size in process. */
export type SizePart = 'j';

export interface SizePlan {
  readonly parts: readonly string[];
  readonly logProgress: (text: string) => void;
}

const TRADERS = 200;
const SYMBOLS = 3_000;
const CALLS = 20_000;
/** The first calls compile the code. */
const WARM_UP_CALLS = 2_000;
const TARGET_MILLISECONDS = 0.1;

/** Times single calls for a trader and a symbol on a loaded desk. */
export function runSizeBench({ parts, logProgress }: SizePlan): readonly BenchRow[] {
  if (!parts.includes('j')) return [];
  logProgress(`${CALLS.toLocaleString('en-US')} sizes`);
  const slowest = slowCallMilliseconds(sizingDesk());
  return [
    {
      what: `(j) one size, ${TRADERS} traders and ${SYMBOLS.toLocaleString('en-US')} symbols loaded: 99th of 100 calls`,
      measured: `${slowest.toFixed(4)} ms`,
      against: `${TARGET_MILLISECONDS} ms`,
      ratio: slowest / TARGET_MILLISECONDS,
      ratioTarget: atMost(1),
      peakMegabytes: null,
      peakTargetMegabytes: null,
      skipped: null,
    },
  ];
}

function slowCallMilliseconds(desk: SizingDesk): number {
  const times: number[] = [];
  for (let call = 0; call < WARM_UP_CALLS + CALLS; call++) {
    const question = {
      trader: traderName(call % TRADERS),
      symbol: symbolName((7 * call) % SYMBOLS),
      price: null,
      maxRisk: DEFAULT_MAX_RISK,
      lotUnits: 1,
      usual: 300,
    };
    const begun = performance.now();
    sizeFor(desk, question);
    if (call >= WARM_UP_CALLS) times.push(performance.now() - begun);
  }
  return quantile(times, 0.99) ?? Number.NaN;
}

const traderName = (place: number) => `T${place}`;
const symbolName = (place: number) => `S${place}`;

function sizingDesk(): SizingDesk {
  const random = seededRandom(14);
  const traders = Array.from({ length: TRADERS }, (_, place) => sizedTrader(traderName(place), random));
  const symbols = Array.from(
    { length: SYMBOLS },
    (_, place) => [symbolName(place), sizedSymbol(random)] as const,
  );
  return {
    sessionDate: '2026-03-03',
    dataThrough: '2026-03-02',
    isStale: false,
    traders: new Map(traders.map((trader) => [trader.trader, trader])),
    symbols: new Map(symbols),
    cautiousVolatility: 0.05,
    tailMultiple: 2.7,
    contractOf: contractLookup([]),
    maxPositionPct: 50,
  };
}

function sizedTrader(trader: string, random: () => number): SizedTrader {
  const estimate = 1_000 + 9_000 * random();
  return {
    trader,
    expectedShortfall95: estimate,
    expectedShortfallUpper95: 1.1 * estimate,
    usualShortfall: 1_000 + 9_000 * random(),
    riskCapital: null,
    rulesReductionPct: 0,
    activeSessions: 60,
    exceptionLevel: 0.05,
    positionCapital: 100_000,
    usualValue: 10_000,
  };
}

function sizedSymbol(random: () => number): SizedSymbol {
  return { price: 1 + 499 * random(), priceSession: '2026-03-02', volatility: 0.01 + 0.05 * random() };
}
