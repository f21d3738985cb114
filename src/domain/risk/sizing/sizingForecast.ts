import type { SessionForecast } from '../../engines/model/sessionForecast.ts';
import { sizingRisk } from './sizingRisk.ts';
import type { TraderRisk } from './traderSize.ts';

/** What sizes take from the forecast of a session. Risk capital is read from the roster instead. */
export interface SizingForecast {
  readonly traders: readonly Omit<TraderRisk, 'riskCapital'>[];
  /** κ: the worst hundredth of the model's residuals, as a positive number. */
  readonly tailMultiple: number;
}

/** κ is read where a hundredth of the residuals lies below. */
const POSITION_TAIL = 0.01;

export function sizingForecast({
  traders,
  model,
}: Pick<SessionForecast, 'traders' | 'model'>): SizingForecast {
  return {
    traders: traders.map((trader) => {
      const { riskCapital: _, ...risk } = sizingRisk(trader, null);
      return risk;
    }),
    tailMultiple: Math.abs(model.pool.quantile(POSITION_TAIL)),
  };
}
