import { setImmediate } from 'node:timers/promises';
import { Latest } from '../../adapters/web/screens/frame/latest.ts';
import { sizeFor } from '../../domain/risk/sizing/sizeAnswer.ts';
import type { SizingDesk } from '../../domain/risk/sizing/sizingDesk.ts';
import { readSizingDesk } from '../../pipeline/sizing/readSizingDesk.ts';
import { readUsualOrders } from '../../pipeline/sizing/sizedSymbols.ts';
import type { DeskSizes } from '../../ports/deskSizes.ts';
import { deskSession } from '../deskSession.ts';
import { requireSession } from '../sessionDates.ts';
import { sizingRequest } from '../sizeRequest.ts';
import type { World } from '../world.ts';
import type { DeskDoor } from './deskDoor.ts';

/** Sessions whose sizes are kept in memory, and traders whose usual orders are. */
const MOST_SESSIONS = 2;
const MOST_TRADERS = 64;
/** More sessions would keep the server from answering others; a morning learns them. */
const MOST_TO_LEARN = 5;

/** Sizes over the stores of one desk. What they are made from is read again when the database has changed. */
export function createDeskSizes(world: World, door: DeskDoor): DeskSizes {
  const desks = new Latest<SizingDesk>(MOST_SESSIONS);
  const orders = new Latest<ReadonlyMap<string, number>>(MOST_TRADERS);
  return {
    async size({ sessionDate: asked, ...question }) {
      if (asked !== null) requireSession(world.calendar, 'session', asked);
      const stores = await door.stores();
      const version = await door.version();
      const sessionDate = asked ?? (await deskSession(world, stores));
      const ports = { ...world, ...stores, pause: () => setImmediate() };
      const desk = await desks.of(version, sessionDate, () =>
        readSizingDesk(ports, { ...sizingRequest(world, sessionDate), mostToLearn: MOST_TO_LEARN }),
      );
      const { trader, symbol } = question;
      if (symbol === null || !desk.traders.has(trader)) return sizeFor(desk, { ...question, usual: null });
      const key = JSON.stringify([trader, desk.dataThrough]);
      const usual = await orders.of(version, key, () => readUsualOrders(ports, trader, desk.dataThrough));
      return sizeFor(desk, { ...question, usual: usual.get(symbol) ?? null });
    },
  };
}
