import type { BacktestResult } from '../../../../domain/evaluation/backtestResult.ts';
import type { CutDepth, NetVerdict } from '../../../../domain/evaluation/equalCuts.ts';
import { dollarInterval, grouped } from '../../../../domain/report/backtestWords.ts';
import { roughDollars } from '../../../../domain/text/money.ts';
import { improvementWords } from '../../../../domain/text/words.ts';
import { numbers, paragraph, section, table, UNKNOWN, words } from '../blocks.ts';
import type { Block, Section } from '../document.ts';
import { boundsCell, decimal, verdictCell } from './formatFigures.ts';

type Control = BacktestResult['matchedControl'];

const ANSWERS: Readonly<Record<Control['verdict'], string>> = {
  'worse than the control':
    'The cut days were worse than uncut days after the same result. The cuts used more than the result of the day before.',
  'better than the control':
    'The cut days were better than uncut days after the same result. The cuts fell on the wrong days.',
  'could be chance': 'The cut days do not differ clearly from uncut days after the same result.',
  'too few': 'Not enough to tell: there are too few cut days with an uncut one to match.',
};

/**
 * Section: the cuts compared with no cut at all, with the same cuts for everyone, and with uncut days after a
 * similar result; null without a cut.
 */
export function controlSection({
  matchedControl: control,
  engines,
  deskPnl,
  strategies,
}: BacktestResult): Section | null {
  if (control.cutDays === 0) return null;
  const { equalCuts } = engines.inForce;
  return section(
    'control',
    'The cuts against three controls',
    paragraph(
      'On a desk that loses, any cut saves. The cuts are therefore compared with no cut at all, with the same cuts for everyone, and with uncut days after the same result. The same cuts for everyone: each trader-day gets every depth, in the proportion in which it was used.',
    ),
    netTable([
      ['The cuts, against no cut', strategies.limit],
      ['The same cuts for everyone, against no cut', equalCuts.equal],
      ['The cuts, against the same for everyone', equalCuts.targeting],
    ]),
    paragraph(
      `With no cut at all the desk would have made ${roughDollars(deskPnl.noCut.pnl)} (5–95%: ${dollarInterval(deskPnl.noCut.interval)}), with the cuts ${roughDollars(deskPnl.withCuts.pnl)} (${dollarInterval(deskPnl.withCuts.interval)}). ${depthSentence(equalCuts.depths)}`,
    ),
    paragraph(
      'Traders are cut after bad days, and results after bad days tend to improve by themselves. Each cut day is therefore compared with all uncut days that followed about the same result, within a quarter of an ordinary day.',
    ),
    paragraph(ANSWERS[control.verdict]),
    controlTable(control),
  );
}

function netTable(rows: readonly (readonly [string, NetVerdict])[]): Block {
  return table(
    'Net, dollars',
    [...words('Comparison'), ...numbers('Net', '5–95%'), ...words('Verdict')],
    rows.map(([name, { net, netInterval, verdict }]) => [
      name,
      roughDollars(net),
      boundsCell(netInterval, verdict),
      verdictCell(verdict),
    ]),
  );
}

function depthSentence(depths: readonly CutDepth[]): string {
  const cut = depths.filter(({ reductionPct }) => reductionPct > 0);
  if (cut.length === 0) return 'No trader-day was cut.';
  const shares = cut.map(({ reductionPct, share }) => `${reductionPct}% on ${improvementWords(share)}`);
  return `Cuts by depth, of all judged trader-days: ${shares.join(', ')}.`;
}

function controlTable({ cutDays, matchedDays, meanCutR, meanControlR, difference, interval }: Control) {
  return table(
    'Results in ordinary days of the trader',
    [...words('Measure'), ...numbers('Value')],
    [
      ['Cut days', grouped(cutDays)],
      ['With uncut days to match', grouped(matchedDays)],
      ['Their mean result', decimal(meanCutR, 3)],
      ['Mean result of the uncut', decimal(meanControlR, 3)],
      ['Difference', decimal(difference, 3)],
      [
        '5–95% of the difference',
        interval === null ? UNKNOWN : interval.map((bound) => decimal(bound, 3)).join(' to '),
      ],
    ],
  );
}
