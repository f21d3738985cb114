import { roundCut } from '../../outcome/reduction.ts';
import { circuitBreaker, type ModelAnswer } from '../circuitBreaker.ts';
import { type CutCurve, cutFor } from '../cutCurve.ts';
import type { GateDecision } from '../gate.ts';
import { type EngineInForce, MINIMUM_SESSIONS } from '../proposal.ts';
import { deepestCut } from '../rules/evaluateRules.ts';
import type { DeskMember, SessionForecast, TraderSessionForecast } from './sessionForecast.ts';
import type { TraderForecast } from './traderForecast.ts';

/** The cut of the model, percent of the base limit; 0 without a forecast. */
export function modelCut(forecast: TraderForecast | null, curve: CutCurve, deepestPct: number): number {
  return forecast === null ? 0 : cutFor(forecast.riskRatio, curve, deepestPct);
}

/** The cut of the rules, percent of the base limit; 0 with a short history. */
export function rulesCut(
  firedRules: DeskMember['firedRules'],
  activeSessions: number,
  deepestPct: number,
): number {
  return activeSessions < MINIMUM_SESSIONS ? 0 : roundCut(deepestCut(firedRules), deepestPct);
}

/**
 * Which engine makes the cuts: the model where its gate lets it and the circuit breaker does not trip, else
 * the rules. It decides, unless cuts are off.
 */
export function engineInForce(
  gate: GateDecision | null,
  traders: readonly TraderSessionForecast[],
  cutsOff: string | null,
): Pick<SessionForecast, 'breaker' | 'cutsOff' | 'cutEngine' | 'engine'> {
  const missingSessions = traders[0]?.member.missingRecently ?? 0;
  const breaker = gate?.inForce ? circuitBreaker(modelAnswersOf(traders), missingSessions) : null;
  const cutEngine = gate?.inForce && breaker === null ? 'ridge' : 'rules';
  return { breaker, cutsOff, cutEngine, engine: cutsOff === null ? cutEngine : 'no-cut' };
}

/** The cut that an engine proposes for a trader, percent of the base limit; 0 without a forecast. */
export function cutBy(
  engine: EngineInForce,
  { forecast, modelReductionPct, rulesReductionPct }: ProposedCuts,
): number {
  if (forecast === null || engine === 'no-cut') return 0;
  return engine === 'ridge' ? modelReductionPct : rulesReductionPct;
}

type ProposedCuts = Pick<TraderSessionForecast, 'forecast' | 'modelReductionPct' | 'rulesReductionPct'>;

function modelAnswersOf(traders: readonly TraderSessionForecast[]): readonly ModelAnswer[] {
  return traders.flatMap(({ forecast, features: row, modelReductionPct, rulesReductionPct }) =>
    forecast === null
      ? []
      : {
          reductionPct: modelReductionPct,
          rulesReductionPct,
          figures: [forecast.valueAtRisk95, forecast.largeLossProbability, forecast.pnlQ15, forecast.pnlQ50],
          features: row.length,
          unknownFeatures: row.reduce((count, value) => count + (Number.isNaN(value) ? 1 : 0), 0),
        },
  );
}
