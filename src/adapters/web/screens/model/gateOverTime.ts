import { ENTERS_AT, type GateDecision, LEAVES_BELOW } from '../../../../domain/engines/gate.ts';
import { counted } from '../../../../domain/report/backtestWords.ts';
import { type EngineRun, engineNames, engineRuns } from '../../../../domain/report/screens/decidingEngine.ts';
import { shortDay } from '../../../../domain/text/dates.ts';
import { capitalised } from '../../../../domain/text/outsideText.ts';
import type { ModelEvidence } from '../../../../ports/screens/modelReader.ts';
import { axisShare } from '../../pages/backtest/formatFigures.ts';
import { finite, gateChart, gateDecisionTable, isCut } from '../../pages/backtest/gateSection.ts';
import { details, numbers, paragraph, section, table, words } from '../../pages/blocks.ts';
import type { Block, Section } from '../../pages/document.ts';
import { figure } from '../../pages/drawing.ts';

/** What the gate found, session by session, and on which mornings the model decided. */
export function gateOverTime(evidence: ModelEvidence): Section {
  const { engines } = evidence;
  const runs = engineRuns(engines);
  const decided = engines.filter(({ engine }) => engine === 'ridge').length;
  return section(
    'gate',
    'The gate over time',
    paragraph(
      `Each week the gate compares what both engines would have made of the last 120 sessions. The model comes into use where its regret is at least ${axisShare(ENTERS_AT)} less than the rules' and its 5% bounds, also with losses and gains weighed alike, are above 0; it goes out of use below ${axisShare(LEAVES_BELOW)}. It decided on ${decided === 0 ? 'none' : decided} of ${counted(engines.length, 'morning')}.`,
    ),
    ...gateBlocks(evidence, runs),
    details('Who decided on each morning', engineTable(runs)),
  );
}

function gateBlocks(evidence: ModelEvidence, runs: readonly EngineRun[]): readonly Block[] {
  const { gate } = evidence;
  const latest = gate.at(-1);
  if (latest === undefined)
    return [paragraph('The gate has not been decided yet: the model has not learned a session.')];
  return [
    gate.some(({ improvement }) => improvement !== null)
      ? gateFigure(evidence, runs)
      : paragraph(`The gate has no figures yet: ${latest.why}.`),
    details(
      `The numbers: ${counted(gate.length, 'decision')} of the gate, with reasons`,
      gateDecisionTable(gate.toReversed()),
    ),
  ];
}

function gateFigure(evidence: ModelEvidence, runs: readonly EngineRun[]): Block {
  const { sessions, improvements, bounds } = gateLines(evidence);
  const cut = isCut([...improvements, ...bounds]) ? ' What lies below −40% stands in the table only.' : '';
  return figure(
    {
      id: 'gate-chart',
      title: "The model's improvement on the rules, as the gate saw it",
      description: `Two lines over ${counted(sessions.length, 'session')}: the improvement and its 5% bound, with levels at ${axisShare(ENTERS_AT)} and ${axisShare(LEAVES_BELOW)}. ${shadedWords(runs)}`,
      caption: `Solid: the improvement. Dashed: its 5% bound. ${shadedWords(runs)}${cut} A later correction of a day changes the figures since then: the mail of that morning may have had others.`,
    },
    280,
    (size) => gateChart({ sessions, improvements, bounds, shaded: shadedPeriods(runs, sessions) }, size),
  );
}

/** The figures in force on each session, from the first decision on; those of the last morning come last. */
export function gateLines({ sessions, gate, morning }: Pick<ModelEvidence, 'sessions' | 'gate' | 'morning'>) {
  const first = gate[0]?.decidedFor ?? morning.sessionDate;
  const shown = sessions.filter((session) => session >= first);
  const figures = shown.map((session): Pick<GateDecision, 'improvement' | 'lowerBound'> | null =>
    session === morning.sessionDate && morning.gate !== null
      ? morning.gate
      : (gate.findLast(({ decidedFor }) => decidedFor <= session) ?? null),
  );
  return {
    sessions: shown,
    improvements: figures.map((each) => finite(each?.improvement ?? null)),
    bounds: figures.map((each) => finite(each?.lowerBound ?? null)),
  };
}

function shadedWords(runs: readonly EngineRun[]): string {
  return runs.some(({ engine }) => engine === 'ridge')
    ? 'Shaded: mornings on which the model decided.'
    : 'The model decided on no morning.';
}

/** Each period of the model, to the session after it: a step line keeps its value until then. */
function shadedPeriods(runs: readonly EngineRun[], sessions: readonly string[]) {
  return runs
    .filter(({ engine }) => engine === 'ridge')
    .map(({ first, last }) => [first, sessions.find((session) => session > last) ?? last] as const);
}

function engineTable(runs: readonly EngineRun[]): Block {
  return table(
    'Engines by period, newest first',
    [...words('From', 'To', 'Decided by'), ...numbers('Mornings')],
    runs
      .toReversed()
      .map(({ engine, first, last, mornings }) => [
        shortDay(first),
        shortDay(last),
        capitalised(engineNames[engine]),
        String(mornings),
      ]),
  );
}
