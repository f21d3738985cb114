import { replayWords, reverseWords } from '../../../../domain/report/stressWords.ts';
import type { StressResult } from '../../../../domain/risk/stress/stressResult.ts';
import { shortDay } from '../../../../domain/text/dates.ts';
import { signedDollars } from '../../../../domain/text/money.ts';
import { shownName } from '../../../../domain/text/outsideText.ts';
import { details, numbers, paragraph, prose, section, table, words } from '../blocks.ts';
import type { Block, Section } from '../document.ts';
import { scenarioDetails, scenarioTable } from './scenarioSection.ts';

/** Scenarios of the whole desk, in the order in which they are read. */
export function scenariosSection({ desk, summary, scenarios }: StressResult): Section {
  return section(
    'stress',
    'Stress',
    paragraph(summary),
    paragraph(
      `A price jump at the close of ${desk.input.sessionDate}. "All at once" adds up every trader's worst exposure within a day of the last 60 sessions; "netted" is the worst five minutes of the whole desk; "usual day" takes the median day. A jump passes through a stop, so no limit changes these figures. ES 95 is the mean of the worst 5 % of days at the scenario's volatility, with the limits in force and with the base limits: the difference is what today's cuts are worth.`,
    ),
    scenarioTable(scenarios),
    ...scenarios.map((each) => scenarioDetails(desk, each)),
  );
}

/** The worst sessions again, and the scenario that would lose the limits. */
export function replaySection(result: StressResult): Section {
  return section(
    'replay',
    "What today's limits would have changed, and what would lose them",
    paragraph(reverseWords(result)),
    paragraph(replayWords(result)),
    ...(result.replay.length === 0 ? [] : [replayTable(result)]),
    details('What the figures do not know', ...result.notes.map(paragraph)),
  );
}

function replayTable({ replay }: StressResult): Block {
  return table(
    "The desk's worst sessions at today's size",
    [...words('Session'), ...numbers('Limits in force', 'Base limits', 'Difference'), ...prose('Stopped')],
    replay.map(({ sessionDate, pnl, pnlAtBaseLimits, stopped }) => [
      shortDay(sessionDate),
      signedDollars(pnl),
      signedDollars(pnlAtBaseLimits),
      signedDollars(pnl - pnlAtBaseLimits),
      stopped.length === 0 ? 'none' : stopped.map(shownName).join(', '),
    ]),
  );
}
