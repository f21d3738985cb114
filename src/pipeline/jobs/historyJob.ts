import { CountedHoles } from '../../domain/engines/model/countedHoles.ts';
import { PastBlockMaker } from '../../domain/engines/model/pastBlock.ts';
import { TraderRecord } from '../../domain/engines/model/traderRecord.ts';
import type { TraderDaySummary } from '../../domain/ledger/traderDayFacts.ts';
import type { HistoryBlocks, HistoryJob } from '../../ports/historyJobs.ts';
import type { LedgerStore } from '../../ports/ledgerStore.ts';
import type { Log } from '../../ports/runtime.ts';

export interface HistoryJobPorts {
  readonly ledger: Pick<LedgerStore, 'daysOf'>;
  readonly histories: HistoryBlocks;
  readonly log: Log;
}

/** Computes the histories of a span. Done twice, it stores the same. */
export async function doHistoryJob(
  { ledger, histories, log }: HistoryJobPorts,
  job: HistoryJob,
): Promise<void> {
  const holes = new CountedHoles(job.holes);
  const blocks = job.blocks.map(() => new PastBlockMaker(job.roster.length));
  const range = { from: job.after, to: job.blocks.at(-1) ?? job.after };
  for (const entry of job.roster) {
    const record = new TraderRecord(entry);
    const days = await ledger.daysOf(entry.trader, range, Number.MAX_SAFE_INTEGER);
    const inBlocks = splitDays(days, job);
    for (const [at, block] of blocks.entries()) block.add(record, inBlocks[at] ?? [], holes);
  }
  for (const [at, block] of blocks.entries()) {
    if (await histories.save(job, at, block)) continue;
    log.warn('a job was skipped: the backtest that it belongs to has ended', { job: job.kind, run: job.run });
    return;
  }
}

/** The days of each block, in order. */
function splitDays(
  days: readonly TraderDaySummary[],
  { after, blocks }: Pick<HistoryJob, 'after' | 'blocks'>,
): readonly (readonly TraderDaySummary[])[] {
  return blocks.map((last, at) => {
    const before = blocks[at - 1] ?? after;
    return days.filter(({ sessionDate }) => sessionDate > before && sessionDate <= last);
  });
}
