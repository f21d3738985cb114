import { DecisionError } from '../../shared/errors.ts';

/** The error of a bootstrap over something that cannot be resampled. */
export function bootstrapRefusal(found: string, expected: string): DecisionError {
  return new DecisionError('bootstrap', `bootstrap over sessions · found ${found} · expected ${expected}`, {
    hint: 'Evaluate a period that has sessions, each with finite sums.',
  });
}
