import { askInTurn, type ChainResult, type Engine } from '../../domain/forecast/chain.ts';
import { proposeByRules } from '../../domain/forecast/rules.ts';
import type { Desk } from './indicators.ts';

/** Asks the engines in order of preference for the whole desk: a model in force first, then the rules. */
export function forecast(desk: Desk, models: readonly Engine[]): ChainResult {
  return askInTurn([...models, rulesEngine(desk, models.length === 0)]);
}

function rulesEngine(desk: Desk, alone: boolean): Engine {
  return {
    name: 'rules',
    answer: () => ({
      kind: 'proposals',
      why: alone ? 'no model is in force' : 'no model speaks today',
      proposals: desk.traders.map(({ trader, days, riskCapital }) =>
        proposeByRules({
          trader,
          netPnl: days.map(({ netPnl }) => netPnl),
          activeSessions: days.length,
          tradedLastSession: days.at(-1)?.sessionDate === desk.dataThrough,
          riskCapital,
        }),
      ),
    }),
  };
}
