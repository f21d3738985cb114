import type { DriftLook } from '../../../domain/evaluation/driftLook.ts';
import { decayWords } from '../../../domain/report/decayWords.ts';
import {
  byDrift,
  fitsSentence,
  indicatorLabel,
  indicatorsHeadline,
  levelWords,
  moverWords,
  scoresHeadline,
} from '../../../domain/report/driftWords.ts';
import { type IndicatorDrift, isOneTrader } from '../../../domain/risk/drift/indicatorDrift.ts';
import { longDay } from '../../../domain/text/dates.ts';
import { capitalised } from '../../../domain/text/outsideText.ts';
import { barCells, details, numbers, paragraph, section, table, words } from './blocks.ts';
import type { Block, Section } from './document.ts';

const HEADING = 'Drift: has the desk changed?';

/** The last weekly look at drift; null: none was made yet. */
export function driftSection(look: DriftLook | null): Section {
  if (look === null)
    return section(
      'drift',
      HEADING,
      paragraph('No look has been made yet: the next morning makes the first one after its mails.'),
    );
  return section(
    'drift',
    HEADING,
    paragraph(`On the morning of ${longDay(look.session)}. ${indicatorsHeadline(look)}`),
    ...indicatorBlocks(look),
    paragraph(scoresHeadline(look)),
    ...scoreBlocks(look),
    paragraph(fitsSentence(look)),
  );
}

function indicatorBlocks({ indicators }: DriftLook): readonly Block[] {
  if (indicators.length === 0) return [];
  const sorted = byDrift(indicators);
  const moved = sorted.filter((drift) => drift.level !== 'ok' || isOneTrader(drift));
  return [
    paragraph(
      'The index compares the last 60 sessions with the 250 before: 0 is the same distribution. What is usual comes from the desk itself: the same index for other runs of 60 sessions.',
    ),
    ...(moved.length === 0 ? [] : [indicatorTable('Indicators that have moved', moved)]),
    details(`All ${indicators.length} indicators`, indicatorTable('Drift of every indicator', sorted)),
  ];
}

function indicatorTable(caption: string, drifts: readonly IndicatorDrift[]): Block {
  const bars = barCells(
    drifts.map(({ psi }) => psi),
    (psi) => psi.toFixed(2),
    () => false,
  );
  return table(
    caption,
    [
      ...words('Indicator', 'Level'),
      ...numbers('Index', 'Week before', 'Watch above', 'Alarm above'),
      ...words('Moved most by'),
    ],
    drifts.map((drift, place) => [
      indicatorLabel(drift.id),
      levelWords(drift),
      bars[place] ?? '',
      drift.psiBefore === null ? 'n/a' : drift.psiBefore.toFixed(2),
      drift.watchAbove.toFixed(2),
      drift.alarmAbove.toFixed(2),
      moverWords(drift),
    ]),
  );
}

function scoreBlocks({ scores }: DriftLook): readonly Block[] {
  if (scores.length === 0) return [];
  return [
    table(
      'Scores of the model: the last 60 sessions against the 250 before',
      [...words('Score'), ...numbers('Now', 'Before', 'Difference, 95% interval'), ...words('Decayed')],
      scores.map(({ id, now, before, interval, decayed }) => {
        const { label, figure } = decayWords[id];
        return [
          capitalised(label),
          now === null ? 'n/a' : figure(now),
          before === null ? 'n/a' : figure(before),
          interval === null ? 'too few exceptions' : `${figure(interval[0])} to ${figure(interval[1])}`,
          decayed ? 'yes' : 'no',
        ];
      }),
    ),
  ];
}
