import type { PooledDeskCoverage } from '../../../../domain/evaluation/coverage.ts';
import { judgedZone } from '../../../../domain/evaluation/coverage.ts';
import { grouped, shareInterval } from '../../../../domain/report/backtestWords.ts';
import { EXCEPTION_RATE } from '../../../../domain/statistics/varBacktest.ts';
import { shownDesk } from '../../../../domain/text/outsideText.ts';
import type { ForecastScores } from '../../../../ports/screens/modelReader.ts';
import { coverageByMonth } from '../../pages/backtest/coverageByMonth.ts';
import { coverageByTrader } from '../../pages/backtest/coverageByTrader.ts';
import { coverageRows } from '../../pages/backtest/coverageSection.ts';
import { decimal, ofWords, pValue, shareOrUnknown } from '../../pages/backtest/formatFigures.ts';
import { probabilitySection } from '../../pages/backtest/probabilitySection.ts';
import { details, numbers, paragraph, section, table, UNKNOWN, words } from '../../pages/blocks.ts';
import type { Block, Section } from '../../pages/document.ts';

const STOPPED = 'A day that a limit stopped counts with its estimated close.';
const NO_FORECAST =
  'No morning has forecast a day that was traded. The model forecasts a trader who has 20 active sessions; the first result follows on the morning after.';

/** Whether the stored chances of a large loss came true. */
export function calibrationSection({ probability }: ForecastScores): Section {
  if (probability.days === 0) return section('probability', 'Chance of a large loss', paragraph(NO_FORECAST));
  const { id, heading, blocks } = probabilitySection({ probability });
  return section(id, heading, ...blocks, paragraph(STOPPED));
}

/** Whether the stored VaR of 95 % was breached on 5 % of the days. */
export function valueAtRiskSection({ valueAtRisk, byMonth, byGroup, byTrader }: ForecastScores): Section {
  const heading = 'Value at risk';
  if (valueAtRisk.forecasts === 0) return section('var', heading, paragraph(NO_FORECAST));
  return section(
    'var',
    heading,
    paragraph(`${verdictWords(valueAtRisk)} ${STOPPED}`),
    paragraph(
      'Kupiec asks whether there are as many exceptions as there should be, Christoffersen whether one makes the next likelier. Both take trader-days as independent; those of one session are not, so a small p may be one bad morning. The zone counts only as many forecasts as the resampled sessions are worth.',
    ),
    deskTable(valueAtRisk),
    ...coverageByMonth(byMonth),
    ...groupBlocks(byGroup),
    ...coverageByTrader(byTrader),
  );
}

function verdictWords(desk: PooledDeskCoverage): string {
  const { exceptions, forecasts } = desk;
  return `The loss was larger than the VaR on ${ofWords(exceptions, forecasts)} trader-days; ${decimal(EXCEPTION_RATE * forecasts, 1)} are expected. ${judgedWords(desk)}`;
}

/** The zone only finds a VaR that is too small; one that is too large shows in the interval. */
function judgedWords(desk: PooledDeskCoverage): string {
  const zone = judgedZone(desk);
  if (zone === null) return 'These are too few to tell whether the VaR is right.';
  if (zone === 'red') return 'That is far too many: the VaR is too small.';
  if (zone === 'yellow') return 'That is more than chance explains well.';
  const [, high] = desk.rateInterval ?? [0, 1];
  return high < EXCEPTION_RATE
    ? 'That is fewer than chance explains: the VaR is larger than it has to be.'
    : 'That is within chance.';
}

function deskTable(desk: PooledDeskCoverage): Block {
  return table('All traders together', [...words('Measure'), ...numbers('Value')], coverageRows(desk));
}

function groupBlocks(groups: ForecastScores['byGroup']): readonly Block[] {
  if (groups.length < 2) return [];
  return [
    details(
      'VaR by desk, in numbers',
      table(
        'VaR by desk',
        [
          ...words('Desk'),
          ...numbers('VaRs', 'Exceptions', 'Expected', 'Share', '5–95%', 'Kupiec p'),
          ...words('Zone'),
        ],
        groups.map(({ name, coverage }) => [
          shownDesk(name) || 'No desk',
          grouped(coverage.forecasts),
          grouped(coverage.exceptions),
          decimal(EXCEPTION_RATE * coverage.forecasts, 1),
          shareOrUnknown(coverage.rate),
          coverage.rateInterval === null ? UNKNOWN : shareInterval(coverage.rateInterval),
          pValue(coverage.kupiec?.pValue),
          judgedZone(coverage) ?? 'too few to tell',
        ]),
      ),
    ),
  ];
}
