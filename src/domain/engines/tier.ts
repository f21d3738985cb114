/**
 * One risk level, three notations (see tierNotations): high = HIGH = 2, neutral = MEDIUM = 1, low = LOW = 0.
 */
export type Tier = 'high' | 'neutral' | 'low' | 'unknown';

/** One risk level in its three notations; `level` is null where the history is too short to say. */
export interface TierNotation {
  readonly word: Tier;
  readonly label: string;
  readonly level: number | null;
  /** A sign next to the word, so that no meaning depends on colour. */
  readonly sign: string;
}

/** high = HIGH = 2, neutral = MEDIUM = 1, low = LOW = 0; unknown has no number. */
export const tierNotations: Readonly<Record<Tier, TierNotation>> = {
  high: { word: 'high', label: 'HIGH', level: 2, sign: '▲' },
  neutral: { word: 'neutral', label: 'MEDIUM', level: 1, sign: '●' },
  low: { word: 'low', label: 'LOW', level: 0, sign: '▽' },
  unknown: { word: 'unknown', label: 'UNKNOWN', level: null, sign: '?' },
};

/** `▲ HIGH`. */
export function tierWords(tier: Tier): string {
  return `${tierNotations[tier].sign} ${tierNotations[tier].label}`;
}
