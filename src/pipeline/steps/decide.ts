import { criticalAlerts, type PastDecision } from '../../domain/decision/criticalAlerts.ts';
import { decide } from '../../domain/decision/decide.ts';
import type { Decision } from '../../domain/decision/decision.ts';
import type { TraderProof } from '../../domain/decision/proof.ts';
import type { ChainResult } from '../../domain/engines/chain.ts';
import type { EngineName } from '../../domain/engines/proposal.ts';
import type { TraderDaySummary } from '../../domain/ledger/traderDayFacts.ts';
import { type LimitedDecision, withLimit } from '../../domain/limits/withLimit.ts';
import type { CutRecord } from '../../domain/outcome/cutRecord.ts';
import { wouldHaveStopped } from '../../domain/outcome/wouldHaveStopped.ts';
import { changeCounts } from '../../domain/report/changeCounts.ts';
import { correctionAlerts } from '../../domain/report/corrections.ts';
import type { CutSwitch } from '../../domain/report/cutSwitch.ts';
import { dataQualityNotes, type InputQuality } from '../../domain/report/dataQuality.ts';
import { tradersByCause } from '../../domain/report/dataQualityProof.ts';
import { longCuts } from '../../domain/report/longCuts.ts';
import { sortDecisions } from '../../domain/report/order.ts';
import { endedToday } from '../../domain/report/overrideReport.ts';
import { proofAlerts } from '../../domain/report/proofReport.ts';
import type {
  DeskSummary,
  GateState,
  MorningReport,
  SourceName,
  TraderHistory,
} from '../../domain/report/report.ts';
import { traderPnl } from '../../domain/report/traderPnl.ts';
import { DecisionError } from '../../shared/errors.ts';
import { deskAlerts, engineAlerts, holeAlerts, modelAlerts, switchAlerts } from './deskAlerts.ts';
import type { DeskNotes } from './deskNotes.ts';
import type { FillQuality } from './fillQuality.ts';
import type { ModelForecast } from './forecast.ts';
import type { Desk, DeskTrader } from './indicators.ts';
import type { MorningLimits } from './limits.ts';
import type { DeskProof } from './proof.ts';
import type { PastLimits } from './yesterday.ts';

/** Sessions in the chart of a cut. */
const PICTURE_SESSIONS = 20;

export interface DecideInput {
  readonly sessionDate: string;
  readonly source: SourceName;
  readonly desk: Desk;
  readonly proof: DeskProof;
  readonly model: ModelForecast;
  readonly chain: ChainResult;
  readonly fillQuality: FillQuality;
  /** Decisions of earlier mornings, oldest first. */
  readonly past: readonly PastDecision[];
  readonly limits: MorningLimits;
  readonly pastLimits: PastLimits;
  readonly cutRecord: CutRecord;
  /** The newest fills are older than the session before. */
  readonly isStale: boolean;
  readonly deskNotes: DeskNotes;
  /** Why the cuts mailed so far should be doubted; null: they should not. */
  readonly cutPerformanceAlert: string | null;
  /** The engine of the last morning before this one; null on the first morning. */
  readonly previousEngine: EngineName | null;
  /** Null: cuts are on, as in the last mail. */
  readonly cutSwitch: CutSwitch | null;
  readonly cutsRequireProof: boolean;
  readonly maxReductionPct: number;
  readonly limitRoundTo: number;
}

/**
 * Decides for every trader and returns the whole report as data.
 * @throws DecisionError if no engine made proposals: a report without cuts would look as if all were well.
 */
