import { simulateDesk } from '../../scripts/simulation/simulatedDesk.ts';
import type { OpenLot } from '../../src/domain/ledger/lot.ts';
import type { TraderDayFacts } from '../../src/domain/ledger/traderDayFacts.ts';
import { lot } from './fills.ts';
import { storeRoster } from './learningDesk.ts';
import { limitDesk } from './limitDesk.ts';
import { saveDay } from './stores.ts';

const desk = simulateDesk({ traders: 4, sessions: 130, seed: 11, truth: 'noEdge' });
const sessions = [...desk];

/** The sessions of the desk, oldest first. */
export const stressSessions: readonly string[] = sessions.map(({ sessionDate }) => sessionDate);
export const LAST_SESSION = stressSessions.at(-1) ?? '';

/** The day with an exposure that grows with its notional. The first trader is long, the second one short. */
function withExposure(day: TraderDayFacts, place: number): TraderDayFacts {
  const net = (place % 2 === 0 ? 1 : -1) * day.notional * 0.1;
  const gross = Math.abs(net);
  return {
    ...day,
    openExposure: {
      largestNetLong: Math.max(0, net),
      largestNetShort: Math.max(0, 0 - net),
      largestGross: gross,
      steps: [
        { step: 120, net, gross },
        { step: 190, net: 0, gross: 0 },
      ],
    },
  };
}

/** The first trader is long overnight, the second one short. */
function lotsOf(trader: string, place: number): readonly OpenLot[] {
  if (place > 1) return [];
  return [lot({ account: trader, symbol: 'KLMN', quantity: place === 0 ? 1_000 : -400, price: 20 })];
}

/**
 * The world of a command on a desk of four traders with 130 sessions, the last of them on a clock of the
 * morning after. Every day has an exposure, and two traders hold KLMN overnight.
 * @param count sessions to store.
 * @param folder of the database; removed after the test where it is left out.
 */
export async function stressDesk(count = sessions.length, folder?: string) {
  const made = await limitDesk({}, folder);
  await made.withStores(async (stores) => {
    await stores.roster.set({ trader: 'NET001', active: false });
    await stores.roster.set({ trader: 'NET002', active: false });
    await stores.roster.set({ trader: 'NET003', active: false });
    await storeRoster(stores, desk);
    for (const { sessionDate, days } of sessions.slice(0, count))
      for (const [place, day] of days.entries())
        await saveDay(stores, day.trader, sessionDate, {
          facts: withExposure(day, place),
          closingLots: lotsOf(day.trader, place),
          findings: [],
        });
  });
  return made;
}
