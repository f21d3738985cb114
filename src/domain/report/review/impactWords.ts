import type { StrategyImpact } from '../../evaluation/impact.ts';
import { roughDollars } from '../../text/money.ts';
import { counted, dollarInterval } from '../backtestWords.ts';

/**
 * `avoided $82,400, forgone $51,250, net $31,150 (helped, 5–95%: $4,120 to $58,900), on 212 days with an
 * effect`.
 */
export function impactWords(impact: StrategyImpact): string {
  const { avoided, opportunityCost, net, netInterval, bindingDays, verdict } = impact;
  const bounds = verdict === 'not enough to tell' ? '' : `, 5–95%: ${dollarInterval(netInterval)}`;
  return `avoided ${roughDollars(avoided)}, forgone ${roughDollars(opportunityCost)}, net ${roughDollars(net)} (${verdict}${bounds}), on ${counted(bindingDays, 'day')} with an effect`;
}
