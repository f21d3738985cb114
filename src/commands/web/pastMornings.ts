import { createMonthRecords } from '../../adapters/database/store/monthRecords.ts';
import { readMonth, readPastMorning } from '../../pipeline/screens/readMonth.ts';
import type { MonthRecords } from '../../ports/screens/monthRecords.ts';
import type { PastMornings } from '../../ports/screens/pastMornings.ts';
import type { Stores, World } from '../world.ts';
import type { DeskDoor } from './deskDoor.ts';

/** Past mornings, over the stores of one desk. */
export function createPastMornings({ calendar }: World, door: DeskDoor): PastMornings {
  let last: { readonly stores: Stores; readonly months: MonthRecords } | null = null;
  const ports = async () => {
    const stores = await door.stores();
    if (last?.stores !== stores) last = { stores, months: createMonthRecords(stores.database) };
    return { months: last.months, calendar };
  };
  return {
    months: async () => (await ports()).months.months(),
    month: async (month) => readMonth(await ports(), month),
    session: async (sessionDate) => readPastMorning(await ports(), sessionDate),
  };
}
