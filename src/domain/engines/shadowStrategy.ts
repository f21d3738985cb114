import type { CutCurve } from './cutCurve.ts';

/** An engine or settings that decide every morning next to those in force. Nothing of it is mailed. */
export interface ShadowStrategy {
  /** A word. */
  readonly name: string;
  /**
   * Its terms as in SHADOW_STRATEGIES, in one order: `engine:rules;max:50`. Another text under the same name
   * is another strategy.
   */
  readonly definition: string;
  /**
   * chain: the model where its gate lets it, else the rules, as in force. model: the same without the gate.
   * rules: the rules alone.
   */
  readonly engine: 'rules' | 'model' | 'chain';
  /** The deepest cut, percent of the base limit; null: that in force. */
  readonly maxReductionPct: number | null;
  /** The cut curve of the model; null: the one that training chose. */
  readonly curve: CutCurve | null;
}

/** Which strategy, wherever something of it is stored. */
export type StrategyKey = Pick<ShadowStrategy, 'name' | 'definition'>;

const ENGINE_WORDS: Readonly<Record<string, string>> = {
  rules: 'the rules alone',
  model: 'the model, whatever its gate decides',
  chain: 'the engines in force',
};

/**
 * The definition of a strategy in words. Takes the text, since a strategy that is no longer configured still
 * has results.
 * @example strategyWords('engine:rules;max:50') // 'the rules alone, no cut above 50%'
 */
export function strategyWords(definition: string): string {
  const terms = new Map(definition.split(';').map((term) => pairOf(term)));
  const [engine = 'chain', max, curve] = ['engine', 'max', 'curve'].map((key) => terms.get(key));
  return [
    ENGINE_WORDS[engine] ?? engine,
    ...(max === undefined ? [] : [Number(max) === 0 ? 'no cuts' : `no cut above ${max}%`]),
    ...(curve === undefined ? [] : [curveWords(curve)]),
  ].join(', ');
}

function pairOf(term: string): readonly [string, string] {
  const [key = '', value = ''] = term.split(':');
  return [key, value];
}

function curveWords(curve: string): string {
  const [beginsAt, fullAt] = curve.split('-');
  return `cuts from ${beginsAt} times the usual risk, 80% at ${fullAt} times`;
}
