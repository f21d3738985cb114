import { whyCutsAreOff } from '../../domain/engines/cutProof.ts';
import { OWN_SESSIONS } from '../../domain/engines/model/traderRecord.ts';
import { ForecastRecord } from '../../domain/evaluation/forecastRecord.ts';
import type { Calendar } from '../../domain/session/calendar.ts';
import type { DriftLooks } from '../../ports/driftLooks.ts';
import type { DrawnCloses, LearningStore } from '../../ports/learningStore.ts';
import type { DecisionStore } from '../../ports/outbox.ts';
import type { RosterStore } from '../../ports/rosterStore.ts';
import type { Clock } from '../../ports/runtime.ts';
import type { DecidingEngine, ForecastScores, ModelEvidence } from '../../ports/screens/modelReader.ts';
import type { EngineFit, ModelRecords, NetDay } from '../../ports/screens/modelRecords.ts';
import type { ShadowStore } from '../../ports/shadows.ts';
import { sessionsBefore } from '../limitedSessions.ts';
import { readShadowComparison } from '../shadowComparison.ts';

export interface ModelEvidencePorts {
  readonly calendar: Pick<Calendar, 'previousSession' | 'nextSession'>;
  readonly decisions: Pick<DecisionStore, 'lastDecided' | 'report'>;
  readonly learning: Pick<LearningStore, 'gateDecisions' | 'cutProofs' | 'drawnCloses'>;
  readonly roster: Pick<RosterStore, 'all'>;
  readonly shadows: Pick<ShadowStore, 'mornings' | 'scores'>;
  readonly driftLooks: Pick<DriftLooks, 'last'>;
  readonly records: ModelRecords;
  readonly clock: Pick<Clock, 'wait'>;
}

export interface ModelSettings {
  readonly cutsRequireProof: boolean;
  readonly maxReductionPct: number;
  readonly shadowNames: readonly string[];
}

/** One year of sessions. */
const EVIDENCE_SESSIONS = 250;
/** The last morning may have been decided ahead of its session. */
const ANY_DATE = '9999-12-31';

/**
 * What is stored of the model on the last decided morning. Sessions are scored through the one before it, as
 * the morning knew them. Returns null where no morning has decided.
 */
export async function readModelEvidence(
  ports: ModelEvidencePorts,
  settings: ModelSettings,
): Promise<ModelEvidence | null> {
  const { calendar, decisions, learning, records } = ports;
  const decided = await decisions.lastDecided(ANY_DATE);
  const report = decided === null ? null : await decisions.report(decided);
  if (decided === null || report === null) return null;
  const before = sessionsBefore(calendar, decided, EVIDENCE_SESSIONS);
  const [from = decided, through = decided] = [before[0], before.at(-1)];
  const modelId = report.decisions[0]?.modelId ?? null;
  const current = modelId === null ? null : { id: modelId, firstUsed: decided };
  return {
    morning: decidingEngine(report),
    sessions: [...before, decided],
    engines: await records.engines(from, decided),
    gate: await learning.gateDecisions(from, through),
    switches: (await learning.cutProofs(from, through)).map((proof) => ({
      proof,
      cutsOff: whyCutsAreOff(proof, settings.cutsRequireProof),
    })),
    learnedThrough: await records.learnedThrough(),
    forecasts: await scoreForecasts(ports, from, through),
    drift: await ports.driftLooks.last(decided),
    shadows: await readShadowComparison(ports, through),
    ...(await readFits(records, { from, through }, current)),
    ...settings,
  };
}

function decidingEngine(report: Omit<DecidingEngine, 'passedOver'> & ReportDecisions): DecidingEngine {
  const { sessionDate, dataThrough, engine, engineReason, gate, alerts, cutSwitch, decisions } = report;
  const passedOver = decisions[0]?.passedOver ?? [];
  const switched = cutSwitch === undefined ? {} : { cutSwitch };
  return { sessionDate, dataThrough, engine, engineReason, gate, alerts, ...switched, passedOver };
}

interface ReportDecisions {
  readonly decisions: readonly Pick<DecidingEngine, 'passedOver'>[];
}

async function readFits(
  records: ModelRecords,
  { from, through }: { readonly from: string; readonly through: string },
  current: EngineFit | null,
): Promise<Pick<ModelEvidence, 'fits' | 'current'>> {
  const fits = await records.fits(from, through, current);
  return { fits, current: fits.find(({ id }) => id === current?.id) ?? null };
}

/** Reads and scores in parts, so that a server answers other requests in between. */
async function scoreForecasts(
  { records, roster, learning, clock }: ModelEvidencePorts,
  from: string,
  through: string,
): Promise<ForecastScores> {
  const deskOf = new Map((await roster.all()).map(({ trader, desk }) => [trader, desk.trim()]));
  const record = new ForecastRecord((trader) => deskOf.get(trader) ?? '');
  const scored = scoredBy(await learning.drawnCloses(ANY_DATE));
  for await (const days of records.daysBefore(from, OWN_SESSIONS)) record.addHistory(days.map(scored));
  for await (const { date, days, forecasts } of records.tradedDates(from, through))
    record.add({ date, forecasts, days: days.map(scored) });
  const pause = () => clock.wait(0);
  await pause();
  const probability = record.probability();
  await pause();
  const valueAtRisk = record.desk();
  await pause();
  const byGroup = record.byGroup();
  await pause();
  return { probability, valueAtRisk, byGroup, byMonth: record.byMonth(), byTrader: record.byTrader() };
}

/** A stopped day counts with its drawn close: an obeyed limit prevents the loss that was forecast. */
function scoredBy(drawn: DrawnCloses) {
  return ({ sessionDate, trader, netPnl }: NetDay) => ({
    trader,
    pnl: drawn.get(sessionDate)?.get(trader) ?? netPnl,
  });
}
