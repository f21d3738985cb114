import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fakeClock, noProgress } from '../../scripts/simulation/fakes.ts';
import { createRejectSink } from '../../src/adapters/files/rejects.ts';
import { openImportFile } from '../../src/adapters/sources/importFile.ts';
import { createCalendar } from '../../src/domain/session/calendar.ts';
import { importFiles } from '../../src/pipeline/importFiles.ts';
import { temporaryFolder, temporaryStores } from './stores.ts';

/** A real store into which files of lines are imported as the command does. */
export async function importDesk() {
  const folder = temporaryFolder();
  const stores = await temporaryStores();
  const ports = {
    ...stores,
    progress: noProgress,
    clock: fakeClock('2026-11-28T12:00:00Z'),
    calendar: createCalendar('nyse'),
    rejectsOf: (key: string) => createRejectSink(join(folder, 'rejects'), key),
  };
  return {
    stores,
    folder,
    async importFile(name: string, lines: readonly string[]) {
      const path = join(folder, `${name}.csv`);
      writeFileSync(path, `${lines.join('\n')}\n`);
      const { files } = await importFiles(ports, [await openImportFile(path, '2026-11-28')]);
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
