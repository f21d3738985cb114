import type { Decision } from '../decision/decision.ts';
import type { TrackRecord } from '../decision/limitLine.ts';
import type { Tier } from '../engines/tier.ts';
import { limitDollars } from '../text/money.ts';
import { count } from '../text/words.ts';

/** The decision about one trader in three levels. */
export interface Signal {
  /** 0 low, 1 neutral, 2 high. */
  readonly level: 0 | 1 | 2;
  readonly label: 'Low Risk' | 'Neutral' | 'High Risk';
  /** 0-1, from the track record; 0 without one. */
  readonly confidence: number;
  /** What a risk manager does, one sentence. */
  readonly recommendation: string;
}

/** Too little history is no low risk. */
const levels: Readonly<Record<Tier, Pick<Signal, 'level' | 'label'>>> = {
  low: { level: 0, label: 'Low Risk' },
  neutral: { level: 1, label: 'Neutral' },
  unknown: { level: 1, label: 'Neutral' },
  high: { level: 2, label: 'High Risk' },
};

/**
 * The signal of one trader of a morning. The confidence of a cut is the share of such cuts that a large loss
 * followed; without a cut it is the share of days without a cut that none followed.
 *
 * Example: 17 of 89 such cuts were followed by a large loss: 0.191. No cut, and a large loss follows 17 % of
 * the days without one: 0.83.
 *
 * @param decisions all of the morning: the desk's rate is known from any of its cuts.
 */
export function signalOf(decision: Decision, decisions: readonly Decision[]): Signal {
  return {
    ...levels[decision.tier],
    confidence: toSixDigits(confidenceOf(decision.trackRecord, deskRateOf(decisions))),
    recommendation: recommendationOf(decision),
  };
}

function deskRateOf(decisions: readonly Decision[]): number | null {
  const rates = decisions.map(({ trackRecord }) => trackRecord?.deskRate ?? null);
  return rates.find((rate) => rate !== null) ?? null;
}

function confidenceOf(record: TrackRecord | undefined, deskRate: number | null): number {
  if (record === undefined) return deskRate === null ? 0 : 1 - deskRate;
  return record.cuts === 0 ? 0 : record.followedByLargeLoss / record.cuts;
}

function recommendationOf({ action, limit, newLimit, baseLimit, activeSessions }: Decision): string {
  const target = limitDollars(newLimit);
  if (action === 'review')
    return `Decide by hand: ${count(activeSessions, 'session')} known. The limit stays at ${target}.`;
  if (action === 'withheld') return `The P&L is not proven: leave the daily loss limit at ${target}.`;
  const inForce = limit?.limitInForce ?? null;
  const from = inForce === null ? '' : ` from ${limitDollars(inForce)}`;
  switch (limit?.change ?? 'set') {
    case 'lower':
      return `Lower the daily loss limit${from} to ${target}.`;
    case 'raise':
      return `Raise the daily loss limit${from} to ${target}.`;
    case 'set':
      return `Set the daily loss limit to ${target}.`;
    case 'stay':
      return newLimit < baseLimit
        ? `Keep the daily loss limit cut to ${target}.`
        : `Keep the daily loss limit at ${target}.`;
  }
}

function toSixDigits(share: number): number {
  return Math.round(share * 1e6) / 1e6;
}
