import { readFills, type TakeFills } from '../adapters/database/store/fillReader.ts';
import { fillsCsv, fillsCsvHeader, fillsJson } from '../adapters/files/fillsText.ts';
import { type ResultStream, writeInParts } from '../adapters/files/resultStream.ts';
import type { ExportOptions } from './commandOptions.ts';
import { namedTrader } from './exportTrader.ts';
import { type World, withExistingStores } from './world.ts';

/**
 * `export fills`: writes every stored fill of a range, one a row, in parts: a million fills never are in
 * memory. SQLite and Postgres give the same bytes.
 * @returns how many fills were written.
 * @throws InputError `unknown_trader`, `unwritable`; StoreError.
 */
export async function exportFills(
  world: World,
  range: { readonly from: string; readonly to: string },
  options: ExportOptions,
): Promise<number> {
  const { json, out } = options;
  return withExistingStores(world.config, async (stores) => {
    const trader = await namedTrader(stores, 'fills', options);
    const read = (take: TakeFills) => readFills(stores.database, { ...range, trader }, take);
    const write = (stream: ResultStream) => (json ? writeJson(stream, read) : writeCsv(world, stream, read));
    if (out === undefined) return write({ write: world.output.part });
    let rows = 0;
    await writeInParts(out, async (stream) => {
      rows = await write(stream);
    });
    return rows;
  });
}

type Read = (take: TakeFills) => Promise<number>;

async function writeCsv({ progress }: World, stream: ResultStream, read: Read): Promise<number> {
  progress.start('exporting', null);
  try {
    await stream.write(fillsCsvHeader);
    return await read(async (fills) => {
      await stream.write(fillsCsv(fills));
      progress.advance(fills.length);
    });
  } finally {
    progress.finish();
  }
}

async function writeJson(stream: ResultStream, read: Read): Promise<number> {
  let before = '[\n';
  const rows = await read(async (fills) => {
    await stream.write(before + fillsJson(fills));
    before = ',\n';
  });
  await stream.write(rows === 0 ? '[]\n' : '\n]\n');
  return rows;
}
