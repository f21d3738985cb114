import type { TraderSessionForecast } from '../../engines/model/sessionForecast.ts';
import type { TraderRisk } from './traderSize.ts';

/**
 * What a forecast says of one trader. The rules count however short the history: without a forecast they are
 * all that is known.
 * @param riskCapital dollars, as the roster states it; null: it does not
 */
export function sizingRisk(
  { member, forecast, usualShortfall, exceptionLevel, activeSessions }: TraderSessionForecast,
  riskCapital: number | null,
): TraderRisk {
  return {
    trader: member.trader,
    expectedShortfall95: forecast?.expectedShortfall95 ?? null,
    expectedShortfallUpper95: forecast?.expectedShortfallUpper95 ?? null,
    usualShortfall,
    riskCapital,
    rulesReductionPct: member.firedRules[0]?.reductionPct ?? 0,
    activeSessions,
    exceptionLevel,
  };
}
