import { hasYoungForecast } from '../../../../domain/engines/proposal.ts';
import { kupiecTest } from '../../../../domain/statistics/varBacktest.ts';
import { shortDay } from '../../../../domain/text/dates.ts';
import { pnlDollars, riskDollars } from '../../../../domain/text/money.ts';
import { shareWords } from '../../../../domain/text/words.ts';
import type { TraderHistory } from '../../../../ports/screens/traderHistories.ts';
import { ofWords, pValue } from '../../pages/backtest/formatFigures.ts';
import { details, numbers, paragraph, section, table, words } from '../../pages/blocks.ts';
import type { Section } from '../../pages/document.ts';
import { figure } from '../../pages/drawing.ts';
import { sessionChart } from './sessionChart.ts';

const YOUNG =
  'Values with * are of mornings with 10 to 19 active sessions: they rest on few days, and count in no test.';

/** A forecast of a morning with the day that followed. */
interface ForecastDay {
  readonly sessionDate: string;
  /** Dollars, a loss as a positive number. */
  readonly valueAtRisk: number;
  readonly largeLossProbability: number | null;
  /** null: the trader did not trade. */
  readonly pnl: number | null;
  readonly isBreach: boolean;
  /** The VaR rests on 10 to 19 active sessions: it is shown and not tested. */
  readonly isYoung: boolean;
}

/** The 95 % VaR of each morning against the day that followed. */
export function riskSection(history: TraderHistory): Section {
  const days = forecastDays(history);
  const judged = days.filter(({ pnl, isYoung }) => pnl !== null && !isYoung);
  const young = days.some(({ isYoung }) => isYoung) ? paragraph(YOUNG) : null;
  if (judged.length === 0)
    return section(
      'risk',
      'Value at risk',
      paragraph(
        'No morning has forecast a VaR for a day that was traded: the model has not forecast this trader yet.',
      ),
      ...(young === null ? [] : [young, details('The numbers: forecasts and days', forecastTable(days))]),
    );
  const breaches = judged.filter(({ isBreach }) => isBreach).length;
  const verdict = `The loss was larger than the VaR on ${ofWords(breaches, judged.length)} days; 5% are expected (Kupiec's test: p = ${pValue(kupiecTest(breaches, judged.length).pValue)}).`;
  return section(
    'risk',
    'Value at risk',
    figure(
      {
        id: 'var-chart',
        title: 'Net P&L, and the VaR 95% that the morning forecast',
        description: verdict,
        caption: `Line: the loss that the morning expected to be exceeded on 1 day in 20. Diamond: a larger loss. ${verdict} A day stopped by a limit counts with its estimated close.`,
      },
      240,
      (size) =>
        sessionChart(
          {
            sessions: days.map(({ sessionDate }) => sessionDate),
            bars: days.map(({ pnl }) => pnl),
            line: { name: 'VaR 95', values: days.map(({ valueAtRisk }) => -valueAtRisk) },
            marks: [
              {
                name: 'breach',
                symbol: 'diamond',
                colour: 'bad',
                values: days.map(({ isBreach, pnl }) => (isBreach ? pnl : null)),
              },
            ],
          },
          size,
        ),
    ),
    ...(young === null ? [] : [young]),
    details('The numbers: forecasts and days', forecastTable(days)),
  );
}

/** The forecasts of mornings whose session is over. */
export function forecastDays({
  sessions,
  decisions,
}: Pick<TraderHistory, 'sessions' | 'decisions'>): readonly ForecastDay[] {
  const forecasts = new Map(decisions.map((decision) => [decision.sessionDate, decision]));
  return sessions.flatMap(({ sessionDate, scoredPnl }) => {
    const forecast = forecasts.get(sessionDate);
    if (forecast?.valueAtRisk95 == null) return [];
    const { valueAtRisk95: valueAtRisk, largeLossProbability } = forecast;
    const isBreach = scoredPnl !== null && scoredPnl < -valueAtRisk;
    const isYoung = hasYoungForecast(forecast);
    return [{ sessionDate, valueAtRisk, largeLossProbability, pnl: scoredPnl, isBreach, isYoung }];
  });
}

function forecastTable(days: readonly ForecastDay[]) {
  return table(
    'VaR of the morning and the day that followed',
    [
      ...words('Session'),
      ...numbers('VaR 95%', 'Chance of a large loss', 'Net P&L'),
      ...words('Larger loss'),
    ],
    days
      .toReversed()
      .map(({ sessionDate, valueAtRisk, largeLossProbability, pnl, isBreach, isYoung }) => [
        shortDay(sessionDate),
        `${riskDollars(valueAtRisk)}${isYoung ? '*' : ''}`,
        `${shareWords(largeLossProbability)}${isYoung ? '*' : ''}`,
        pnl === null ? 'not traded' : pnlDollars(pnl),
        isBreach ? 'yes' : '',
      ]),
  );
}
