import type { LowWaterMark } from '../ledger/traderDayFacts.ts';
import type { JudgedDay } from './counterfactual.ts';
import { continuationOf, type Donor } from './donors.ts';

/** A day that ended at its limit. */
export interface StoppedDay {
  readonly marks: readonly LowWaterMark[];
  /** The mark at which the limit was reached. */
  readonly stop: LowWaterMark;
  /** S of the trader through the session before, dollars. */
  readonly scale: number;
}

/**
 * The donor whose day stands for what the stopped day would have become: number ⌊u·n⌋, where u is a hash of
 * session and trader, so that every run draws the same one. Null without donors.
 */
export function drawDonor(
  donors: readonly Donor[],
  { sessionDate, trader }: { readonly sessionDate: string; readonly trader: string },
): Donor | null {
  return donors[Math.floor(hashShare(`${sessionDate} ${trader}`) * donors.length)] ?? null;
}

/**
 * The stopped day as it would have gone on like the donor's: its own marks through the stop, then those of
 * the donor after its first, in the scale of the stopped trader. Cuts at least as deep as the obeyed one
 * stop at its own marks, shallower ones at the donor's.
 *
 * Example: stopped at −$3,000 with S $1,000; the donor (S $500) had −$1,600 at its first mark, −$1,900 at the
 * next and −$1,500 at the end: marks −$3,000 and −$3,600, close −$2,800.
 */
export function drawnDay({ marks, stop, scale }: StoppedDay, donor: Donor): JudgedDay {
  const { day, first } = donor;
  const ratio = scale / day.scale;
  const own = marks.slice(0, marks.indexOf(stop) + 1);
  const after = day.marks.slice(day.marks.indexOf(first) + 1).map((mark) => ({
    runningPnl: stop.runningPnl + (mark.runningPnl - first.runningPnl) * ratio,
    totalPnl: stop.totalPnl + (mark.totalPnl - first.totalPnl) * ratio,
    secondOfDay: Math.max(stop.secondOfDay, mark.secondOfDay),
    openNotional: mark.openNotional * ratio,
  }));
  return {
    netPnl: stop.totalPnl + continuationOf(donor) * scale,
    marks: [...own, ...after],
    untimedPnl: 0,
  };
}

/** A number in [0, 1) from a text: FNV-1a, with the last mixing step of MurmurHash3. */
function hashShare(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
