import type { GateDecision } from '../gate.ts';
import type { ShadowStrategy } from '../shadowStrategy.ts';
import { engineInForce, modelCut, rulesCut } from './proposedCuts.ts';
import type { SessionForecast } from './sessionForecast.ts';

/**
 * The forecast of a session as a shadow strategy uses it: the same model, probabilities and fired rules, with
 * the cuts of the strategy's own curve and deepest cut, and the engine that then decides. The circuit breaker
 * looks at these cuts. The chain itself, without other terms, gives the forecast back with equal figures.
 * Cuts that are switched off stay off under the chain; the model alone and the rules alone always cut.
 *
 * Example: a trader at twice the usual risk. The curve 1.3-2.8 cuts 80 %·(2 − 1.3)/1.5 = 37.3 %, so 35 %;
 * with `max:30` it is 30 %.
 *
 * @param deepestPct the deepest cut in force, percent, where the strategy has none of its own
 */
export function strategyForecast(
  forecast: SessionForecast,
  strategy: ShadowStrategy,
  deepestPct: number,
): SessionForecast {
  const curve = strategy.curve ?? forecast.model.curve;
  const deepest = strategy.maxReductionPct ?? deepestPct;
  const gate = strategyGate(forecast, strategy.engine);
  const cutsOff = strategy.engine === 'chain' ? forecast.cutsOff : null;
  const traders = forecast.traders.map((trader) => ({
    ...trader,
    modelReductionPct: modelCut(trader.forecast, curve, deepest),
    rulesReductionPct: rulesCut(trader.member.firedRules, trader.activeSessions, deepest),
  }));
  return { ...forecast, gate, traders, ...engineInForce(gate, traders, cutsOff) };
}

/** A model that is not trained yet decides under no strategy. */
function strategyGate(
  { gate, model, sessionDate }: SessionForecast,
  engine: ShadowStrategy['engine'],
): GateDecision | null {
  if (engine === 'chain') return gate;
  const known = gate ?? { ...NO_RECORD, decidedFor: sessionDate };
  return engine === 'rules'
    ? { ...known, inForce: false, why: 'the strategy uses the rules alone' }
    : { ...known, inForce: model.trainedThrough !== null, why: 'the strategy does not ask the gate' };
}

const NO_RECORD: Omit<GateDecision, 'decidedFor' | 'inForce' | 'why'> = {
  improvement: null,
  lowerBound: null,
  evenImprovement: null,
  evenLowerBound: null,
  sessions: 0,
  zone: null,
};
