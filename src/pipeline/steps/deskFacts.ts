import type {
  DataFacts,
  DeskFacts,
  MorningInstants,
  Recorded,
  RulesInForce,
  TraderFacts,
} from '../../domain/compliance/deskFacts.ts';
import type { Decision } from '../../domain/decision/decision.ts';
import { dayForecasts } from '../../domain/engines/model/dayForecast.ts';
import { hasYoungForecast } from '../../domain/engines/proposal.ts';
import { toCents } from '../../domain/report/morningDocument.ts';
import type { MorningReport } from '../../domain/report/report.ts';
import { deskValueAtRisk95, FEWEST_SESSIONS } from '../../domain/risk/deskValueAtRisk.ts';
import type { RosterEntry } from '../../domain/roster/roster.ts';
import type { LearningStore } from '../../ports/learningStore.ts';
import type { RosterStore } from '../../ports/rosterStore.ts';
import type { Log } from '../../ports/runtime.ts';
import { type CorrelatedPairPorts, readCorrelatedPairs } from './correlatedPairs.ts';
import type { DecideInput } from './decide.ts';
import type { DeskTrader } from './indicators.ts';
import {
  type LargestPositionPorts,
  type LargestPositions,
  readLargestPositions,
} from './largestPositions.ts';

/** Sessions whose residuals are applied to the forecasts of the day. */
const YEAR_SESSIONS = 250;

export interface DeskFactsPorts extends Omit<CorrelatedPairPorts, 'ledger'>, LargestPositionPorts {
  readonly learning: Pick<LearningStore, 'residuals'>;
  readonly ledger: CorrelatedPairPorts['ledger'] & LargestPositionPorts['ledger'];
  readonly roster: RosterStore;
  readonly log: Log;
}

/** What the audit trail records of a morning besides its decisions. */
export interface DeskFactsTerms {
  /** Version of Daybreak. */
  readonly version: string;
  readonly opensAt: Date;
  /** Percent of a trader's risk capital; null: no threshold is set. */
  readonly maxPositionPct: number | null;
  /** Percent of the desk's risk capital. */
  readonly maxPortfolioRiskPct: number;
}

interface FactsRequest {
  readonly begins: Date;
  readonly lateAt: Date;
  readonly deadline: Date;
  readonly limitBasis: RulesInForce['limitBasis'];
  readonly limitLifetime: RulesInForce['limitLifetime'];
  readonly recorded: DeskFactsTerms;
}

/**
 * Reads what the audit trail records of the desk. Where it fails, returns null and logs why: the mail does
 * not wait for a record, and the compliance report shows the missing one as a gap in the trail.
 */
export async function readDeskFacts(
  ports: DeskFactsPorts,
  input: DecideInput,
  report: MorningReport,
  request: FactsRequest,
): Promise<DeskFacts | null> {
  try {
    return await factsOf(ports, input, report, request);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    ports.log.error('the facts of the desk could not be recorded', {
      sessionDate: report.sessionDate,
      error: problem,
    });
    return null;
  }
}

async function factsOf(
  ports: DeskFactsPorts,
  input: DecideInput,
  report: MorningReport,
  request: FactsRequest,
): Promise<DeskFacts> {
  const { desk } = input;
  const { sessionDate, dataThrough, revision = 0 } = report;
  const roster = new Map((await ports.roster.all()).map((entry) => [entry.trader, entry]));
  const decisions = new Map(report.decisions.map((decision) => [decision.trader, decision]));
  const positions = await readLargestPositions(ports, desk, roster);
  return {
    sessionDate,
    dataThrough,
    revision,
    times: instantsOf(request),
    rules: rulesOf(input, report, request),
    desk: {
      capital: deskCapital(desk.traders, roster),
      valueAtRisk95: await deskRisk(ports, input),
    },
    traders: desk.traders.flatMap((trader) => {
      const decision = decisions.get(trader.trader);
      return decision === undefined ? [] : traderFacts(input, trader, decision, positions);
    }),
    pairs: await readCorrelatedPairs(ports, desk),
    data: dataFacts(input, report),
  };
}

