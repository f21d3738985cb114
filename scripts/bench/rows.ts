/** A row of the benchmark table. */
export interface BenchRow {
  readonly what: string;
  /** Time, or fills or answers per second, in words. */
  readonly measured: string;
  readonly against: string;
  /** Null without a comparison. */
  readonly ratio: number | null;
  readonly ratioTarget: RatioTarget;
  readonly peakMegabytes: number | null;
  readonly peakTargetMegabytes: number | null;
  /** Why there is no verdict. */
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

/** What a row without memory has there. */
export const timeOnly = { peakMegabytes: null, peakTargetMegabytes: null, skipped: null } as const;

/** A figure against the most that it may be. */
export function againstTarget(
  own: number,
  target: number,
  unit: string,
  digits: number,
): Omit<BenchRow, 'what'> {
  return {
    ...timeOnly,
    measured: `${own.toFixed(digits)} ${unit}`,
    against: `${target} ${unit}`,
    ratio: own / target,
    ratioTarget: atMost(1),
  };
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
