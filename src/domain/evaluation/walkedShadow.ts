import { cutBy } from '../engines/model/proposedCuts.ts';
import { strategyForecast } from '../engines/model/strategyForecast.ts';
import type { ShadowStrategy } from '../engines/shadowStrategy.ts';
import { limitAfter } from '../outcome/reduction.ts';
import type { BacktestSettings } from './backtestResult.ts';
import type { WalkedSession } from './backtestRow.ts';
import { type ShadowScore, type ShadowSession, scoreShadow } from './shadowScore.ts';

type Terms = Pick<BacktestSettings, 'maxReductionPct' | 'limitRoundTo' | 'slippageBasisPoints'>;

/**
 * What a shadow strategy would have decided for a walked session. As in the rest of a backtest, both limits
 * are base limits less the cut: a walk has no limits in force and no proof.
 */
export function walkedShadow(
  { forecast }: Pick<WalkedSession, 'forecast'>,
  strategy: ShadowStrategy,
  { maxReductionPct, limitRoundTo }: Terms,
): ShadowSession {
  const shadow = strategyForecast(forecast, strategy, maxReductionPct);
  return {
    sessionDate: forecast.sessionDate,
    name: strategy.name,
    definition: strategy.definition,
    engine: shadow.engine,
    decisions: forecast.traders.flatMap((trader, place) => {
      const other = shadow.traders[place];
      // Without a forecast neither engine cuts: a risk manager decides.
      if (trader.forecast === null || other === undefined) return [];
      const { baseLimit } = trader.member;
      const recommendedPct = cutBy(forecast.engine, trader);
      const shadowPct = cutBy(shadow.engine, other);
      return {
        trader: trader.member.trader,
        baseLimit,
        recommendedPct,
        recommendedLimit: limitAfter(baseLimit, recommendedPct, limitRoundTo),
        shadowPct,
        shadowLimit: limitAfter(baseLimit, shadowPct, limitRoundTo),
      };
    }),
  };
}

/** Decides a walked session under each strategy, and scores it by the outcome of the session. */
export function walkedScores(
  session: WalkedSession,
  strategies: readonly ShadowStrategy[],
  terms: Terms,
): readonly ShadowScore[] {
  return strategies.map((strategy) =>
    scoreShadow(walkedShadow(session, strategy, terms), session.outcomes, terms),
  );
}