function instantsOf({ begins, lateAt, deadline, recorded }: FactsRequest): MorningInstants {
  return {
    due: begins.toISOString(),
    lateAt: lateAt.toISOString(),
    deadline: deadline.toISOString(),
    opensAt: recorded.opensAt.toISOString(),
  };
}

function rulesOf(
  { model, maxReductionPct, limitRoundTo }: DecideInput,
  { engine }: MorningReport,
  { limitBasis, limitLifetime, recorded }: FactsRequest,
): RulesInForce {
  const { version, maxPositionPct, maxPortfolioRiskPct } = recorded;
  return {
    version,
    engine,
    modelId: model.kind === 'walked' ? model.walked.model.id : null,
    maxReductionPct,
    limitRoundTo,
    limitBasis,
    limitLifetime,
    maxPositionPct,
    maxPortfolioRiskPct,
  };
}

function deskCapital(traders: readonly DeskTrader[], roster: ReadonlyMap<string, RosterEntry>): Recorded {
  const capitals = traders.map(({ trader }) => roster.get(trader)?.riskCapital ?? null);
  const unknown = capitals.filter((capital) => capital === null).length;
  if (unknown > 0)
    return {
      value: null,
      why: `the roster has no risk capital for ${unknown} of ${capitals.length} traders`,
    };
  return { value: capitals.reduce<number>((sum, capital) => sum + (capital ?? 0), 0), why: null };
}

/** The VaR of the desk for the session, from the model's forecasts and the residuals of the last sessions. */
async function deskRisk(
  { learning }: DeskFactsPorts,
  { model, sessionDate }: DecideInput,
): Promise<Recorded> {
  if (model.kind === 'none') return { value: null, why: `no forecast: ${model.why}` };
  const forecasts = new Map(dayForecasts(model.walked).map((forecast) => [forecast.trader, forecast]));
  const sessions = await learning.residuals(sessionDate, YEAR_SESSIONS);
  const dollars = deskValueAtRisk95(forecasts, sessions);
  if (dollars !== null) return { value: toCents(dollars), why: null };
  return {
    value: null,
    why: `${sessions.length} sessions have forecasts by trader; ${FEWEST_SESSIONS} are needed`,
  };
}

function traderFacts(
  { pastLimits, desk: { dataThrough } }: DecideInput,
  { trader, days }: DeskTrader,
  decision: Decision,
  positions: LargestPositions,
): TraderFacts {
  const { valueAtRisk95, reconciled, notProven = [], limit } = decision;
  const isTested = valueAtRisk95 !== null && !hasYoungForecast(decision);
  const day = days.findLast(({ sessionDate }) => sessionDate === dataThrough);
  const classified = pastLimits.lastDays.get(trader);
  return {
    trader,
    netPnl: day === undefined ? null : toCents(day.netPnl),
    stop: classified?.kind ?? null,
    limitDuring: classified?.limit.dollars ?? null,
    reachedAtSecond: classified?.secondOfDay ?? null,
    largestPositionPct: positions(trader),
    valueAtRisk95: isTested ? toCents(valueAtRisk95) : null,
    tiedOut: reconciled,
    notProven: [...new Set(notProven.map(({ code }) => code))].sort(),
    limitInForce: limit?.limitInForce ?? null,
  };
}

function dataFacts({ proof, fillQuality, desk }: DecideInput, report: MorningReport): DataFacts {
  const { comparedLast, mismatches } = proof.reconciliation;
  const last = mismatches.filter(({ sessionDate }) => sessionDate === desk.dataThrough);
  return {
    source: report.source,
    fills: report.desk.fills,
    rejectedRows: fillQuality.rejectedRows,
    compared: comparedLast.size,
    untied: last.length,
    revisedSessions: [...new Set(fillQuality.revisions.map(({ sessionDate }) => sessionDate))].sort(),
    missingSessions: desk.holes,
    isStale: report.stale ?? false,
  };
}
