import { features, shownOnly } from '../../../../domain/engines/model/features.ts';
import { indicators } from '../../../../domain/indicators/registry.ts';
import { capitalised } from '../../../../domain/text/outsideText.ts';
import type { StoredDecision } from '../../../../ports/outbox.ts';
import { decimal } from '../../pages/backtest/formatFigures.ts';
import { details, numbers, paragraph, prose, section, table } from '../../pages/blocks.ts';
import type { Section } from '../../pages/document.ts';
import { figure } from '../../pages/drawing.ts';
import { lineChart } from '../../pages/lineChart.ts';

/** Fewer mornings make no line. */
const LEAST_MORNINGS = 3;
/** Pictures of the features that stand furthest from their usual value. */
const MOST_PICTURES = 4;

interface Reading {
  readonly id: string;
  readonly label: string;
  readonly sentence: string;
  readonly unit: string;
  readonly now: number | null;
  /** By morning; null: unknown. */
  readonly history: readonly (number | null)[];
  readonly isReason: boolean;
}

/**
 * The indicators as the morning stored them, each with its own history. A decision stores no weights: what
 * the model made of a value shows in its words and in the reasons.
 */
export function indicatorSection(
  today: StoredDecision | null,
  decisions: readonly StoredDecision[],
): readonly Section[] {
  if (today === null) return [];
  const readings = readingsOf(today, decisions);
  return [
    section(
      'indicators',
      'Indicators',
      paragraph(
        'Values of the last morning, with their lowest and highest of the mornings shown. The column Model says how the model reads the value; an indicator without words there is not one of its features.',
      ),
      ...pictures(readings, decisions),
      details('All indicators in numbers', indicatorTable(readings)),
    ),
  ];
}

function readingsOf(today: StoredDecision, decisions: readonly StoredDecision[]): readonly Reading[] {
  const reasons = new Set(today.reasons.map(({ code }) => code));
  return indicators.map(({ id, label, sentence, unit }) => ({
    id,
    label,
    sentence,
    unit,
    now: today.indicators[id] ?? null,
    history: decisions.map((decision) => decision.indicators[id] ?? null),
    isReason: reasons.has(id),
  }));
}

/** The reasons first, then what is furthest from its own mean in its own standard deviations. */
function pictures(readings: readonly Reading[], decisions: readonly StoredDecision[]) {
  if (decisions.length < LEAST_MORNINGS) return [];
  const shown = readings
    .map((reading) => ({ reading, surprise: reading.isReason ? Infinity : surpriseOf(reading) }))
    .filter(({ surprise }) => surprise > 0)
    .toSorted((a, b) => b.surprise - a.surprise)
    .slice(0, MOST_PICTURES);
  return shown.map(({ reading }) =>
    figure(
      {
        id: `indicator-${reading.id.replaceAll('_', '-')}`,
        title: capitalised(reading.label),
        description: `${reading.sentence} Now ${decimal(reading.now, 2)}.`,
        caption: `${reading.sentence} Now ${decimal(reading.now, 2)} ${reading.unit}.`,
      },
      120,
      (size) =>
        lineChart(
          {
            sessions: decisions.map(({ sessionDate }) => sessionDate),
            lines: [
              { name: decimal(reading.now, 2), values: reading.history, colour: 'blue', dash: 'solid' },
            ],
            format: (value) => decimal(value, axisDecimals(reading.history)),
          },
          size,
        ),
    ),
  );
}

/** Enough decimals for the labels of an axis from 0 to differ: it has about four steps. */
function axisDecimals(values: readonly (number | null)[]): number {
  const widest = Math.max(...values.map((value) => Math.abs(value ?? 0)));
  if (widest === 0) return 0;
  return Math.min(3, Math.max(0, Math.ceil(-Math.log10(widest / 8))));
}

function surpriseOf({ now, history }: Reading): number {
  const known = history.filter((value) => value !== null);
  if (now === null || known.length < LEAST_MORNINGS) return 0;
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const deviation = Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length);
  return deviation === 0 ? 0 : Math.abs(now - mean) / deviation;
}

const phrases = new Map([...features, ...shownOnly].map(({ id, phrase }) => [id, phrase]));

function indicatorTable(readings: readonly Reading[]) {
  return table(
    'Indicators of the last morning',
    [...prose('Indicator'), ...numbers('Now', 'Lowest', 'Highest'), ...prose('Model', 'What it tells')],
    readings.map(({ id, label, now, history, sentence, isReason }) => {
      const known = history.filter((value) => value !== null);
      const phrase = now === null ? undefined : phrases.get(id)?.(now);
      return [
        label,
        decimal(now, 2),
        known.length === 0 ? 'n/a' : decimal(Math.min(...known), 2),
        known.length === 0 ? 'n/a' : decimal(Math.max(...known), 2),
        `${phrase ?? ''}${isReason ? ' (a reason for the cut)' : ''}`,
        sentence,
      ] as const;
    }),
  );
}
