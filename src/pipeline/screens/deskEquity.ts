import type { LimitBasis } from '../../domain/ledger/traderDayFacts.ts';
import { isKnownCut } from '../../domain/outcome/classifiedDay.ts';
import { judgedDay, type Slippage } from '../../domain/outcome/counterfactual.ts';
import { type LimitOutcome, LimitOutcomes } from '../../domain/outcome/limitOutcomes.ts';
import { type CutDay, type DeskDay, deskEquity, type EquityDay } from '../../domain/risk/deskEquity.ts';
import type { DrawnCloses, LearningStore } from '../../ports/learningStore.ts';
import type { LedgerStore } from '../../ports/ledgerStore.ts';
import type { LimitTerms } from '../limits/deskLimits.ts';
import {
  type LimitedTrader,
  type LimitPorts,
  type LimitsInForce,
  readLimitsInForce,
} from '../limitsInForce.ts';

export interface EquityPorts extends LimitPorts {
  readonly ledger: Pick<LedgerStore, 'daysOf' | 'marksOf'>;
  readonly learning: Pick<LearningStore, 'drawnCloses'>;
  /** Lets other requests of the process run. */
  readonly pause: () => Promise<void>;
}

export interface EquityRequest {
  /** Ascending. */
  readonly sessions: readonly string[];
  readonly days: readonly DeskDay[];
  /** The retired ones included. */
  readonly traders: readonly LimitedTrader[];
  readonly basis: LimitBasis;
  readonly slippage: Slippage;
}

/**
 * The desk's P&L with and without the limits below the base limit. Only days of traders with such a limit are
 * read. A stopped day has the drawn close that it was learned with, as in every score of a forecast.
 */
export async function readDeskEquity(
  ports: EquityPorts,
  { lifetime, dueSession }: Pick<LimitTerms, 'lifetime' | 'dueSession'>,
  request: EquityRequest,
): Promise<readonly EquityDay[]> {
  const { sessions, days, traders, slippage } = request;
  const inForce = await readLimitsInForce(ports, traders, sessions, lifetime);
  const drawn = await ports.learning.drawnCloses(dueSession);
  const cutDays: CutDay[] = [];
  for (const { trader } of traders) {
    const isCut = (session: string) => isKnownCut(inForce.during(trader, session));
    const first = sessions.findIndex(isCut);
    if (first < 0) continue;
    const limited = {
      trader,
      sessions: sessions.slice(first, sessions.findLastIndex(isCut) + 1),
      inForce,
      drawn,
    };
    cutDays.push(...(await cutDaysOf(ports, limited, request.basis)));
    await ports.pause();
  }
  return deskEquity(days, cutDays, slippage);
}

interface LimitedHistory {
  readonly trader: string;
  /** From the first to the last one with a limit below the base limit. */
  readonly sessions: readonly string[];
  readonly inForce: LimitsInForce;
  readonly drawn: DrawnCloses;
}

/** Without S no day can be a donor, so nothing is drawn again: the stored draw counts. */
async function cutDaysOf(
  { ledger }: EquityPorts,
  { trader, sessions, inForce, drawn }: LimitedHistory,
  basis: LimitBasis,
): Promise<readonly CutDay[]> {
  const range = { from: sessions[0] ?? '', to: sessions.at(-1) ?? '' };
  const stored = await ledger.daysOf(trader, range, Number.MAX_SAFE_INTEGER);
  const days = new Map(stored.map((day) => [day.sessionDate, day]));
  const marks = await ledger.marksOf(trader, range, basis);
  const limits = new LimitOutcomes();
  return sessions.flatMap((sessionDate) => {
    const summary = days.get(sessionDate);
    const limit = inForce.during(trader, sessionDate);
    const day = summary && { summary, marks: marks.get(sessionDate) ?? [], limit, scale: null };
    const drawnPnl = drawn.get(sessionDate)?.get(trader) ?? null;
    return limits
      .add(sessionDate, day === undefined ? [] : [day])
      .flatMap((outcome) => cutDay(outcome, drawnPnl));
  });
}

function cutDay({ summary, marks, limit, kind }: LimitOutcome, drawnPnl: number | null): readonly CutDay[] {
  if (limit.dollars === null || !isKnownCut(limit)) return [];
  const { sessionDate, netPnl } = summary;
  return [{ sessionDate, kind, limit: limit.dollars, netPnl, judged: judgedDay(summary, marks), drawnPnl }];
}