export function decideMorning(input: DecideInput): MorningReport {
  const { sessionDate, source, desk, chain, proof } = input;
  const { reconciliation } = proof;
  if (chain.engine === 'none') {
    throw new DecisionError(
      'no_engine',
      `Decision for ${sessionDate} · ${chain.engineReason} · expected the rules at least`,
      {
        hint: 'Keep the limits of the previous session and look at the log of this run.',
      },
    );
  }
  const limited = desk.traders.map((trader) => limitedDecision(input, trader));
  const decisions = sortDecisions(limited.map(({ decision }) => decision));
  return {
    sessionDate,
    dataThrough: desk.dataThrough,
    source,
    engine: chain.engine,
    engineReason: chain.engineReason,
    gate: gateState(input.model),
    ...(input.cutSwitch === null ? {} : { cutSwitch: input.cutSwitch }),
    desk: deskSummary(desk),
    decisions,
    changes: changeCounts(decisions),
    stale: input.isStale,
    deskPnl: input.pastLimits.deskPnl,
    yesterday: input.pastLimits.yesterday,
    longCuts: longCuts(
      decisions,
      sessionDate,
      input.past.map((decision) => decision.sessionDate),
    ),
    endedOverrides: endedToday(
      input.limits.ended,
      limited.flatMap(({ endedOverride }) => endedOverride ?? []),
      desk.dataThrough,
    ),
    platformDiffers: input.limits.platformDiffers.filter(({ trader }) =>
      decisions.some((decision) => decision.trader === trader),
    ),
    histories: histories(input, decisions),
    traderPnl: traderPnl(desk.traders, desk.dataThrough),
    accounts: desk.traders
      .filter(({ accounts }) => accounts.length > 0)
      .map(({ trader, accounts }) => ({ trader, accounts })),
    alerts: [
      ...criticalAlerts({
        sessionDate,
        decisions,
        past: input.past,
        days: new Map(desk.traders.map(({ trader, days }) => [trader, days])),
        capital: new Map(desk.traders.map((each) => [each.trader, each])),
      }),
      ...switchAlerts(input.cutSwitch),
      ...modelAlerts(input.model),
      ...engineAlerts(input),
      ...proofAlerts(decisions),
      ...holeAlerts(desk, source),
      ...deskAlerts(desk),
      ...correctionAlerts(input.fillQuality.revisions),
    ],
    dataQuality: dataQualityNotes({
      ...input.fillQuality,
      idleTraders: desk.traders
        .filter(({ days }) => days.at(-1)?.sessionDate !== desk.dataThrough)
        .map(({ trader }) => trader),
      shortHistory: decisions.filter(({ action }) => action === 'review').map(({ trader }) => trader),
      unknownTimeFills: lastSession(desk).reduce((sum, day) => sum + day.unknownTimeFills, 0),
      retired: desk.retired,
      carriedPositions: carriedPositions(input),
      ...input.deskNotes,
      notProven: tradersByCause(decisions, ({ notProven }) => notProven ?? []),
      notes: tradersByCause(decisions, ({ notes }) => notes ?? []),
      holes: desk.holes,
      holesAreFetched: source === 'propreports',
      // If nothing was compared at all, notReconciledBecause already states it.
      notCompared:
        reconciliation.reconciled.size > 0
          ? reconciliation.notCompared.filter((session) => session < desk.dataThrough)
          : [],
      notReconciledBecause: !reconciliation.notCompared.includes(desk.dataThrough)
        ? null
        : `${source === 'csv' ? 'no totals were imported' : 'the source sent no totals'} for ${desk.dataThrough}`,
    }),
  };
}

/** Null until both engines have scores that can be compared. */
function gateState(model: ModelForecast): GateState | null {
  const gate = model.kind === 'walked' ? model.walked.gate : null;
  if (gate === null || gate.improvement === null || gate.lowerBound === null) return null;
  const { improvement, lowerBound, sessions, inForce } = gate;
  return { improvement, lowerBound, sessions, inForce };
}

/**
 * The decision for one trader with its limit line. It takes engine, model and deepest cut from its input, so
 * that shadow strategies decide by it too.
 */
