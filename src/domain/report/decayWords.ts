import type { DecayingScore, ScoreDecay } from '../engines/scoreDecay.ts';

/** What each score is called, and how its values are written. */
export const decayWords: Readonly<
  Record<DecayingScore, { readonly label: string; readonly format: (value: number) => string }>
> = {
  coverage: { label: 'losses beyond VaR', format: (value) => `${(100 * value).toFixed(1)}% of trader-days` },
  pinball: {
    label: 'the error of the VaR',
    format: (value) => `${value.toFixed(2)} times that of the plain volatility`,
  },
  regret: {
    label: "the regret of the model's cuts",
    format: (value) => `${value.toFixed(2)} times the rules'`,
  },
};

/**
 * The scores that decayed, as a clause. Example: “losses beyond VaR: 8.1% of trader-days after 5.0% of
 * trader-days”.
 */
export function decayedWords(decayed: readonly ScoreDecay[]): string {
  return decayed
    .map(({ id, now, before }) => {
      const { label, format } = decayWords[id];
      return `${label}: ${format(now ?? 0)} after ${format(before ?? 0)}`;
    })
    .join('; ');
}
