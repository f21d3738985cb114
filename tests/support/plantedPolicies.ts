import type { Tampering } from '../../scripts/simulation/walkedDesk.ts';
import { createRandom } from '../../src/adapters/demo/simulation/random.ts';
import type {
  DeskMember,
  SessionForecast,
  TraderSessionForecast,
} from '../../src/domain/engines/model/sessionForecast.ts';
import type { TraderDayFacts } from '../../src/domain/ledger/traderDayFacts.ts';

type TraderDayNet = Pick<TraderDayFacts, 'trader' | 'netPnl'>;

/** Changes a forecast after the walk, or before the model observes it. */
export type Decisions = (forecast: SessionForecast, today: readonly TraderDayNet[]) => SessionForecast;

/** Cuts by 80 % exactly the days whose net P&L, which no morning knows, fits. */
export function foreseen(fits: (netPnl: number) => boolean): Decisions {
  return cutting(({ member: { trader } }, today) => {
    const netPnl = today.find((day) => day.trader === trader)?.netPnl;
    return netPnl !== undefined && fits(netPnl) ? 80 : 0;
  });
}

/** Cuts by 80 % exactly the days that end with a gain. The switch stays as it was decided. */
export function costlyCuts(forecast: SessionForecast, today: readonly TraderDayNet[]): SessionForecast {
  const { traders } = foreseen((netPnl) => netPnl > 0)(forecast, today);
  return { ...forecast, traders };
}

/** Cuts three trader-days in ten by 50 %, at random. Make one for each walk. */
export function randomCuts(): Decisions {
  const random = createRandom(1, 'random cuts');
  return cutting(({ forecast }) => (forecast !== null && random.chance(0.3) ? 50 : 0));
}

/** The cuts of model or rules, without the engine that switches them off. */
export function withoutSwitch(forecast: SessionForecast): SessionForecast {
  return { ...forecast, engine: forecast.cutEngine, cutsOff: null };
}

/** A VaR of 70 % of what was forecast. */
export function narrowVar(session: SessionForecast): SessionForecast {
  const traders = session.traders.map((trader) => {
    const { forecast } = trader;
    if (forecast === null) return trader;
    const narrow = { pnlQ05: 0.7 * forecast.pnlQ05, valueAtRisk95: 0.7 * forecast.valueAtRisk95 };
    return { ...trader, forecast: { ...forecast, ...narrow } };
  });
  return { ...session, traders };
}

/** The VaR of young traders is too small by three fifths. */
export function narrowYoungVar(session: SessionForecast): SessionForecast {
  const traders = session.traders.map((trader) => {
    const { youngForecast } = trader;
    if (youngForecast === null) return trader;
    const valueAtRisk95 = 0.4 * youngForecast.valueAtRisk95;
    return { ...trader, youngForecast: { ...youngForecast, valueAtRisk95 } };
  });
  return { ...session, traders };
}

function cutting(
  cutPctOf: (trader: TraderSessionForecast, today: readonly TraderDayNet[]) => number,
): Decisions {
  return (forecast, today) => {
    const traders = forecast.traders.map((trader) => {
      const cutPct = cutPctOf(trader, today);
      return { ...trader, modelReductionPct: cutPct, rulesReductionPct: cutPct };
    });
    return withoutSwitch({ ...forecast, traders });
  };
}

/** Replaces the trader's previous result by today's, as a leak of the future would. */
export function withTodaysResult(
  members: readonly DeskMember[],
  today: readonly TraderDayFacts[],
): readonly DeskMember[] {
  return members.map((member) => {
    const day = today.find(({ trader }) => trader === member.trader);
    const { scale } = member.past;
    if (!day || scale === null) return member;
    return { ...member, context: { ...member.context, previousSessionScaledPnl: day.netPnl / scale } };
  });
}

/** Shows the model the day that the trader had so many days before. Make one for each walk. */
export function delayed(days: number): NonNullable<Tampering['days']> {
  const own = new Map<string, TraderDayFacts[]>();
  return (today) =>
    today.map((day) => {
      const past = own.get(day.trader) ?? [];
      own.set(day.trader, [...past, day]);
      return { ...(past.at(-days) ?? day), sessionDate: day.sessionDate };
    });
}
