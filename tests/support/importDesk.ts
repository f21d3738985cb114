import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRejectSink } from '../../src/adapters/files/rejects.ts';
import { openImportFile } from '../../src/adapters/sources/importFile.ts';
import { createCalendar } from '../../src/domain/session/calendar.ts';
import { importFiles } from '../../src/pipeline/importFiles.ts';
import type { Progress } from '../../src/ports/runtime.ts';
import { temporaryFolder, temporaryStores } from './stores.ts';

const progress: Progress = { start() {}, advance() {}, finish() {} };

/** A real store into which files of lines are imported as the command does. */
export async function importDesk() {
  const folder = temporaryFolder();
  const stores = await temporaryStores();
  const ports = {
    ...stores,
    progress,
    clock: { now: () => new Date('2026-11-28T12:00:00Z'), wait: async () => {} },
    calendar: createCalendar('nyse'),
    rejectsOf: (key: string) => createRejectSink(join(folder, 'rejects'), key),
  };
  return {
    stores,
    folder,
    async importFile(name: string, lines: readonly string[]) {
      const path = join(folder, `${name}.csv`);
      writeFileSync(path, `${lines.join('\n')}\n`);
      const { files } = await importFiles(ports, [await openImportFile(path, null)]);
      return files[0];
    },
    /** Trader-days with their fills and net P&L in cents' accuracy. */
    async days() {
      const days = await stores.ledger.days('2000-01-01', '2099-12-31');
      return days.map(({ trader, fills, netPnl }) => ({
        trader,
        fills,
        netPnl: Math.round(100 * netPnl) / 100,
      }));
    },
  };
}
