import type { ShadowComparison } from '../../../../domain/evaluation/shadowComparison.ts';
import { differenceWords } from '../../../../domain/report/shadowWords.ts';
import { monthOf } from '../../../../domain/session/isoDate.ts';
import { roughDollars } from '../../../../domain/text/money.ts';
import { shortName, shownName } from '../../../../domain/text/outsideText.ts';
import type { ModelEvidence } from '../../../../ports/screens/modelReader.ts';
import { axisDollars } from '../../pages/backtest/formatFigures.ts';
import { comparisonBlocks, DECIDED_EACH_MORNING } from '../../pages/backtest/shadowSection.ts';
import { details, numbers, paragraph, section, table, UNKNOWN, words } from '../../pages/blocks.ts';
import type { Block, Section } from '../../pages/document.ts';
import { figure } from '../../pages/drawing.ts';
import { type Line, lineChart } from '../../pages/lineChart.ts';

/** Lines differ by dash and by the name at their end too. At most five strategies decide. */
const STYLES: readonly Pick<Line, 'colour' | 'dash'>[] = [
  { colour: 'blue', dash: 'solid' },
  { colour: 'vermillion', dash: 'dashed' },
  { colour: 'ink', dash: 'dotted' },
  { colour: 'good', dash: 'dashed' },
  { colour: 'muted', dash: 'solid' },
];
/** Fewer sessions make no line. */
const LEAST_SESSIONS = 3;
/** A longer name at the end of a line does not fit on a phone. */
const LONGEST_LABEL = 13;

/** Other engines or settings against the strategy in force, on the same trader-days. */
export function shadowStrategies({
  shadows,
  shadowNames,
}: Pick<ModelEvidence, 'shadows' | 'shadowNames'>): Section {
  const heading = 'Shadow strategies';
  if (shadows.length === 0) return section('shadows', heading, paragraph(whyNone(shadowNames)));
  return section(
    'shadows',
    heading,
    paragraph(DECIDED_EACH_MORNING),
    ...differenceFigure(shadows),
    ...comparisonBlocks(shadows),
  );
}

function whyNone(names: readonly string[]): string {
  return names.length === 0
    ? 'No other strategy decides next to the one in force: the setting SHADOW_STRATEGIES names none.'
    : `SHADOW_STRATEGIES names ${names.map(shownName).join(', ')}. None has decided yet: each decides from the next morning on.`;
}

/** Nothing to draw where no strategy made a difference. */
function differenceFigure(shadows: readonly ShadowComparison[]): readonly Block[] {
  const sessions = [
    ...new Set(shadows.flatMap(({ bySession }) => bySession.map(({ sessionDate }) => sessionDate))),
  ].toSorted();
  const lines = differenceLines(shadows, sessions);
  const isFlat = lines.every(({ values }) => values.every((value) => value === null || value === 0));
  if (sessions.length < LEAST_SESSIONS || isFlat) return [];
  const sums = shadows.map(({ name, difference }) => `${shownName(name)}: ${differenceWords(difference)}.`);
  return [
    figure(
      {
        id: 'shadow-chart',
        title: 'What each strategy would have made more or less, added up over the sessions',
        description: `A line for each strategy. At the end: ${sums.join(' ')}`,
        caption:
          'Above 0 the strategy did better than the one in force. Whether that is more than chance stands in the table.',
      },
      240,
      (size) => lineChart({ sessions, lines, format: axisDollars }, size),
    ),
    details('The numbers: the difference by month', monthTable(shadows, sessions)),
  ];
}

/** The differences of each month, newest first. */
function monthTable(shadows: readonly ShadowComparison[], sessions: readonly string[]): Block {
  const months = [...new Set(sessions.map(monthOf))].toReversed();
  return table(
    'Difference of each strategy by month',
    [...words('Month'), ...numbers(...shadows.map(({ name }) => shownName(name)))],
    months.map((month): [string, ...string[]] => [
      month,
      ...shadows.map(({ bySession }) => {
        const own = bySession.filter(({ sessionDate }) => monthOf(sessionDate) === month);
        return own.length === 0 ? UNKNOWN : roughDollars(own.reduce((sum, each) => sum + each.difference, 0));
      }),
    ]),
  );
}

/** The difference of each strategy, summed up; null before the strategy began. */
export function differenceLines(
  shadows: readonly Pick<ShadowComparison, 'name' | 'bySession'>[],
  sessions: readonly string[],
): readonly Line[] {
  return shadows.slice(0, STYLES.length).map(({ name, bySession }, place) => {
    const differences = new Map(bySession.map(({ sessionDate, difference }) => [sessionDate, difference]));
    let sum: number | null = null;
    const values = sessions.map((session) => {
      const difference = differences.get(session);
      if (difference !== undefined) sum = (sum ?? 0) + difference;
      return sum;
    });
    return { name: shortName(name, LONGEST_LABEL), values, colour: 'ink', dash: 'solid', ...STYLES[place] };
  });
}
