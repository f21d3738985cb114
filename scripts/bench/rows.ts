/** A line of the bench's table. */
export interface BenchRow {
  readonly what: string;
  /** Seconds, or fills a second, in words. */
  readonly measured: string;
  readonly against: string;
  /** Null where there was nothing to measure against. */
  readonly ratio: number | null;
  readonly ratioTarget: RatioTarget;
  readonly peakMegabytes: number | null;
  readonly peakTargetMegabytes: number | null;
  /** Why no verdict can be given. */
  readonly skipped: string | null;
}

export interface RatioTarget {
  readonly atMost: number | null;
  readonly atLeast: number | null;
  readonly text: string;
}

export function atMost(ratio: number): RatioTarget {
  return { atMost: ratio, atLeast: null, text: `≤ ${ratio}×` };
}

export function atLeast(ratio: number): RatioTarget {
  return { atMost: null, atLeast: ratio, text: `≥ ${ratio}×` };
}

export function verdict(row: BenchRow): 'pass' | 'fail' | 'skipped' {
  if (row.ratio === null) return 'skipped';
  const { atMost: most, atLeast: least } = row.ratioTarget;
  const inTime = (most === null || row.ratio <= most) && (least === null || row.ratio >= least);
  const inMemory =
    row.peakMegabytes === null ||
    row.peakTargetMegabytes === null ||
    row.peakMegabytes <= row.peakTargetMegabytes;
  return inTime && inMemory ? 'pass' : 'fail';
}
