import type { ComplianceReport } from '../../domain/compliance/complianceReport.ts';
import type { ComplianceReader } from '../../ports/screens/complianceReader.ts';
import type { TrailRange } from '../../ports/verifiedTrail.ts';
import { readPeriod } from '../compliance.ts';
import type { World } from '../world.ts';
import type { DeskDoor } from './deskDoor.ts';
import { unchangedCache } from './unchangedCache.ts';

const silent = { start: () => undefined, advance: () => undefined, finish: () => undefined };

/** Compliance reports over the stores of one desk. */
export function createComplianceReader(world: World, door: DeskDoor): ComplianceReader {
  const cache = unchangedCache<ComplianceReport>(door.version);
  let last: Promise<unknown> = Promise.resolve();
  const read = async (range: TrailRange) => {
    const { report } = await readPeriod({ ...world, progress: silent }, await door.stores(), range, false);
    return report;
  };
  return {
    async report(range) {
      // A trail of years takes seconds to verify: several requests must not do it at the same time.
      const mine = last
        .catch(() => undefined)
        .then(() => cache.get(`${range.from} ${range.to}`, () => read(range)));
      last = mine;
      const report = await mine;
      if (report === null) throw new Error('a report is never missing');
      return report;
    },
  };
}
