import type { Database } from '../database.ts';
import { verifyAudit } from '../store/auditTrail.ts';
import { verifyTables } from '../store/verifyTables.ts';
import { copyDiffers } from './copyErrors.ts';
import { PROGRESS_TABLE } from './copySide.ts';

/**
 * Checks a filled store as `audit --verify` does: the chain of hashes, the tables against the trail, and the
 * schema.
 * @throws StoreError `copy_differs`
 */
export async function verifyCopy(database: Database): Promise<void> {
  const { fault } = await verifyAudit(database);
  if (fault !== null) throw copyDiffers(`audit entry ${fault.sequence}`, fault.found, fault.expected);
  const { findings } = await verifyTables(database);
  const [first] = findings.filter(({ table, key }) => !`${table} ${key}`.includes(PROGRESS_TABLE));
  if (first !== undefined) throw copyDiffers(`table ${first.table}, ${first.key}`, first.found, first.trail);
}
