import type { ShadowStrategy } from '../../src/domain/engines/shadowStrategy.ts';

/** A strategy with these terms; the chain as in force without any. */
export function shadowStrategy(terms: Partial<Omit<ShadowStrategy, 'definition'>> = {}): ShadowStrategy {
  const { name = 'shadow', engine = 'chain', maxReductionPct = null, curve = null } = terms;
  const definition = [
    `engine:${engine}`,
    ...(maxReductionPct === null ? [] : [`max:${maxReductionPct}`]),
    ...(curve === null ? [] : [`curve:${curve.beginsAt}-${curve.fullAt}`]),
  ].join(';');
  return { name, definition, engine, maxReductionPct, curve };
}

/** No cut at all. */
export const UNCUT = shadowStrategy({ name: 'uncut', engine: 'rules', maxReductionPct: 0 });
/** The engines in force themselves. */
export const SAME = shadowStrategy({ name: 'same' });
