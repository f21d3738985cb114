import { ENTERS_AT, type GateDecision, LEAVES_BELOW } from '../../../../domain/engines/gate.ts';
import type { BacktestResult } from '../../../../domain/evaluation/backtestResult.ts';
import { counted, grouped } from '../../../../domain/report/backtestWords.ts';
import { capitalised, fullSentence, shownSentence } from '../../../../domain/text/outsideText.ts';

import { details, numbers, paragraph, prose, section, table, words } from '../blocks.ts';
import type { Block, Section } from '../document.ts';
import { type ChartSize, figure } from '../drawing.ts';
import { type LineChart, lineChart } from '../lineChart.ts';
import { axisShare, shareOrUnknown } from './formatFigures.ts';

/** Lower values are not drawn: they would compress the lines near 0, which matter. */
const LOWEST_SHOWN = -0.4;

/** The levels at which the gate decides, for a chart of the improvement. */
const GATE_LEVELS = [
  { value: ENTERS_AT, name: `enters at ${axisShare(ENTERS_AT)}, leaves below ${axisShare(LEAVES_BELOW)}` },
  { value: LEAVES_BELOW, name: '' },
] as const;

/**
 * Section: when the gate allowed the model, and the figures that the gate compared; null where it was not
 * decided.
 */
export function gateSection({ gate, period }: BacktestResult): Section | null {
  if (gate.decisions.length === 0) return null;
  return section(
    'gate',
    'The gate over time',
    paragraph(
      `The model comes into force where its regret is at least ${axisShare(ENTERS_AT)} less than that of the rules, and its 5% bound is above 0. The bound at equal weights of losses and gains must be above 0 too. The model leaves below ${axisShare(LEAVES_BELOW)}. It was in force on ${gate.ridgeSessions} of ${counted(period.sessions, 'session')}, the rules on ${gate.rulesSessions}${gate.noCutSessions === 0 ? '' : `, and cuts were switched off on ${gate.noCutSessions}`}.`,
    ),
    ...gateBlocks(gate.decisions, period.last),
    ...breakerBlocks(gate.breakers),
  );
}

function gateBlocks(decisions: readonly GateDecision[], last: string): readonly Block[] {
  const known = decisions.some(({ improvement }) => improvement !== null);
  return [
    ...(known ? [gateFigure(decisions, last)] : []),
    details(
      `All ${counted(decisions.length, 'decision')} of the gate, with reasons`,
      gateDecisionTable(decisions),
    ),
  ];
}

function gateFigure(decisions: readonly GateDecision[], last: string): Block {
  const ends = decisions.at(-1)?.decidedFor ?? last;
  const sessions = [...decisions.map(({ decidedFor }) => decidedFor), ...(last > ends ? [last] : [])];
  const held = (of: (decision: GateDecision) => number | null) =>
    sessions.map((_, index) => finite(of(decisions[Math.min(index, decisions.length - 1)]!)));
  const improvements = held(({ improvement }) => improvement);
  const bounds = held(({ lowerBound }) => lowerBound);
  const inForce = decisions.filter((decision) => decision.inForce).length;
  return figure(
    {
      id: 'gate-chart',
      title: "The model's improvement on the rules at each decision of the gate",
      description: `Two lines over the mornings of the gate: the improvement and its 5% bound, with level lines at 5% and 10%. The model was allowed on ${inForce} of ${counted(decisions.length, 'morning')}.`,
      caption: `Solid: the improvement I. Dashed: its 5% bound. Shaded: the gate had the model in force.${isCut([...improvements, ...bounds]) ? ' Values below −40% are not drawn; the table has them.' : ''}`,
    },
    280,
    (size) => gateChart({ sessions, improvements, bounds, shaded: modelPeriods(decisions, sessions) }, size),
  );
}

/** The periods in which the model was allowed, each from a decision that allowed it to the next decision. */
function modelPeriods(
  decisions: readonly GateDecision[],
  sessions: readonly string[],
): readonly (readonly [string, string])[] {
  return decisions.flatMap(({ inForce, decidedFor }, index) =>
    inForce ? [[decidedFor, sessions[index + 1] ?? decidedFor] as const] : [],
  );
}

/** Every decision of the gate with its figures and its reason. */
export function gateDecisionTable(decisions: readonly GateDecision[]): Block {
  return table(
    'Decisions of the gate',
    [
      ...words('Morning', 'In force'),
      ...numbers('I', '5% bound', 'I, equal weights', '5% bound', 'Sessions'),
      ...words('VaR zone'),
      ...prose('Why'),
    ],
    decisions.map((decision) => [
      decision.decidedFor,
      decision.inForce ? 'the model' : 'the rules',
      shareOrUnknown(finite(decision.improvement)),
      shareOrUnknown(finite(decision.lowerBound)),
      shareOrUnknown(finite(decision.evenImprovement)),
      shareOrUnknown(finite(decision.evenLowerBound)),
      grouped(decision.sessions),
      decision.zone ?? 'no VaR yet',
      capitalised(shownSentence(decision.why)),
    ]),
  );
}

function breakerBlocks(breakers: BacktestResult['gate']['breakers']): readonly Block[] {
  if (breakers.length === 0) return [];
  return [
    table(
      'Mornings on which the circuit breaker replaced the model by the rules',
      [...words('Session'), ...prose('Why')],
      breakers.map(({ sessionDate, why }) => [sessionDate, fullSentence(why)]),
    ),
  ];
}

/** Improvement and bound as steps over sessions, with the levels at which the gate decides. */
export function gateChart(
  {
    sessions,
    improvements,
    bounds,
    shaded,
  }: Required<Pick<LineChart, 'sessions' | 'shaded'>> &
    Readonly<Record<'improvements' | 'bounds', readonly (number | null)[]>>,
  size: ChartSize,
): ReturnType<typeof lineChart> {
  return lineChart(
    {
      sessions,
      lines: [
        { name: 'improvement', values: improvements, colour: 'blue', dash: 'solid', isStep: true },
        { name: '5% bound', values: bounds, colour: 'vermillion', dash: 'dashed', isStep: true },
      ],
      shaded,
      levels: GATE_LEVELS,
      lowest: LOWEST_SHOWN,
      format: axisShare,
    },
    size,
  );
}

/** Whether a value lies below what the chart shows. */
export function isCut(values: readonly (number | null)[]): boolean {
  return values.some((value) => value !== null && value < LOWEST_SHOWN);
}

/** Null for a bound of −∞, which means that no resample had a value and which no axis can show. */
export function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}
