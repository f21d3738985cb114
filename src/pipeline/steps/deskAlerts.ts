import type { ChainResult } from '../../domain/engines/chain.ts';
import { type EngineName, MINIMUM_SESSIONS } from '../../domain/engines/proposal.ts';
import type { Alert } from '../../domain/report/report.ts';
import { untiedBecause } from '../../domain/report/tieOut.ts';
import type { ModelForecast } from './forecast.ts';
import type { Desk } from './indicators.ts';
import type { Reconciliation } from './reconcile.ts';

interface EngineAlertInput {
  readonly cutPerformanceAlert: string | null;
  readonly previousEngine: EngineName | null;
  readonly chain: ChainResult;
}

/** An alert if the circuit breaker stopped the model. */
export function modelAlerts(model: ModelForecast): readonly Alert[] {
  if (model.kind === 'none' || model.walked.breaker === null) return [];
  const text = `The model is in force but does not speak today: ${model.walked.breaker}. The rules decide.`;
  return [{ code: 'CIRCUIT_BREAKER', text }];
}

/** Alerts for a risk manager who would trust today's cuts as much as those of the last morning. */
export function engineAlerts({
  cutPerformanceAlert: poorPerformance,
  previousEngine,
  chain,
}: EngineAlertInput): readonly Alert[] {
  const doubt =
    poorPerformance === null
      ? []
      : [{ code: 'CUTS_COST_MORE', text: `${poorPerformance}: judge each cut yourself` }];
  if (previousEngine === null || previousEngine === chain.engine) return doubt;
  const names = { ridge: 'the model', rules: 'the rules', none: 'nothing' };
  const text = `${names[chain.engine]} decide today and not ${names[previousEngine]}, as on the last morning: ${chain.engineReason}`;
  return [...doubt, { code: 'ENGINE_CHANGED', text }];
}

/**
 * Alerts about single traders and the desk: P&L that does not tie out, retired traders who traded, no
 * history.
 */
export function deskAlerts(desk: Desk, reconciliation: Reconciliation): readonly Alert[] {
  return [
    ...unreconciledTraders(reconciliation).map(
      (trader): Alert => ({
        code: 'UNRECONCILED',
        trader,
        text: `${whyUntied(reconciliation, desk, trader)}: no recommendation until the two agree`,
      }),
    ),
    ...desk.returned.map(
      (trader): Alert => ({
        code: 'RETIRED_TRADER_TRADED',
        trader,
        text: 'is retired on the roster and had fills in the last session',
      }),
    ),
    ...(desk.traders.length > 0 && desk.traders.every(({ days }) => days.length < MINIMUM_SESSIONS)
      ? [
          {
            code: 'NO_HISTORY',
            text: `nobody has ${MINIMUM_SESSIONS} sessions of history: every limit is for review by hand`,
          },
        ]
      : []),
  ];
}

/** Names of the traders with a session that does not tie out. */
export function unreconciledTraders({ mismatches }: Reconciliation): readonly string[] {
  return [...new Set(mismatches.map(({ trader }) => trader))];
}

/** Why the P&L of a trader does not tie out with the totals of the source, in words. */
export function whyUntied({ mismatches }: Reconciliation, { dataThrough }: Desk, trader: string): string {
  const own = mismatches.filter((mismatch) => mismatch.trader === trader);
  return untiedBecause(own, dataThrough);
}