export function limitedDecision(input: DecideInput, trader: DeskTrader): LimitedDecision {
  const limit = input.limits.of(trader.trader, trader.baseLimit);
  const limited = withLimit(decideTrader(input, trader), limit, input.isStale);
  const { decision } = limited;
  if (decision.newLimit >= decision.baseLimit) return limited;
  const lows = input.pastLimits.lows.get(trader.trader) ?? [];
  return {
    ...limited,
    decision: { ...decision, wouldHaveStopped: wouldHaveStopped(lows, decision.newLimit) },
  };
}

function decideTrader(input: DecideInput, trader: DeskTrader): Decision {
  const proposal = input.chain.proposals.find((candidate) => candidate.trader === trader.trader);
  if (!proposal) {
    throw new DecisionError(
      'trader_without_proposal',
      `Decision for ${trader.trader} · ${input.chain.engine} made no proposal · expected a proposal for every trader`,
      {
        hint: 'This is a fault of the engine; keep the limits of the previous session and report it.',
      },
    );
  }
  return decide({
    ...trader,
    proposal,
    activeSessions: trader.days.length,
    reconciled: reconciledOf(input.proof, trader.trader),
    proof: input.proof.byTrader.get(trader.trader) ?? PROVEN,
    maxReductionPct: input.maxReductionPct,
    cutRecord: input.cutRecord,
    engine: input.chain.engine === 'ridge' ? 'ridge' : 'rules',
    hasTieOutFailure: hasTieOutFailure(input.proof),
    limitRoundTo: input.limitRoundTo,
    modelId: input.model.kind === 'walked' ? input.model.walked.model.id : null,
    passedOver: input.chain.passedOver,
  });
}

function hasTieOutFailure({ byTrader }: DeskProof): boolean {
  return [...byTrader.values()].some(({ notProven }) => notProven.some(({ code }) => code === 'untied'));
}

const PROVEN: TraderProof = { notProven: [], notes: [] };

/** False where a session differs and was not accepted; true where the last session was compared. */
function reconciledOf({ reconciliation, byTrader }: DeskProof, trader: string): boolean | null {
  if (byTrader.get(trader)?.notProven.some(({ code }) => code === 'untied')) return false;
  return reconciliation.comparedLast.has(trader) ? true : null;
}

function deskSummary(desk: Desk): DeskSummary {
  const days = lastSession(desk);
  const sum = (of: (day: TraderDaySummary) => number) => days.reduce((total, day) => total + of(day), 0);
  return {
    netPnl: sum((day) => day.netPnl),
    fees: sum((day) => day.fees),
    fills: sum((day) => day.fills),
    activeTraders: days.length,
    losingTraders: days.filter((day) => day.netPnl < 0).length,
  };
}

/** Each open position in dollars, as the trader's last day had it at the last traded prices. */
function carriedPositions({ desk, fillQuality }: DecideInput): InputQuality['carriedPositions'] {
  const lastDays = new Map(desk.traders.map(({ trader, days }) => [trader, days.at(-1)]));
  return fillQuality.openPositions.map(({ trader }) => ({
    trader,
    dollars: lastDays.get(trader)?.overnightNotional ?? null,
  }));
}

function lastSession(desk: Desk): readonly TraderDaySummary[] {
  return desk.traders
    .flatMap(({ days }) => days.at(-1) ?? [])
    .filter((day) => day.sessionDate === desk.dataThrough);
}

function histories(
  { desk, pastLimits }: DecideInput,
  decisions: readonly Decision[],
): readonly TraderHistory[] {
  const shown = new Set(decisions.filter(hasPicture).map(({ trader }) => trader));
  return desk.traders
    .filter(({ trader }) => shown.has(trader))
    .map((trader) => ({
      trader: trader.trader,
      sessions: trader.days.slice(-PICTURE_SESSIONS).map(({ sessionDate, netPnl }) => ({
        sessionDate,
        netPnl,
        limitInForce: pastLimits.during(trader, sessionDate),
      })),
    }));
}

function hasPicture({ action, limit }: Decision): boolean {
  return action === 'cut' || limit?.change !== 'stay';
}
