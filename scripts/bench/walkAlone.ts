import { DeskHistory } from '../../src/domain/engines/model/deskHistory.ts';
import { featureIds } from '../../src/domain/engines/model/features.ts';
import { winsorise } from '../../src/domain/engines/model/locationScale.ts';
import type { RecordedMember } from '../../src/domain/engines/model/sessionForecast.ts';
import type { SessionOutcome } from '../../src/domain/engines/model/sessionOutcome.ts';
import { forecastTrader } from '../../src/domain/engines/model/traderForecast.ts';
import { baselineOn, writeFeatures } from '../../src/domain/engines/model/traderPast.ts';
import type { TrainedModel } from '../../src/domain/engines/model/trainedModel.ts';
import { WalkForwardModel } from '../../src/domain/engines/model/walkForwardModel.ts';
import { DEFAULT_TIERS } from '../../src/domain/engines/modelTier.ts';
import { DEFAULT_STOP } from '../../src/domain/outcome/counterfactual.ts';
import { sessionsPerRead } from '../../src/pipeline/sessionBlocks.ts';
import { type SimulatedDesk, type SimulatedSession, simulateDesk } from '../simulation/simulatedDesk.ts';
import { FactsFile } from './factsFile.ts';

/**
 * Times the walk over a simulated desk without reading or storing: `walkAlone.ts TRADERS SESSIONS
 * [FACTS.csv]`. Sessions are generated some at a time, as many as the pipeline reads, and timed separately,
 * so a large desk fits in memory; writing the facts is not timed. Prints `{seconds, generatorSeconds,
 * traderDays, sessions, forecastMilliseconds}`.
 */
const [traders = '15', sessions = '500', factsFile] = process.argv.slice(2);
const WALK = {
  cutsRequireProof: false,
  retrainEverySessions: 5,
  maxReductionPct: 80,
  tiers: DEFAULT_TIERS,
  stop: DEFAULT_STOP,
};
const desk = simulateDesk({ traders: Number(traders), sessions: Number(sessions), seed: 7, truth: 'tilt' });
process.stdout.write(`${JSON.stringify(timedWalk(desk, factsFile))}\n`);

function timedWalk(simulated: SimulatedDesk, path: string | undefined) {
  const placeOf = new Map(simulated.sessionDates.map((date, place) => [date, place]));
  const sessionsBetween = (from: string, to: string) => (placeOf.get(to) ?? 0) - (placeOf.get(from) ?? 0);
  const history = new DeskHistory(simulated.roster, sessionsBetween);
  const walk = new WalkForwardModel(WALK);
  const facts = path === undefined ? null : new FactsFile(path);
  const made = simulated[Symbol.iterator]();
  const times = { seconds: 0, generatorSeconds: 0, traderDays: 0 };
  let previous = '';
  for (;;) {
    const begun = performance.now();
    const sessions = take(made, sessionsPerRead(simulated.roster.length));
    times.generatorSeconds += (performance.now() - begun) / 1_000;
    if (sessions.length === 0) break;
    for (const session of sessions) {
      facts?.write(session);
      times.traderDays += session.days.length;
    }
    times.seconds += walkThrough(walk, history, previous, sessions);
    previous = sessions.at(-1)?.sessionDate ?? previous;
  }
  facts?.close();
  const [member] = history.members(previous);
  const forecastMilliseconds =
    member === undefined ? null : timedForecast(walk.forecast(previous, []).model, member);
  return { ...times, sessions: simulated.sessionDates.length, forecastMilliseconds };
}

function take(sessions: Iterator<SimulatedSession>, most: number): readonly SimulatedSession[] {
  const taken: SimulatedSession[] = [];
  while (taken.length < most) {
    const { value, done } = sessions.next();
    if (done) break;
    taken.push(value);
  }
  return taken;
}

/** Seconds for the next sessions. `before`: the session before them, '' for none. */
function walkThrough(
  walk: WalkForwardModel,
  history: DeskHistory,
  before: string,
  sessions: readonly SimulatedSession[],
): number {
  const begun = performance.now();
  const mornings = sessions.length === 1 ? history : history.ahead(sessions.flatMap(({ days }) => days));
  let previous = before;
  for (const { sessionDate, days } of sessions) {
    if (previous !== '') {
      const morning = walk.forecast(sessionDate, mornings.members(previous));
      const outcomes = new Map<string, SessionOutcome>();
      for (const day of days) outcomes.set(day.trader, { summary: day, marks: day.lowWaterMarks.realised });
      walk.observe(morning, outcomes);
    }
    mornings.push(days, ({ netPnl }) => netPnl);
    previous = sessionDate;
  }
  return (performance.now() - begun) / 1_000;
}

/**
 * Milliseconds from a trader's history to the whole forecast: the mean of many, because the clock is coarse.
 */
function timedForecast(model: TrainedModel, { past: record, context }: RecordedMember): number | null {
  const times = 20_000;
  const { largeLossThreshold } = record;
  const features = new Float64Array(featureIds.length);
  const begun = performance.now();
  for (let time = 0; time < times; time++) {
    record.prepare();
    const baseline = baselineOn(record, context);
    writeFeatures(features, record, context, baseline);
    winsorise(features, model);
    if (baseline === null) return null;
    forecastTrader(model, {
      ...baseline,
      features,
      largeLossThreshold,
      exceptionLevel: 0.05,
      tailWidening: 1.15,
    });
  }
  return (performance.now() - begun) / times;
}
