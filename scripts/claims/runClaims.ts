import type { ClaimDesk, Source } from './claimDesk.ts';
import { type ClaimResult, judgeClaim } from './claimResult.ts';
import { type Claim, SIZES } from './claims.ts';
import { isAbout } from './deskCounts.ts';
import { type DeskCounts, runDesks } from './runDesks.ts';

export interface ClaimsPlan {
  readonly claims: readonly Claim[];
  readonly sources: readonly Source[];
  readonly firstSeed: number;
  readonly seeds: number;
  /** Seeds of large desks, which take five times as long. */
  readonly largeSeeds: number;
  /** Processes that walk desks at the same time. They do not change the result. */
  readonly jobs: number;
  readonly logProgress: (text: string) => void;
}

/** Walks every desk that a claim needs once, and judges the claims in their order, by source. */
export async function runClaims(plan: ClaimsPlan): Promise<readonly ClaimResult[]> {
  const desks = desksOf(plan);
  const counted = await runDesks(desks, plan.jobs, plan.logProgress);
  return plan.sources.flatMap((source) =>
    plan.claims.map((claim) => judgeClaim(claim, source, countsOf(claim, source, counted))),
  );
}

function desksOf({ claims, sources, firstSeed, seeds, largeSeeds }: ClaimsPlan): readonly ClaimDesk[] {
  const desks = new Map<string, ClaimDesk>();
  for (const source of sources)
    for (const { mode, size } of claims)
      for (let seed = firstSeed; seed < firstSeed + (size === 'large' ? largeSeeds : seeds); seed++)
        desks.set(`${source} ${mode} ${size} ${seed}`, { mode, source, ...SIZES[size], seed });
  return [...desks.values()];
}

function countsOf(claim: Claim, source: Source, counted: readonly DeskCounts[]) {
  return counted.flatMap(({ desk, counts }) => {
    const count = counts[claim.id];
    return desk.source === source && isAbout(claim, desk) && count !== undefined ? [count] : [];
  });
}
