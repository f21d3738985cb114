import { ENTERS_AT, LEAVES_BELOW } from '../../engines/gate.ts';
import type { EngineName } from '../../engines/proposal.ts';
import { longDay } from '../../text/dates.ts';
import { fullSentence } from '../../text/outsideText.ts';
import { count, improvementWords } from '../../text/words.ts';
import { decidedBy } from '../engineWords.ts';
import type { MorningReport } from '../report.ts';

/** The engine of each decided session, ascending. */
type EngineSessions = readonly { readonly sessionDate: string; readonly engine: EngineName }[];

/** Consecutive decided sessions with one engine. */
export interface EngineRun {
  readonly engine: EngineName;
  readonly first: string;
  readonly last: string;
  readonly mornings: number;
}

export const engineNames: Readonly<Record<EngineName, string>> = {
  ridge: 'the model',
  rules: 'the fixed rules',
  'no-cut': 'no cut',
  none: 'no engine',
};

const HEADLINES: Readonly<Record<EngineName, string>> = {
  ridge: 'The model decides',
  rules: 'The fixed rules decide',
  'no-cut': 'Cuts are switched off',
  none: 'No engine could decide',
};

/** `The model decides`. */
export function engineHeadline(engine: EngineName): string {
  return HEADLINES[engine];
}

/** The runs of one engine, ascending. */
export function engineRuns(sessions: EngineSessions): readonly EngineRun[] {
  const runs: EngineRun[] = [];
  for (const { engine, sessionDate } of sessions) {
    const before = runs.at(-1);
    if (before?.engine === engine)
      runs[runs.length - 1] = { ...before, last: sessionDate, mornings: before.mornings + 1 };
    else runs.push({ engine, first: sessionDate, last: sessionDate, mornings: 1 });
  }
  return runs;
}

/**
 * Since when the engine decides: `Since Tuesday 3 March 2026, on 41 mornings; before, the model decided.`
 * @param windowStart the first session that was looked at: a run that begins there may be longer.
 */
export function engineSince(sessions: EngineSessions, windowStart: string): string {
  const runs = engineRuns(sessions);
  const run = runs.at(-1);
  const before = runs.at(-2);
  if (run === undefined) return '';
  const mornings = count(run.mornings, 'morning');
  if (before !== undefined)
    return `Since ${longDay(run.first)}, on ${mornings}; before, ${beforeWords(before.engine)}.`;
  return run.first <= windowStart
    ? `On all of the last ${mornings}, since ${longDay(run.first)} at the latest.`
    : `Since the first morning, ${longDay(run.first)}: on ${mornings}.`;
}

function beforeWords(engine: EngineName): string {
  return engine === 'no-cut' ? 'cuts were switched off' : `${engineNames[engine]} decided`;
}

/** Why this engine decides: in plain words, then the reason of the gate or the circuit breaker. */
export function engineWhy(
  report: Pick<MorningReport, 'engine' | 'gate' | 'alerts' | 'cutSwitch'>,
  passedOver: readonly { readonly engine: EngineName; readonly why: string }[],
): string {
  // While cuts are off, the reason is in the words already.
  const declined =
    report.engine === 'no-cut' ? undefined : passedOver.find(({ engine }) => engine === 'ridge');
  return [
    decidedBy(report),
    ...(declined === undefined ? [] : [`Reason: ${fullSentence(declined.why)}`]),
  ].join(' ');
}

/** The figures of the gate with what it needs; empty where it has none. */
export function gateFacts(
  gate: MorningReport['gate'],
): readonly { readonly name: string; readonly value: string }[] {
  if (gate === null) return [];
  const { improvement, lowerBound, sessions, inForce } = gate;
  const needed = inForce
    ? `the model stays in use from ${improvementWords(LEAVES_BELOW)}`
    : `${improvementWords(ENTERS_AT)} needed`;
  return [
    { name: "The model's improvement on the rules", value: `${improvementWords(improvement)}; ${needed}` },
    {
      name: 'Its 5% bound',
      value: `${Number.isFinite(lowerBound) ? improvementWords(lowerBound) : 'n/a'}; above 0 needed`,
    },
    { name: 'Compared over', value: count(sessions, 'session') },
  ];
}
