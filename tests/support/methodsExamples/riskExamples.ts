import { concentrationOf } from '../../../src/domain/risk/concentration.ts';
import { correlationsOf } from '../../../src/domain/risk/correlation.ts';
import { deskEquity } from '../../../src/domain/risk/deskEquity.ts';
import { exposureOf, grossOf, netOf } from '../../../src/domain/risk/exposure.ts';
import { dollars, type Example } from './example.ts';

const percent = (share: number | null | undefined) => `${Math.round(100 * (share ?? Number.NaN))} %`;

/** Section 13: exposure, concentration, correlation, equity. */
export const riskExamples: readonly Example[] = [
  {
    section: 13,
    title: 'exposure',
    numbers: () => {
      const exposure = exposureOf([
        { trader: 'NET001', symbol: 'AAPL', dollars: 30_000 },
        { trader: 'NET002', symbol: 'AAPL', dollars: -10_000 },
        { trader: 'NET002', symbol: 'MSFT', dollars: 60_000 },
      ]);
      const share = exposure.bySymbol.find(({ name }) => name === 'AAPL')?.grossShare;
      return [
        `gross is ${dollars(grossOf(exposure), 0)}`,
        `AAPL has ${percent(share)}`,
        `net long ${dollars(netOf(exposure), 0)}`,
      ];
    },
  },
  {
    section: 13,
    title: 'concentration',
    numbers: () => {
      const found = concentrationOf([50, 30, 10, 10].map((weight) => ({ name: `${weight}`, weight })));
      return [
        `largest has ${percent(found?.largestShare)}`,
        `three have ${percent(found?.topThreeShare)}`,
        `HHI = ${(1 / (found?.effectiveNumber ?? 0)).toFixed(2)}`,
        `effective number is ${found?.effectiveNumber.toFixed(1)} of ${found?.places}`,
      ];
    },
  },
  {
    section: 13,
    title: 'correlation',
    numbers: () => {
      const traders = [
        { trader: 'A', netPnl: [10, -20, 30, -40] },
        { trader: 'B', netPnl: [20, -30, 10, -60] },
      ];
      return [`= ${correlationsOf(traders, 4).pairs[0]?.correlation.toFixed(3)}`];
    },
  },
  {
    section: 13,
    title: 'equity',
    numbers: () => {
      const sessionDate = '2026-03-02';
      const mark = { runningPnl: -520, totalPnl: -520, secondOfDay: 40_000, openNotional: 0 };
      const cut = { sessionDate, judged: null, drawnPnl: null };
      const [day] = deskEquity(
        [{ sessionDate, netPnl: -2000 }],
        [
          { ...cut, kind: 'stopped', limit: 1000, netPnl: -1000, drawnPnl: -1600 },
          {
            ...cut,
            kind: 'ignored',
            limit: 500,
            netPnl: -900,
            judged: { netPnl: -900, untimedPnl: 0, marks: [mark] },
          },
        ],
        { slippageBasisPoints: 5 },
      );
      return [
        `Without cuts ${dollars(day?.withoutCuts ?? 0, 0)}`,
        `with cuts kept ${dollars(day?.cutsKept ?? 0, 0)}`,
      ];
    },
  },
];
