import { createVerifiedTrail } from '../adapters/database/store/verifiedTrail.ts';
import { requireWritable, writeFileAtomically } from '../adapters/files/atomicFile.ts';
import { csvText } from '../adapters/files/csv.ts';
import { compliancePage } from '../adapters/web/pages/compliancePage.ts';
import { complianceDocument } from '../domain/report/compliance/complianceDocument.ts';
import { complianceRows } from '../domain/report/compliance/complianceRows.ts';
import { sendDeadline } from '../domain/session/due.ts';
import { type ComplianceResult, readCompliance } from '../pipeline/compliance.ts';
import type { ComplianceOptions, ExitCode } from './commandOptions.ts';
import { printCompliance } from './complianceOutput.ts';
import { requireRange } from './sessionDates.ts';
import { withShownStores } from './shownStores.ts';
import type { Stores, World } from './world.ts';

/**
 * `compliance`: verifies the audit trail and reports the controls of a period from it alone. Throws, with
 * exit code 1, where the trail does not hold. A finding is no failure of the command.
 */
export async function complianceCommand(world: World, options: ComplianceOptions): Promise<ExitCode> {
  const { from, to, json, out, csv } = options;
  requireRange({ option: '--from', date: from }, { option: '--to', date: to });
  const files = [out, csv].filter((file) => file !== undefined);
  requireWritable(files);
  const result = await withShownStores(world, json, (stores) =>
    readPeriod(world, stores, { from, to }, csv !== undefined),
  );
  if (out !== undefined) await writeFileAtomically(out, compliancePage(result.report));
  if (csv !== undefined)
    await writeFileAtomically(csv, csvText(complianceRows(result.report, result.entries)));
  if (json) world.output.json(complianceDocument(result.report));
  else printCompliance(world.output, result.report, files);
  return 0;
}

/** The report of a period from the trail of open stores. */
export function readPeriod(
  { calendar, clock, progress, config }: World,
  { database }: Pick<Stores, 'database'>,
  range: { readonly from: string; readonly to: string },
  keepsEntries: boolean,
): Promise<ComplianceResult> {
  const { timezone, sendDeadline: deadline } = config;
  return readCompliance(
    { calendar, clock, progress, trail: createVerifiedTrail(database) },
    {
      ...range,
      timezone,
      deadlineOf: (session) => sendDeadline(session, deadline, timezone),
      keepsEntries,
    },
  );
}
