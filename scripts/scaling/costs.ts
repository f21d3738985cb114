import { z } from 'zod';

const seconds = z.number().min(0).max(1e6);
const cost = z.object({ workerSeconds: seconds, databaseSeconds: seconds });

/** What one morning takes on one core, as measured. */
const costs = z.object({
  version: z.literal(1),
  /** Where it was measured: processor, cores, versions. */
  host: z.string(),
  /** Fills of an account in a session, and sessions of history, of the measured desks. */
  fillsPerAccount: z.number().int().positive(),
  historySessions: z.number().int().positive(),
  /** For a desk, whatever its size. */
  perDesk: cost,
  /** For an account and its session. */
  perAccount: cost,
});

export type ScalingCosts = z.infer<typeof costs>;

/** Seconds of a core of a worker, and of one of Postgres. */
export type Cost = z.infer<typeof cost>;

/**
 * Reads a file of costs.
 * @throws Error with the first thing that is wrong.
 */
export function readCosts(text: string): ScalingCosts {
  const { success, data, error } = costs.safeParse(JSON.parse(text));
  if (success) return data;
  const [issue] = error.issues;
  throw new Error(`costs, ${issue?.path.join('.') ?? ''} · ${issue?.message ?? 'another shape'}`);
}

/**
 * The straight line through two measured desks. Noise can make a part negative; it then counts as 0.
 * Example: 3 s for 10 accounts and 8 s for 60 are 2 s for a desk and 0.1 s for an account.
 */
export function lineThrough(
  small: { readonly accounts: number; readonly seconds: number },
  large: { readonly accounts: number; readonly seconds: number },
): { readonly perDesk: number; readonly perAccount: number } {
  const slope = Math.max(0, (large.seconds - small.seconds) / (large.accounts - small.accounts));
  return { perDesk: Math.max(0, small.seconds - slope * small.accounts), perAccount: slope };
}
