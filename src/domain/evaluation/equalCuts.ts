import { type Interval, intervalOfSum } from '../statistics/sessionInterval.ts';
import type { BootstrapOptions } from '../statistics/stationaryBootstrap.ts';
import { type ImpactVerdict, verdictOn } from './impact.ts';

/** A net in dollars with its 5 % and 95 % bounds and its verdict. */
export interface NetVerdict {
  readonly net: number;
  readonly netInterval: Interval;
  readonly verdict: ImpactVerdict;
}

/** The control "the same cuts for everyone", and what the choice of trader-days added to it. */
export interface EqualCuts {
  /** The depths of the policy, ascending, without those that it never cut. */
  readonly depths: readonly CutDepth[];
  /** Every trader-day with every depth in its proportion, against the base limits. */
  readonly equal: NetVerdict;
  /** The net of the policy less that of the same cuts for everyone. */
  readonly targeting: NetVerdict;
}

export interface CutDepth {
  /** Percent of the base limit; 0 is no cut. */
  readonly reductionPct: number;
  readonly traderDays: number;
  /** Of all judged trader-days. */
  readonly share: number;
}

/** Sums over the judged trader-days of one session. */
export interface DepthSession {
  /** The effect of each depth, had every trader-day had it, dollars against the base limit. */
  readonly effects: Float64Array;
  /** Trader-days that the policy cut by each depth. */
  readonly days: Float64Array;
  /** The effect of the policy, dollars. */
  readonly net: number;
  /** Trader-days on which the policy had an effect other than 0. */
  readonly bindingDays: number;
}

/**
 * Compares a policy with the same cuts for everyone: each trader-day gets every depth c of the policy with
 * the share p_c of trader-days that the policy cut by c, so Σ_c p_c·(outcome(c) − outcome(0)). One cut of the
 * mean depth would be unfair, since the effect is convex in depth.
 *
 * The intervals resample sessions. A resample has shares of its own, which the linear form
 *
 *     Σ_c p_c·e_c + Σ_c (n_c − p_c·N)·E_c / ΣN
 *
 * of a session accounts for: e_c, n_c and N are the session's effects, trader-days by depth and trader-days,
 * E_c the effect over all sessions. The second term sums to 0 over all sessions.
 *
 * Example: a desk of two trader-days, of which one is cut by 50 %. The cut would save $300 on the first and
 * cost $100 on the second: the same cuts for everyone earn 0.5·300 − 0.5·100 = $100. Cutting the first alone
 * earns $300, so targeting adds $200.
 *
 * @param depths percent, ascending: the places of `effects` and `days`
 * @param sessions in time order, those without a judged trader-day too
 */
export function equalCuts(
  depths: readonly number[],
  sessions: readonly DepthSession[],
  sampling: BootstrapOptions,
): EqualCuts {
  const days = summed(depths, sessions, (session) => session.days);
  const effects = summed(depths, sessions, (session) => session.effects);
  const total = days.reduce((sum, count) => sum + count, 0);
  const bindingDays = sessions.reduce((sum, session) => sum + session.bindingDays, 0);
  const shares = days.map((count) => (total === 0 ? 0 : count / total));
  const meanEffects = effects.map((effect) => (total === 0 ? 0 : effect / total));
  const equal = sessions.map((session) => linearForm(session, shares, meanEffects));
  const targeting = sessions.map(({ net }, place) => net - equal[place]!);
  const verdict = (values: readonly number[]): NetVerdict => {
    const netInterval = intervalOfSum(values, sampling);
    const net = values.reduce((sum, value) => sum + value, 0);
    return { net, netInterval, verdict: verdictOn(bindingDays, netInterval) };
  };
  return {
    depths: depths.flatMap((reductionPct, place) => {
      const traderDays = days[place]!;
      return traderDays === 0 ? [] : [{ reductionPct, traderDays, share: shares[place]! }];
    }),
    equal: verdict(equal),
    targeting: verdict(targeting),
  };
}

function linearForm(
  { effects, days }: DepthSession,
  shares: readonly number[],
  meanEffects: readonly number[],
): number {
  const traderDays = days.reduce((sum, count) => sum + count, 0);
  return shares.reduce(
    (sum, share, place) =>
      sum + share * effects[place]! + (days[place]! - share * traderDays) * meanEffects[place]!,
    0,
  );
}

function summed(
  depths: readonly number[],
  sessions: readonly DepthSession[],
  of: (session: DepthSession) => Float64Array,
): readonly number[] {
  return depths.map((_, place) => sessions.reduce((sum, session) => sum + of(session)[place]!, 0));
}
