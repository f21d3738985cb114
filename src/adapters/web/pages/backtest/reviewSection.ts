import type { MonthlyReview, ScoreDrift } from '../../../../domain/evaluation/reviewResult.ts';
import { counted, dollarInterval, grouped } from '../../../../domain/report/backtestWords.ts';
import { overrideReasonWords } from '../../../../domain/report/limitWords.ts';
import { roughDollars } from '../../../../domain/text/money.ts';
import { shownName } from '../../../../domain/text/outsideText.ts';
import { reductionWords } from '../../../../domain/text/words.ts';
import { type CellContent, numbers, paragraph, section, table, UNKNOWN, words } from '../blocks.ts';
import type { Block, Section, Tone } from '../document.ts';
import { boundsCell, decimal, shareOrUnknown, verdictCell } from './formatFigures.ts';

const SCORES: Readonly<Record<ScoreDrift['score'], string>> = {
  varExceptionRate: 'Share of VaRs breached',
  pinballRatio: 'Pinball loss of the VaR over that of the plain volatility',
  regret: 'Mean regret, base limits',
};
const DRIFT_TONES: Readonly<Record<ScoreDrift['verdict'], { readonly sign: string; readonly tone: Tone }>> = {
  worse: { sign: '▼', tone: 'bad' },
  better: { sign: '▲', tone: 'good' },
  'could be chance': { sign: '◇', tone: 'open' },
  'not enough to tell': { sign: '?', tone: 'open' },
};

/** Section of a monthly review: the mailed decisions and their outcome. */
export function reviewSection({ decided, drift }: MonthlyReview): Section {
  return section(
    'decided',
    'What was decided and what became of it',
    ...(decided.traderDays === 0
      ? [paragraph('No decision was mailed in this month.')]
      : decidedBlocks(decided)),
    driftTable(drift),
  );
}

function decidedBlocks(decided: MonthlyReview['decided']): readonly Block[] {
  const { sessions, traderDays, cuts, agreeing, limit, estimatedDays } = decided;
  return [
    paragraph(
      `On ${counted(sessions, 'session')}, ${counted(traderDays, 'limit')} were mailed, ${cuts} of them cut. The backtest, which decides with what is stored today, proposes the same cut for ${agreeing}.`,
    ),
    table(
      'The limits as mailed, had they been kept',
      [...words('Measure'), ...numbers('Value')],
      [
        ['Losses avoided', roughDollars(limit.avoided)],
        ['Gains forgone', roughDollars(limit.opportunityCost)],
        ['Net', roughDollars(limit.net)],
        [
          '5–95% of the net',
          limit.verdict === 'not enough to tell' ? UNKNOWN : dollarInterval(limit.netInterval),
        ],
        ['Binding days', grouped(limit.bindingDays)],
        ['Of these, estimated', grouped(estimatedDays)],
        ['Verdict', verdictCell(limit.verdict)],
      ],
    ),
    ...overrideBlocks(decided),
    ...differenceBlocks(decided),
  ];
}

function overrideBlocks({ overrides }: MonthlyReview['decided']): readonly Block[] {
  if (overrides.length === 0) return [];
  return [
    table(
      "Overrides against Daybreak's own recommendation",
      [
        ...words('By', 'Reason'),
        ...numbers('Days', 'With an effect', 'Estimated', 'Not known', 'Saved', 'Cost', 'Net'),
        ...numbers('5–95% of the net'),
        ...words('Verdict'),
      ],
      overrides.map((one) => [
        shownName(one.by),
        overrideReasonWords(one.reason),
        ...[one.traderDays, one.bindingDays, one.estimatedDays, one.notKnownDays].map(grouped),
        ...[one.avoided, one.opportunityCost, one.net].map(roughDollars),
        boundsCell(one.netInterval, one.verdict),
        verdictCell(one.verdict),
      ]),
    ),
  ];
}

function differenceBlocks({ differences, differing }: MonthlyReview['decided']): readonly Block[] {
  if (differences.length === 0) return [];
  const shown = differences.length < differing ? `, the ${differences.length} largest of ${differing}` : '';
  return [
    table(
      `Where the mailed cut and the backtest's differ${shown}`,
      [
        ...words('Trader', 'Session'),
        ...numbers('Mailed', 'Backtest'),
        ...words('Mailed by', 'Backtest by', 'Action'),
      ],
      differences.map((one) => [
        shownName(one.trader),
        one.sessionDate,
        reductionWords(one.decidedPct),
        reductionWords(one.walkedPct),
        one.decidedEngine,
        one.walkedEngine,
        one.action,
      ]),
    ),
  ];
}

function driftTable(drift: readonly ScoreDrift[]): Block {
  return table(
    'The month against the months before it',
    [...words('Score'), ...numbers('This month', 'Before', '5–95% of the difference'), ...words('Verdict')],
    drift.map(({ score, month, before, differenceInterval, verdict }): [string, ...CellContent[]] => {
      const shown =
        score === 'varExceptionRate' ? shareOrUnknown : (value: number | null) => decimal(value, 4);
      const { sign, tone } = DRIFT_TONES[verdict];
      return [
        SCORES[score],
        shown(month),
        shown(before),
        differenceInterval === null ? UNKNOWN : differenceInterval.map(shown).join(' to '),
        { text: `${sign} ${verdict}`, tone },
      ];
    }),
  );
}
