import type { Output } from '../../adapters/terminal/output.ts';
import { textTable } from '../../adapters/terminal/table.ts';
import type { ShownStress } from '../../adapters/web/pages/stressPage.ts';
import { assumptionWords, lossWords, replayWords, reverseWords } from '../../domain/report/stressWords.ts';
import { recommendations } from '../../domain/risk/stress/recommendations.ts';
import type { StressResult } from '../../domain/risk/stress/stressResult.ts';
import { longDay } from '../../domain/text/dates.ts';
import { signedDollars } from '../../domain/text/money.ts';

/** Prints a stress test for a terminal. */
export function printStress(
  output: Output,
  { result, isDemo, stale }: ShownStress,
  page: string | null,
): void {
  const { desk, summary, scenarios, notes } = result;
  output.line(summary);
  output.line(`${isDemo ? 'The demo desk. ' : ''}At the close of ${longDay(desk.input.sessionDate)}.`);
  if (stale !== null) output.line(stale);
  const right = { align: 'right' as const };
  output.line(
    textTable(
      [
        { head: 'SCENARIO' },
        { head: 'ASSUMES' },
        { head: 'LEVEL' },
        { head: 'ALL AT ONCE', ...right },
        { head: 'NETTED', ...right },
        { head: 'USUAL', ...right },
        { head: 'OVERNIGHT', ...right },
        { head: 'ES 95', ...right },
      ],
      scenarios.map((each) => [
        each.scenario.name,
        assumptionWords(each.scenario),
        each.level,
        signedDollars(each.deskPnl),
        each.nettedPnl === null ? 'n/a' : signedDollars(each.nettedPnl),
        signedDollars(each.usualPnl),
        signedDollars(each.overnightPnl),
        lossWords(each),
      ]),
    ),
  );
  for (const each of scenarios) printRecommendations(output, result, each);
  output.line('');
  output.line(replayWords(result));
  output.line(reverseWords(result));
  for (const note of notes) output.line(note);
  if (page !== null) output.line(`Page: ${page}`);
}

function printRecommendations(
  output: Output,
  { desk }: StressResult,
  result: StressResult['scenarios'][number],
): void {
  const all = recommendations(desk, result);
  if (all.length === 0) return;
  output.line('');
  output.line(`${result.scenario.name}:`);
  for (const sentence of all) output.line(`  ${sentence}`);
}
