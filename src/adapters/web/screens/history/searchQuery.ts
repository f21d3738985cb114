import { z } from 'zod';
import { isIsoDate } from '../../../../domain/session/isoDate.ts';
import { type DecisionQuestion, decisionKinds } from '../../../../ports/screens/decisionSearch.ts';

const LONGEST_NAME = 500;

const date = z
  .string()
  .refine((text) => text === '' || isIsoDate(text))
  .catch('')
  .default('');

/** `?trader=NET001&from=2026-11-01&to=2026-11-30&action=cut`; empty: no condition. */
export const searchQuery = z.object({
  trader: z.string().trim().max(LONGEST_NAME).catch('').default(''),
  from: date,
  to: date,
  action: z
    .enum(['', ...decisionKinds])
    .catch('')
    .default(''),
  after: date,
  afterTrader: z.string().max(LONGEST_NAME).nullable().catch(null).default(null),
});

export type SearchQuery = z.infer<typeof searchQuery>;

export function searchQuestion(query: SearchQuery, most: number): DecisionQuestion {
  const { trader, from, to, action, after, afterTrader } = query;
  return {
    trader: trader || null,
    from: from || null,
    to: to || null,
    kind: action || null,
    after: after === '' ? null : { sessionDate: after, trader: afterTrader },
    most,
  };
}

/** The address of the same search from a place on; null: from the first decision. */
export function searchPath(query: SearchQuery, after: DecisionQuestion['after']): string {
  const { trader, from, to, action } = query;
  const given = Object.entries({ trader, from, to, action }).filter(([, value]) => value !== '');
  const search = new URLSearchParams(given);
  if (after !== null) search.set('after', after.sessionDate);
  if (after?.trader != null) search.set('afterTrader', after.trader);
  return search.size === 0 ? '/history/search' : `/history/search?${search}`;
}
