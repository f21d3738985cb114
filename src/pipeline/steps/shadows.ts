import { strategyForecast } from '../../domain/engines/model/strategyForecast.ts';
import type { ShadowStrategy } from '../../domain/engines/shadowStrategy.ts';
import type { ShadowDecision, ShadowSession } from '../../domain/evaluation/shadowScore.ts';
import type { MorningReport } from '../../domain/report/report.ts';
import type { RunLease } from '../../ports/runLedger.ts';
import type { Clock, Log } from '../../ports/runtime.ts';
import type { FailedShadow, ShadowStore } from '../../ports/shadows.ts';
import { type DecideInput, limitedDecision } from './decide.ts';
import { cutsOff, forecast, type ModelForecast } from './forecast.ts';

export interface ShadowPorts {
  readonly shadows: Pick<ShadowStore, 'save'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** What a strategy decided for a session, or why it did not. */
export type ShadowResult = ShadowSession | FailedShadow;

/**
 * Decides the session once more under each shadow strategy, from the inputs of the morning and by its code.
 * The pair of each trader is the limit that the morning recommended, before any override, and that of the
 * strategy. A strategy that fails is logged and the others go on: nothing of it reaches the mail.
 */
export function decideShadows(
  { log }: Pick<ShadowPorts, 'log'>,
  input: DecideInput,
  { sessionDate, decisions }: MorningReport,
  strategies: readonly ShadowStrategy[],
): readonly ShadowResult[] {
  const recommended = new Map(decisions.map((decision) => [decision.trader, decision]));
  return strategies.map((strategy) => {
    const { name, definition } = strategy;
    try {
      return decideShadow(input, recommended, strategy);
    } catch (error) {
      const failure = error instanceof Error ? error.message : String(error);
      log.error('a shadow strategy did not decide', { sessionDate, strategy: name, error: failure });
      return { sessionDate, name, definition, failure };
    }
  });
}

/** Stores what the strategies decided. An error is logged: the mail must not wait for shadows. */
export async function saveShadows(
  { shadows, clock, log }: ShadowPorts,
  lease: RunLease,
  decided: readonly ShadowResult[],
  { sessionDate, revision = 0 }: MorningReport,
): Promise<void> {
  if (decided.length === 0) return;
  try {
    await shadows.save(lease, decided, clock.now(), revision);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    log.error('the decisions of shadow strategies could not be stored', { sessionDate, error: problem });
  }
}

type Recommended = ReadonlyMap<string, MorningReport['decisions'][number]>;

function decideShadow(input: DecideInput, recommended: Recommended, strategy: ShadowStrategy): ShadowResult {
  const { sessionDate, desk } = input;
  const { name, definition } = strategy;
  const model = modelUnder(input, strategy);
  // The model alone and the rules alone always cut.
  const off = cutsOff(model, input.cutsRequireProof && strategy.engine === 'chain');
  const chain = forecast(desk, model, off);
  if (chain.engine === 'none') return { sessionDate, name, definition, failure: chain.engineReason };
  const terms = {
    ...input,
    model,
    chain,
    maxReductionPct: strategy.maxReductionPct ?? input.maxReductionPct,
  };
  const decisions = desk.traders.flatMap((trader): readonly ShadowDecision[] => {
    const inForce = recommended.get(trader.trader);
    if (inForce === undefined) return [];
    const { decision } = limitedDecision(terms, trader);
    return [
      {
        trader: trader.trader,
        baseLimit: decision.baseLimit,
        recommendedLimit: inForce.limit?.recommendedLimit ?? inForce.newLimit,
        recommendedPct: inForce.reductionPct,
        shadowLimit: decision.limit?.recommendedLimit ?? decision.newLimit,
        shadowPct: decision.reductionPct,
      },
    ];
  });
  return { sessionDate, name, definition, engine: chain.engine, decisions };
}

function modelUnder({ model, maxReductionPct }: DecideInput, strategy: ShadowStrategy): ModelForecast {
  if (model.kind === 'none') return model;
  return { kind: 'walked', walked: strategyForecast(model.walked, strategy, maxReductionPct) };
}
