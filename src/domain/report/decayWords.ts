import type { DecayingScore, ScoreDecay } from '../engines/scoreDecay.ts';

interface ScoreWords {
  readonly label: string;
  /** A value in a table. */
  readonly figure: (value: number) => string;
  /** What the value is of, behind the figure in a sentence. */
  readonly of: string;
}

/** What each score is called, and how its values are written. */
export const decayWords: Readonly<Record<DecayingScore, ScoreWords>> = {
  coverage: { label: 'losses beyond VaR', figure: percent, of: 'of trader-days' },
  pinball: { label: 'error of the VaR', figure: ratio, of: 'times that of the plain volatility' },
  regret: { label: "regret of the model's cuts", figure: ratio, of: "times the rules'" },
};

/** The scores that decayed, as a clause: “losses beyond VaR: 8.1% of trader-days after 5.0%”. */
export function decayedWords(decayed: readonly ScoreDecay[]): string {
  return decayed
    .map(({ id, now, before }) => {
      const { label, figure, of } = decayWords[id];
      return `${label}: ${figure(now ?? 0)} ${of} after ${figure(before ?? 0)}`;
    })
    .join('; ');
}

function percent(share: number): string {
  return `${minus(100 * share, 1)}%`;
}

function ratio(value: number): string {
  return minus(value, 2);
}

function minus(value: number, decimals: number): string {
  const size = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(size) > 0 ? `−${size}` : size;
}
