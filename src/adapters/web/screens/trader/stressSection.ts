import { assumptionWords } from '../../../../domain/report/stressWords.ts';
import type { StressResult } from '../../../../domain/risk/stress/stressResult.ts';
import { traderStresses } from '../../../../domain/risk/stress/traderStress.ts';
import { longDay } from '../../../../domain/text/dates.ts';
import { roughDollars, signedDollars } from '../../../../domain/text/money.ts';
import { numbers, paragraph, prose, section, table, words } from '../../pages/blocks.ts';
import type { Block, Section } from '../../pages/document.ts';

/** What scenarios would cost one trader; without the section where the trader is not on the stressed desk. */
export function traderStressSection(result: StressResult | null, trader: string): readonly Section[] {
  const place = result?.desk.placeOf(trader);
  if (result === null || place === undefined) return [];
  return [
    section(
      'stress',
      'Stress',
      paragraph(exposureWords(result, place)),
      paragraph(
        "A price jump hits what is held overnight and the worst exposure within a day of the last 60 sessions. It passes through a stop. ES 95 is the mean of the worst 5 % of days at the scenario's volatility, without a limit.",
      ),
      scenarioTable(result, trader),
    ),
  ];
}

function exposureWords({ desk }: StressResult, place: number): string {
  const { exposure, positions } = desk.traders[place]!;
  const held = positions.reduce((sum, { notional }) => sum + Math.abs(notional), 0);
  const close = longDay(desk.input.sessionDate);
  const overnight =
    held === 0 ? `Flat at the close of ${close}.` : `${roughDollars(held)} gross at the close of ${close}.`;
  if (exposure === null) return `${overnight} No exposure within a day is recorded in the last 60 sessions.`;
  const { worst, usual, days } = exposure;
  return `${overnight} Within a day at most ${roughDollars(worst.netLong)} net long and ${roughDollars(worst.netShort)} net short over ${days} traded days; on the median day ${roughDollars(usual.netLong)} and ${roughDollars(usual.netShort)}.`;
}

function scenarioTable(result: StressResult, trader: string): Block {
  return table(
    'What each scenario would cost this trader',
    [
      ...words('Scenario'),
      ...numbers('P&L', 'Overnight', 'ES 95', 'Time to exit'),
      ...words('Limit'),
      ...prose('Assumes'),
    ],
    result.scenarios.flatMap((each) => {
      const own = traderStresses(result.desk, each).find((one) => one.trader === trader);
      if (own === undefined) return [];
      return [
        [
          each.scenario.name,
          signedDollars(own.pnl),
          signedDollars(own.overnightPnl),
          own.loss === null ? 'n/a' : roughDollars(own.loss.expectedShortfall95),
          own.exitSeconds === null ? 'n/a' : `${Math.ceil(own.exitSeconds / 60)} min`,
          own.isStopped ? 'reached' : 'not reached',
          assumptionWords(each.scenario),
        ] as const,
      ];
    }),
  );
}
